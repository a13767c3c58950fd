// Package ext stands for the part of Traefik's configuration that other products fill. In Traefik too it is empty.
package ext

// HTTP is what others add to the configuration of HTTP.
type HTTP struct{}

// Router is what others add to a router.
type Router struct{}
