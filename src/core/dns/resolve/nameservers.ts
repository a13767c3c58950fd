import { enumerate, formatRef, type Journal } from '../../analysis/index.js';
import { refOf, type ClusterView, type Service } from '../../cluster/index.js';
import { clusterDnsOf, serverAt, silenceOf, type ClusterDns, type ServerKind } from '../cluster-dns.js';
import type { OutgoingQuery, Received } from '../libc/libc.js';
import type { Beyond, Reply, Served } from '../message.js';
import type { Listener } from '../server.js';
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

/** The nameservers of one who asks. What one query comes to is decided once, however often it is sent. */
export class Nameservers {
  readonly #asked = new Map<string, Asked | Untold>();
  readonly #kinds = new Map<string, ServerKind>();

  constructor(
    private readonly view: ClusterView,
    private readonly client: { readonly ip: string; readonly isOnNode: boolean },
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
        return this.#askClusterDns(query, null);
      case 'other-service':
        return { missing: `what answers at ${formatRef(refOf(kind.service))} (${query.server}), which is not the cluster DNS` };
      case 'unknown':
        return { missing: `which Service has the address ${query.server}: not all Services are in the snapshot` };
      case 'beyond':
        return this.#leave(query);
    }
  }

  #kindOf(server: string): ServerKind {
    let kind = this.#kinds.get(server);
    if (kind === undefined) {
      kind = serverAt(this.view, server);
      this.#kinds.set(server, kind);
      if (kind.kind === 'node-cache') {
        this.journal.step('NodeLocal DNSCache', 'intercept', `${server} is a cache on the node, which asks the cluster DNS`, [kind.evidence]);
        this.journal.warn('A cache on the node answers first: what it kept, it may give for up to its time to live; its own Corefile is not simulated, and its queries to the cluster DNS go over TCP.');
      }
    }
    return kind;
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

/** The port at which CoreDNS is reached through its Service. */
function listenerOf(service: Service | null, { pods: [pod] }: ClusterDns, transport: 'udp' | 'tcp'): Listener {
  const port = service?.spec.ports.find(({ port: number, protocol }) => number === 53 && protocol.toLowerCase() === transport);
  const target = port?.targetPort ?? 53;
  const named = typeof target === 'number' ? target : pod?.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)?.containerPort;
  return { transport: 'dns', port: String(named ?? 53) };
}
