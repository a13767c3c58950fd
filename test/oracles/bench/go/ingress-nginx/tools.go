//go:build tools

// Package ingressnginx pins the newest ingress-nginx that is published as a Go module.
package ingressnginx

import _ "k8s.io/ingress-nginx/cmd/nginx"
