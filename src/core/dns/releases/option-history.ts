import type { CoreDnsVersion } from '../plugin.js';

/** When an option came, where not with its plugin, and when it went. */
type Life = readonly [since: string, until?: string];

/**
 * Options that came after their plugin, or went before it.
 *
 * Source: coredns/coredns, plugin/<name>/setup.go (for `rewrite` all of its files) at each tag from v1.0.0 to v1.14.7
 */
const history: Readonly<Record<string, Readonly<Record<string, Life>>>> = {
  kubernetes: {
    resyncperiod: ['1.0.0', '1.7.0'], upstream: ['1.0.0', '1.7.0'], transfer: ['1.0.6', '1.8.0'], noendpoints: ['1.0.6'], ignore: ['1.1.3'], kubeconfig: ['1.2.3'], namespace_labels: ['1.5.0'],
    multicluster: ['1.12.2'], startup_timeout: ['1.12.3'], apiserver_burst: ['1.14.0'], apiserver_max_inflight: ['1.14.0'], apiserver_qps: ['1.14.0'], zonal: ['1.14.7'],
  },
  cache: { serve_stale: ['1.6.6'], disable: ['1.9.4'], servfail: ['1.9.4'], keepttl: ['1.10.1'], serve_stale_policy: ['1.14.7'] },
  forward: {
    prefer_udp: ['1.2.0'], max_concurrent: ['1.6.8'], next: ['1.11.4'], failfast_all_unhealthy_upstreams: ['1.12.1'], failover: ['1.13.0'], max_connect_attempts: ['1.13.2'], max_idle_conns: ['1.14.1'],
    max_age: ['1.14.3'], next_on_nodata: ['1.14.4'], resolver: ['1.14.4'], doh_method: ['1.14.5'], read_timeout: ['1.14.5'], source_address: ['1.14.6'],
  },
  hosts: { no_reverse: ['1.4.0'], reload: ['1.4.0'], ttl: ['1.4.0'], fallthrough_unsupported: ['1.14.7'] },
  errors: { consolidate: ['1.2.6'], stacktrace: ['1.9.3'] },
  health: { lameduck: ['1.0.5'] },
  template: { upstream: ['1.0.6'], ederror: ['1.10.1'] },
  loadbalance: { prefer: ['1.12.4'] },
  dns64: { allow_ipv4: ['1.8.7'] },
  file: { fallthrough: ['1.12.2'], no_reload: ['1.0.0', '1.5.0'], transfer: ['1.0.0', '1.8.0'], reload: ['1.2.3'], reload_by_mtime: ['1.14.4'] },
  k8s_external: { headless: ['1.9.4'], fallthrough: ['1.11.0'] },
  bind: { except: ['1.8.4'] },
  ready: { monitor: ['1.12.2'] },
  prometheus: { runtime_metrics: ['1.14.3'], tls: ['1.14.3'] },
  local: { localhost_prefix: ['1.14.5'] },
  transfer: { source: ['1.14.5'] },
  pprof: { block: ['1.5.0'] },
  timeouts: { maxtcpqueries: ['1.14.7'] },
  tsig: { require_opcode: ['1.14.3'] },
  grpc: { fallthrough: ['1.12.3'] },
  secondary: { upstream: ['1.0.0', '1.8.0'], fallthrough: ['1.14.4'], catalog: ['1.14.5'] },
  etcd: { credentials: ['1.4.0'], 'min-lease-ttl': ['1.12.4'], 'max-lease-ttl': ['1.12.4'] },
  auto: { reload: ['1.2.3'], no_reload: ['1.0.0', '1.5.0'], transfer: ['1.5.0', '1.8.0'] },
  dnstap: { identity: ['1.9.4'], version: ['1.9.4'], skipverify: ['1.11.0'], extra: ['1.11.1'], tls: ['1.14.4'] },
  erratic: { large: ['1.2.5'] },
  rewrite: { ttl: ['1.2.3'], cname: ['1.11.0'], rcode: ['1.11.3'] },
};

/** The same, by words of a Corefile. */
const lives: ReadonlyMap<string, ReadonlyMap<string, Life>> = new Map(Object.entries(history).map(([plugin, options]) => [plugin, new Map(Object.entries(options))]));

/** Whether a release understands an option of a plugin that the newest does, or an older one did. */
export function hasOption(version: CoreDnsVersion, plugin: string, option: string): boolean {
  const life = lives.get(plugin)?.get(option);
  return life === undefined || (version.atLeast(life[0]) && (life[1] === undefined || !version.atLeast(life[1])));
}

/** From which release to which (without it) an option is understood, where that is not as long as its plugin. */
export function optionLife(plugin: string, option: string): { readonly since: string; readonly until?: string } | undefined {
  const life = lives.get(plugin)?.get(option);
  return life === undefined ? undefined : { since: life[0], ...(life[1] !== undefined && { until: life[1] }) };
}
