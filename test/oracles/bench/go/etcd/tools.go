//go:build tools

// Package etcd pins the version of etcd that serves beside the oracles.
package etcd

import _ "go.etcd.io/etcd/server/v3"
