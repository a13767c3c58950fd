//go:build tools

// Package coredns pins the versions of CoreDNS and of the migration of its configuration.
package coredns

import (
	_ "github.com/coredns/coredns"
	_ "github.com/coredns/corefile-migration/migration"
)
