import { originsOf } from '../corefile/zone-address.js';
import { fallOf, fallsThrough, type Fall } from '../fall.js';
import { atoi } from '../go/number.js';
import { findExternal, type ExternalBackend, type ExternalLookup } from '../k8s-external/find.js';
import { serverAddresses } from '../k8s-external/name-servers.js';
import { hostType } from '../kubernetes/answer.js';
import type { KubernetesConfig } from '../kubernetes/config.js';
import { isExposed } from '../kubernetes/find.js';
import { objectsOf } from '../kubernetes/objects.js';
import { addressOfReverse } from '../kubernetes/reverse.js';
import { replyOf, type Beyond, type Query, type Reply, type ResourceRecord, type Served } from '../message.js';
import { isSubDomain, labelsOf, matchZone } from '../name.js';
import type { Chain, Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { orFail } from '../setup-tools.js';

export interface ExternalConfig {
  readonly zones: readonly string[];
  readonly apex: string;
  readonly ttl: number;
  readonly headless: boolean;
  readonly fall: Fall;
  readonly version: CoreDnsVersion;
}

/** Names of Services as they are reached from outside. Source: coredns 1.14.7 and each tag from 1.6.0 on, plugin/k8s_external/{setup,external,apex,msg_to_dns}.go, plugin/kubernetes/external.go */
export const k8sExternal: DnsPlugin<ExternalConfig> = {
  name: 'k8s_external',
  setup(c) {
    const config = { zones: [] as readonly string[], apex: 'dns', ttl: 5, headless: false, fall: [] as Fall, version: c.version };
    while (c.next()) {
      config.zones = originsOf(c.remainingArgs(), c.origins);
      while (c.nextBlock()) readOption(c, config);
    }
    return [config];
  },
  startFault: (_, has) => (has('kubernetes') ? undefined : 'kubernetes plugin not loaded'),
  handler(config, { view, sibling, addresses }) {
    const kubernetes = sibling('kubernetes')?.config as KubernetesConfig | undefined;
    const lookup = view === undefined || kubernetes === undefined ? undefined : { config: kubernetes, objects: objectsOf(view), headless: config.headless };
    return (query, chain) => {
      const zone = matchZone(config.zones, query.name);
      if (zone === undefined) return chain.next(query);
      if (lookup === undefined) return { kind: 'unknown', plugin: 'k8s_external', reason: 'there is no snapshot of the cluster' };
      return new Answering(config, { ...lookup, addresses }, query, zone, chain).answer();
    };
  },
};

function readOption(c: Controller, config: { apex: string; ttl: number; headless: boolean; fall: Fall }): void {
  switch (c.option()) {
    case 'ttl': {
      const [text] = c.remainingArgs();
      if (text === undefined) throw c.argErr();
      config.ttl = orFail(c, atoi(text));
      if (config.ttl < 0 || config.ttl > 3600) throw c.err(`ttl must be in range [0, 3600]: ${config.ttl}`);
      return;
    }
    case 'apex': {
      const [apex] = c.remainingArgs();
      if (apex === undefined) throw c.argErr();
      config.apex = apex;
      return;
    }
    case 'headless':
      config.headless = true;
      return;
    case 'fallthrough':
      config.fall = fallOf(c.remainingArgs());
      return;
    default:
      throw c.err(`unknown property '${c.val()}'`);
  }
}

class Answering {
  readonly #name: string;

  constructor(
    private readonly config: ExternalConfig,
    private readonly lookup: ExternalLookup & { readonly addresses: readonly string[] },
    private readonly query: Query,
    private readonly zone: string,
    private readonly chain: Chain,
  ) {
    this.#name = query.name.toLowerCase();
  }

  answer(): Served {
    for (const zone of this.config.zones) {
      if (this.#name === zone) return this.#apex();
      if (isSubDomain(`${this.config.apex}.${zone}`, this.#name)) return this.#belowApex();
    }
    const isReverse = this.query.type === 'PTR' && this.config.version.atLeast('1.9.4');
    const address = isReverse ? addressOfReverse(this.#name) : undefined;
    return address === undefined ? this.#services() : this.#names(address);
  }

  #services(): Served {
    const { query, chain, config } = this;
    const found = findExternal(this.#name, this.zone, this.lookup);
    if ('unknown' in found) return { kind: 'unknown', plugin: 'k8s_external', reason: found.unknown };
    const backends = query.type === 'PTR' && config.version.atLeast('1.9.4') ? [] : found.backends;
    if (backends.length === 0) {
      if (found.rcode === 'NXDOMAIN' && fallsThrough(config.fall, this.#name)) return chain.next(query);
      chain.journal.step('CoreDNS k8s_external', 'deny', `nothing is reached from outside as ${query.name}`);
      return this.#write({ rcode: found.rcode, authority: [this.#soa()] });
    }
    chain.journal.step('CoreDNS k8s_external', 'answer', `${query.name} is reached from outside`);
    if (query.type === 'SRV') return this.#reply(this.#srv(backends));
    return this.#reply(query.type === 'A' || query.type === 'AAAA' ? this.#addresses(backends, query.type) : {});
  }

  /** The Services with this external address, in the first zone. Source: plugin/kubernetes/external.go serviceRecordForExternalIP. */
  #names(address: string): Served {
    const { lookup, query, config } = this;
    const shown = lookup.objects.servicesByExternalIP(address).filter(({ metadata }) => lookup.config.namespaces.size === 0 || isExposed(metadata.namespace, lookup) === true);
    const targets = [...new Set(shown.map(({ metadata }) => `${metadata.name}.${metadata.namespace}.${config.zones[0] ?? '.'}`))];
    if (targets.length === 0) return fallsThrough(config.fall, this.#name) ? this.chain.next(query) : this.#write({ rcode: 'NXDOMAIN', authority: [this.#soa()] });
    return this.#reply({ answers: targets.map((data) => ({ name: query.name, ttl: config.ttl, type: 'PTR', data })) });
  }

  #addresses(backends: readonly ExternalBackend[], type: 'A' | 'AAAA'): { answers: ResourceRecord[]; beyond: Beyond[] } {
    const { query, config } = this;
    const [answers, beyond]: [ResourceRecord[], Beyond[]] = [[], []];
    const seen = new Set<string>();
    for (const { host } of backends) {
      const kind = hostType(host);
      if (kind.type === 'CNAME') {
        if (!config.version.atLeast('1.7.0')) continue;
        answers.push({ name: query.name, ttl: this.lookup.config.ttl, ...kind });
        this.#follow(kind.data, type, answers, beyond);
      } else if (kind.type === type && !seen.has(host)) {
        seen.add(host);
        answers.push({ name: query.name, ttl: config.ttl, ...kind });
      }
    }
    return { answers, beyond };
  }

  #follow(name: string, type: string, answers: ResourceRecord[], beyond: Beyond[]): void {
    const served = this.chain.upstream({ ...this.query, name, type });
    if (served.kind === 'reply') {
      answers.push(...served.reply.answers);
      beyond.push(...(served.reply.beyond ?? []));
    } else if (served.kind === 'forwarded') beyond.push(served);
  }

  /** Source: plugin/k8s_external/msg_to_dns.go srv. */
  #srv(backends: readonly ExternalBackend[]): { answers: ResourceRecord[]; additional: ResourceRecord[]; beyond: Beyond[] } {
    const { query, config } = this;
    const [answers, additional, beyond] = [new Map<string, ResourceRecord>(), [] as ResourceRecord[], [] as Beyond[]];
    const weight = Math.max(config.version.atLeast('1.7.0') ? 1 : 0, Math.floor((100 / (100 * backends.length)) * 100));
    const seen = new Set<string>();
    for (const { host, port, name } of backends) {
      if (port === -1) continue;
      const kind = hostType(host);
      if (kind.type === 'CNAME' && !config.version.atLeast('1.8.7')) continue;
      const target = kind.type === 'CNAME' ? kind.data : name;
      if (!answers.has(`${target} ${port}`)) answers.set(`${target} ${port}`, { name: query.name, ttl: this.lookup.config.ttl, type: 'SRV', data: `0 ${weight} ${port} ${target}` });
      if (seen.has(`${target} ${host}`)) continue;
      seen.add(`${target} ${host}`);
      if (kind.type !== 'CNAME') additional.push({ name: target, ttl: config.ttl, ...kind });
      else for (const type of ['A', 'AAAA']) this.#follow(target, type, additional, beyond);
    }
    return { answers: [...answers.values()], additional, beyond };
  }

  #apex(): Served {
    if (this.query.type === 'SOA') return this.#reply({ answers: [this.#soa()] });
    if (this.query.type !== 'NS') return this.#reply({});
    const own = serverAddresses(this.lookup.addresses, this.lookup);
    if ('unknown' in own) return { kind: 'unknown', plugin: 'k8s_external', reason: own.unknown };
    const { zone, config: { apex, ttl } } = this;
    const name = (below: string): string => `ns1.${apex}.${below === '.' ? '' : below}`;
    return this.#reply({ answers: [{ name: zone, ttl, type: 'NS', data: name(zone) }], additional: own.addresses.map((address) => ({ name: name(this.query.name), ttl, ...address })) });
  }

  /** Source: plugin/k8s_external/apex.go serveSubApex. */
  #belowApex(): Served {
    const labels = labelsOf(this.#name).slice(0, -labelsOf(this.zone).length);
    if (labels.length === 1) return this.#reply({});
    if (labels.length > 2 || labels[0] !== 'ns1') return this.#write({ rcode: 'NXDOMAIN', authority: [this.#soa()] });
    const own = serverAddresses(this.lookup.addresses, this.lookup);
    if ('unknown' in own) return { kind: 'unknown', plugin: 'k8s_external', reason: own.unknown };
    return this.#reply({ answers: own.addresses.filter(({ type }) => type === this.query.type).map((address) => ({ name: this.query.name, ttl: this.config.ttl, ...address })) });
  }

  #reply(given: { readonly answers?: readonly ResourceRecord[]; readonly additional?: readonly ResourceRecord[]; readonly beyond?: readonly Beyond[] }): Served {
    const isEmpty = (given.answers ?? []).length === 0 && (given.beyond ?? []).length === 0;
    return this.#write({ ...given, ...(isEmpty && { authority: [this.#soa()] }) });
  }

  /** Until 1.9.2 without the mark of an authority. */
  #write(given: Partial<Reply>): Served {
    return replyOf({ ...given, authoritative: this.config.version.atLeast('1.9.2') });
  }

  /** The serial is when the cluster last changed, which a snapshot does not tell: 0 stands for it. */
  #soa(): ResourceRecord {
    const { zone, config: { apex, ttl } } = this;
    const below = zone === '.' ? '' : zone;
    return { name: zone, ttl, type: 'SOA', data: `ns1.${apex}.${below} hostmaster.${apex}.${below} 0 7200 1800 86400 ${ttl}` };
  }
}
