module foretrace.dev/oracles/coredns

go 1.26.8

require (
	github.com/coredns/caddy v1.1.4-0.20250930002214-15135a999495
	github.com/coredns/coredns v1.14.7
	github.com/coredns/corefile-migration v1.0.31
)
