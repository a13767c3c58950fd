/** CoreDNS breaks down within a query; the server catches that, and replies with SERVFAIL. Thrown by plugins, caught by the server alone. */
export class ServerFailure extends Error {}
