import { enumerate, formatRef, type Journal } from '../../analysis/index.js';
import { refOf, type ClusterView, type Service } from '../../cluster/index.js';
import { clusterDnsOf, listenerOf, serverAt, silenceOf, type ServerKind } from '../cluster-dns.js';
import type { OutgoingQuery, Received } from '../libc/libc.js';
import { runsOn, type FoundNodeCache } from '../node-cache/find.js';
import { NodeCacheServer } from '../node-cache/server.js';
import type { Beyond, Reply, Served } from '../message.js';
import { isCutOverUdp } from './wire-size.js';

/** What became of a query, for the library and for us. */
export interface Asked {
  readonly received: Received;
  /** What a server wrote; undefined where none did, or where it is not known what it wrote. */
  readonly reply?: Reply;
  /** Questions that are answered beyond the cluster. */
  readonly beyond: readonly Beyond[];
}

/** It cannot be told what the server does. */
export interface Untold {
  readonly missing: string;
}

/** What stands at an address for one who asks. */
type Standing = ServerKind | { readonly kind: 'nobody'; readonly reason: string };

/** One who asks: from where its queries come. */
export interface Client {
  readonly ip: string;
  /** It uses the network of its node. */
  readonly isOnNode: boolean;
  /** Absent where it is not known on which node it is. */
  readonly node?: string | undefined;
}

/** The nameservers of one who asks. What one query comes to is decided once, however often it is sent. */
export class Nameservers {
  readonly #asked = new Map<string, Asked | Untold>();
  readonly #kinds = new Map<string, Standing>();
  readonly #caches = new Map<FoundNodeCache, NodeCacheServer>();

  constructor(
    private readonly view: ClusterView,
    private readonly client: Client,
    private readonly journal: Journal,
  ) {}

  ask(query: OutgoingQuery): Asked | Untold {
    const key = [query.name.toLowerCase(), query.type, query.server, query.transport].join(' ');
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#ask(query);
      this.#asked.set(key, asked);
    }
    return asked;
  }

  #ask(query: OutgoingQuery): Asked | Untold {
    const kind = this.#kindOf(query.server);
    switch (kind.kind) {
      case 'cluster-dns': {
        const silence = kind.service === null ? undefined : silenceOf(this.view, kind.service);
        if (silence === undefined) return this.#askClusterDns(query, kind.service);
        this.journal.step('kube-proxy', 'reject', `${query.server} port 53: ${silence}`, kind.service === null ? [] : [refOf(kind.service)]);
        return { received: { kind: 'unreachable' }, beyond: [] };
      }
      case 'node-cache':
        return this.#askNodeCache(query, kind);
      case 'other-service':
        return { missing: `what answers at ${formatRef(refOf(kind.service))} (${query.server}), which is not the cluster DNS` };
      case 'nobody':
        this.journal.step('node', 'reject', kind.reason);
        return { received: { kind: 'unreachable' }, beyond: [] };
      case 'unknown':
        return { missing: `which Service has the address ${query.server}: not all Services are in the snapshot` };
      case 'beyond':
        return this.#leave(query);
    }
  }

  #kindOf(server: string): Standing {
    let kind: Standing | undefined = this.#kinds.get(server);
    if (kind === undefined) {
      kind = serverAt(this.view, server);
      if (kind.kind === 'node-cache') kind = this.#intercepted(server, kind);
      this.#kinds.set(server, kind);
    }
    return kind;
  }

  /** The cache on the node of who asks; where there is none, what stands behind its address. */
  #intercepted(server: string, kind: Extract<ServerKind, { readonly kind: 'node-cache' }>): Standing {
    const about = formatRef(refOf(kind.cache.daemonSet));
    if (runsOn(this.view, kind.cache, this.client.node) === false) {
      this.journal.step('NodeLocal DNSCache', 'pass over', `${about} has no pod on node ${this.client.node ?? ''}`, [kind.cache.evidence]);
      return kind.service === null ? { kind: 'nobody', reason: `${about}, which listens at ${server}, has no pod on node ${this.client.node ?? ''}` } : { kind: 'cluster-dns', service: kind.service };
    }
    this.journal.step('NodeLocal DNSCache', 'intercept', `${server} is a cache on the node: ${about}`, [kind.cache.evidence]);
    this.journal.warn('A cache on the node answers first: what it kept, it may give for up to its time to live.');
    return kind;
  }

  #askNodeCache(query: OutgoingQuery, { cache }: Extract<ServerKind, { readonly kind: 'node-cache' }>): Asked | Untold {
    let server = this.#caches.get(cache);
    if (server === undefined) {
      server = new NodeCacheServer(this.view, cache, this.client.node);
      this.#caches.set(cache, server);
    }
    const served = server.ask(query, this.client.ip, this.journal);
    return 'missing' in served ? served : askedOf(query, served);
  }

  #askClusterDns(query: OutgoingQuery, service: Service | null): Asked | Untold {
    const dns = clusterDnsOf(this.view);
    if ('missing' in dns) return { missing: enumerate(dns.missing) };
    for (const assumption of dns.assumptions) this.journal.warn(assumption);
    if (dns.loaded.error !== undefined) return { missing: `the Corefile on which CoreDNS runs; with the one in the snapshot it does not start: ${dns.loaded.error.message}` };
    const { name, type, transport } = query;
    const served = dns.server.ask({ name, type, class: 'IN', client: this.client.ip, protocol: transport }, this.journal, listenerOf(service ?? dns.service, dns, transport));
    return askedOf(query, served);
  }

  /** Nobody of the cluster. */
  #leave(query: OutgoingQuery): Asked {
    const { name, type, server } = query;
    if (/^127\.|^::1$/.test(server) && !this.client.isOnNode) {
      this.journal.step('pod', 'reject', `nobody listens at ${server} within a pod, unless one of its own containers does`);
      return { received: { kind: 'unreachable' }, beyond: [] };
    }
    this.journal.step('resolver', 'leave', `${name} ${type} goes to ${server}, which is not of the cluster`);
    return assumed(query, { question: { name, type }, plugin: 'resolv.conf', upstreams: [server] });
  }
}

