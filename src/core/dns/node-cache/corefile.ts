/** What the node cache puts into the Corefile that it was given. */
export interface NodeCacheValues {
  /** As its flag -localip has them. */
  readonly localIPs: readonly string[];
  /** Of the Service that it asks for the cluster's names; undefined where there is none: Go then writes `<nil>`. */
  readonly clusterDNS: string | undefined;
  /** Of the ConfigMap kube-dns. */
  readonly upstreamNameservers: readonly string[];
  readonly stubDomains: Readonly<Record<string, readonly string[]>>;
}

const tcpBlock = '\n    forward . __PILLAR__UPSTREAM__SERVERS__ {\n            force_tcp\n    }\n';

/**
 * The Corefile on which it runs: the one in its ConfigMap with its variables put in, and a block for each stub domain.
 *
 * Source: kubernetes/dns 1.26.7 cmd/node-cache/app/configmap.go updateCorefile, getStubDomainStr
 */
export function nodeCacheCorefile(base: string, { localIPs, clusterDNS = '<nil>', upstreamNameservers, stubDomains }: NodeCacheValues): string {
  const servers = upstreamNameservers.join(' ');
  const locals = localIPs.join(' ');
  const withUpstream =
    servers === '' ? base.replaceAll('__PILLAR__UPSTREAM__SERVERS__', () => '/etc/resolv.conf') : base.replaceAll(tcpBlock, () => `\n    forward . ${servers}\n`).replaceAll('__PILLAR__UPSTREAM__SERVERS__', () => servers);
  const text = withUpstream.replaceAll('__PILLAR__CLUSTER__DNS__', () => clusterDNS).replaceAll('__PILLAR__LOCAL__DNS__', () => locals).replaceAll('__PILLAR__DNS__SERVER__', '');
  const stubs = Object.entries(stubDomains).map(([domain, addresses]) => `\n${domain}:53 {\n    errors\n    cache 30\n    bind ${locals}\n    forward . ${addresses.join(' ')}\n}\n`);
  return text + stubs.join('');
}
