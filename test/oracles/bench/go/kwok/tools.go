//go:build tools

// Package kwok pins the version of kwok that serves beside the oracles.
package kwok

import _ "sigs.k8s.io/kwok/cmd/kwok"
