module foretrace.dev/oracles/gateway-api

go 1.26.0

// Nothing of it is built: the definitions of its kinds are applied as they are published.
require sigs.k8s.io/gateway-api v1.6.3
