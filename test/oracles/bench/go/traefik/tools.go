//go:build tools

// Package traefik pins the version of Traefik.
package traefik

import _ "github.com/traefik/traefik/v3/cmd/traefik"