function askedOf(query: OutgoingQuery, served: Served): Asked | Untold {
  switch (served.kind) {
    case 'reply':
      return { received: receivedOf(query, served.reply), reply: served.reply, beyond: served.reply.beyond ?? [] };
    case 'unwritten': {
      const reply = { rcode: served.rcode, authoritative: false, recursionAvailable: false, answers: [], authority: [], additional: [] };
      return { received: receivedOf(query, reply), reply, beyond: [] };
    }
    case 'forwarded':
      return assumed(query, { question: served.question, plugin: served.plugin, upstreams: served.upstreams });
    case 'dropped':
      return { received: { kind: 'silence' }, beyond: [] };
    case 'unknown':
      return { missing: `what the plugin ${served.plugin} answers: ${served.reason}` };
  }
}

function receivedOf({ name, type, transport }: OutgoingQuery, reply: Reply): Received {
  const { rcode, answers, additional, authoritative, recursionAvailable, beyond = [] } = reply;
  return {
    kind: 'reply',
    rcode,
    answers: answers.length + beyond.length,
    hasType: beyond.length > 0 || answers.some((record) => record.type === type),
    truncated: transport === 'udp' && isCutOverUdp(name, reply),
    isLame: rcode === 'NOERROR' && answers.length === 0 && beyond.length === 0 && !authoritative && !recursionAvailable && additional.length === 0,
  };
}

/** What comes from beyond is not known: a name that the search list made is taken not to be there, and the name as it was given to be there. */
function assumed({ domain }: OutgoingQuery, beyond: Beyond): Asked {
  const isThere = domain === null;
  return { received: { kind: 'reply', rcode: isThere ? 'NOERROR' : 'NXDOMAIN', answers: isThere ? 1 : 0, hasType: isThere }, beyond: [beyond] };
}
