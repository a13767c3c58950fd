//go:build tools

// Package tools pins the version of Envoy Gateway.
package tools

import _ "github.com/envoyproxy/gateway/cmd/egctl"
