import type { Journal } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { clusterDnsOf, listenerOf, serverAt, silenceOf } from '../cluster-dns.js';
import { splitHostPort } from '../go/net.js';
import type { OutgoingQuery } from '../libc/libc.js';
import type { Query, Served } from '../message.js';
import { DnsServer } from '../server.js';
import type { FoundNodeCache } from './find.js';
import { loadNodeCache } from './start.js';

/** The cache on one node: a CoreDNS with a Corefile of its own, whose queries for the cluster's names go to the cluster DNS. What it kept from earlier queries is not simulated. */
export class NodeCacheServer {
  readonly #loaded: ReturnType<typeof loadNodeCache>;
  readonly #server: DnsServer | undefined;
  /** Of the node: it is from there that the cluster DNS is asked. */
  readonly #address: string;

  /** @param node on which it is; absent where that is not known */
  constructor(
    private readonly view: ClusterView,
    cache: FoundNodeCache,
    node: string | undefined,
  ) {
    this.#loaded = loadNodeCache(view, cache);
    const about = node === undefined ? undefined : view.get('Node', '', node);
    this.#address = about?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '0.0.0.0';
    if ('loaded' in this.#loaded) this.#server = new DnsServer(this.#loaded.loaded, { view, addresses: [], reach: (upstream, query, journal) => this.#reach(upstream, query, journal) });
  }

  ask({ name, type, transport, server }: OutgoingQuery, client: string, journal: Journal): Served | { readonly missing: string } {
    if ('missing' in this.#loaded) return this.#loaded;
    for (const assumption of this.#loaded.assumptions) journal.warn(assumption);
    const { error } = this.#loaded.loaded;
    if (error !== undefined || this.#server === undefined) return { missing: `the Corefile on which the cache on the nodes runs; with the one in the snapshot it does not start: ${error?.message ?? ''}` };
    return this.#server.ask({ name, type, class: 'IN', client, protocol: transport, server }, journal);
  }

  #reach(upstream: string, query: Query, journal: Journal): Served | undefined {
    const split = splitHostPort(upstream);
    if ('error' in split || split.value.port !== '53') return undefined;
    const kind = serverAt(this.view, split.value.host);
    if (kind.kind !== 'cluster-dns') return undefined;
    const silence = kind.service === null ? undefined : silenceOf(this.view, kind.service);
    if (silence !== undefined) {
      journal.step('kube-proxy', 'reject', `${upstream}: ${silence}`);
      return { kind: 'unwritten', rcode: 'SERVFAIL', error: silence };
    }
    const dns = clusterDnsOf(this.view);
    if ('missing' in dns) return { kind: 'unknown', plugin: 'forward', reason: dns.missing.join(' and ') };
    for (const assumption of dns.assumptions) journal.warn(assumption);
    if (dns.loaded.error !== undefined) return { kind: 'unknown', plugin: 'forward', reason: `the cluster DNS does not start on its Corefile: ${dns.loaded.error.message}` };
    const { name, type, class: recordClass, protocol } = query;
    return dns.server.ask({ name, type, class: recordClass, protocol, client: this.#address }, journal, listenerOf(kind.service ?? dns.service, dns, 'tcp'));
  }
}
