import { compareReleases } from './release.js';

/** What a release changed in the list of plugins. */
type Change =
  | { readonly since: string; readonly all: string }
  | { readonly since: string; readonly removed?: string; readonly added?: readonly (readonly [name: string, after: string])[] };

/** Source: coredns/coredns, plugin.cfg at each tag from v1.0.0 to v1.14.7. A plugin that was withdrawn while its name was still taken (`startup`, `shutdown`) counts as there. */
const changes: readonly Change[] = [
  { since: '1.0.0', all: 'tls root bind debug trace health pprof prometheus errors log dnstap chaos cache rewrite loadbalance dnssec autopath reverse hosts federation kubernetes file auto secondary etcd proxy erratic whoami startup shutdown' },
  { since: '1.0.1', added: [['nsid', 'tls']] },
  { since: '1.0.3', added: [['template', 'reverse']] },
  { since: '1.0.5', all: 'tls nsid root bind debug trace health pprof prometheus errors log dnstap chaos loadbalance cache rewrite dnssec autopath reverse template hosts route53 federation kubernetes file auto secondary etcd forward proxy erratic whoami on startup shutdown' },
  { since: '1.1.0', added: [['reload', 'tls']] },
  { since: '1.1.1', removed: 'startup shutdown' },
  { since: '1.2.0', removed: 'reverse', added: [['metadata', 'on']] },
  { since: '1.2.1', added: [['loop', 'etcd']] },
  { since: '1.3.0', added: [['k8s_external', 'federation']] },
  { since: '1.5.0', removed: 'proxy', added: [['cancel', 'metadata'], ['ready', 'trace'], ['grpc', 'forward']] },
  { since: '1.5.1', added: [['any', 'dnstap']] },
  { since: '1.6.2', added: [['azure', 'route53']] },
  { since: '1.6.3', added: [['clouddns', 'azure'], ['sign', 'on']] },
  { since: '1.6.4', added: [['acl', 'dnstap']] },
  { since: '1.6.5', added: [['transfer', 'template']] },
  { since: '1.6.6', added: [['bufsize', 'nsid']] },
  { since: '1.7.0', removed: 'federation', added: [['dns64', 'dnstap']] },
  { since: '1.8.1', added: [['local', 'dnstap']] },
  { since: '1.8.4', added: [['minimal', 'autopath']] },
  { since: '1.8.5', added: [['geoip', 'metadata'], ['header', 'rewrite']] },
  { since: '1.9.4', added: [['tsig', 'loadbalance']] },
  { since: '1.10.0', added: [['view', 'sign']] },
  { since: '1.10.1', added: [['timeouts', 'tls']] },
  { since: '1.11.3', all: 'root metadata geoip cancel tls timeouts reload nsid bufsize bind debug trace ready health pprof prometheus errors log dnstap local dns64 acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal template transfer hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view' },
  { since: '1.12.0', added: [['multisocket', 'timeouts']] },
  { since: '1.12.2', added: [['quic', 'tls']] },
  { since: '1.13.0', added: [['nomad', 'view']] },
  { since: '1.14.0', added: [['grpc_server', 'quic'], ['https', 'grpc_server'], ['https3', 'https']] },
  { since: '1.14.2', all: 'root metadata geoip cancel tls quic grpc_server https https3 timeouts multisocket reload nsid bufsize bind debug trace ready health pprof prometheus errors log dnstap local dns64 any chaos loadbalance tsig cache rewrite acl header dnssec autopath minimal template transfer hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view nomad' },
  { since: '1.14.3', added: [['proxyproto', 'tls']] },
  { since: '1.14.7', all: 'root metadata geoip cancel proxyproto quic grpc_server https https3 timeouts multisocket reload nsid bufsize bind debug trace ready health pprof shed prometheus errors log dnstap local dns64 any chaos loadbalance tsig rewrite autopath acl cache header dnssec tls minimal template transfer hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view nomad' },
];

/** The plugins of a release in the order in which it runs them. Of one that is newer than the data: those of the newest. */
export function pluginOrder(release: string): readonly string[] {
  let order: string[] = [];
  for (const change of changes) {
    if (compareReleases(change.since, release) > 0) break;
    order = apply(order, change);
  }
  return order;
}

/** The releases in which a plugin was there: from the first until the one that no longer has it; undefined for a name that none has. */
export function lifeOf(plugin: string): { readonly since: string; readonly until?: string } | undefined {
  let order: string[] = [];
  let life: { since: string; until?: string } | undefined;
  for (const change of changes) {
    order = apply(order, change);
    const there = order.includes(plugin);
    if (there) life ??= { since: change.since };
    else if (life !== undefined && life.until === undefined) life = { ...life, until: change.since };
  }
  return life;
}

function apply(order: readonly string[], change: Change): string[] {
  if ('all' in change) return change.all.split(' ');
  const removed = change.removed?.split(' ') ?? [];
  const kept = order.filter((name) => !removed.includes(name));
  for (const [name, after] of change.added ?? []) kept.splice(kept.indexOf(after) + 1, 0, name);
  return kept;
}
