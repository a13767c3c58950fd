//go:build tools

// Package contour pins the version of Contour.
package contour

import _ "github.com/projectcontour/contour/cmd/contour"
