//go:build tools

// Package tools pins what is built.
package tools

import _ "github.com/envoyproxy/gateway/cmd/egctl"
