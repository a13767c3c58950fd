const known = new Set('ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE MSEARCH NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'.split(' '));

/** Whether Envoy lets a request of HTTP/1 have this method; another it answers with 400. Source: Envoy 1.40 source/common/http/http1/balsa_parser.cc, isMethodValid. */
export function isEnvoyMethod(method: string): boolean {
  return known.has(method);
}
