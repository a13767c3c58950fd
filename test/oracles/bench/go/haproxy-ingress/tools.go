//go:build tools

// Package haproxyingress pins the version of HAProxy Ingress.
package haproxyingress

import _ "github.com/jcmoraisjr/haproxy-ingress/pkg"
