//go:build tools

// Package coredns pins an older release of CoreDNS, with newer versions of what no longer compiles.
package coredns

import (
	_ "github.com/coredns/coredns"
)
