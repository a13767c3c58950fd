import { addressRecords, cnameRecords, insteadOf, srvRecords, type Find, type Records } from '../kubernetes/answer.js';
import { isReverseZone, readKubernetesConfig, type KubernetesConfig } from '../kubernetes/config.js';
import { findThing, type Found, type Lookup } from '../kubernetes/find.js';
import { isDefaultNs, isLoopback, nsAddresses } from '../kubernetes/name-servers.js';
import { objectsOf, type KubernetesObjects } from '../kubernetes/objects.js';
import { parseName } from '../kubernetes/parse-name.js';
import { addressOfReverse, namesOfAddress } from '../kubernetes/reverse.js';
import { replyOf, type Query, type ResourceRecord, type Served } from '../message.js';
import { labelsOf, matchZone } from '../name.js';
import type { Chain, DnsPlugin, Handler, Surroundings } from '../plugin.js';

/** One query, and what is needed to answer it. */
interface Question extends Lookup {
  readonly query: Query;
  /** Lower case. */
  readonly lower: string;
  readonly addresses: readonly string[];
  readonly chain: Chain;
}

/**
 * Names of Services, endpoints and pods.
 *
 * Source: coredns 1.14.7 plugin/kubernetes/{setup,handler,kubernetes,ns,reverse,autopath}.go, plugin/backend_lookup.go; older releases by their notes.
 */
export const kubernetes: DnsPlugin<KubernetesConfig> = {
  name: 'kubernetes',
  setup(controller) {
    const config = readKubernetesConfig(controller);
    return config === undefined ? [] : [config];
  },
  handler: handlerOf,
  autoPath: (config, { view, hostSearches = [] }) => (query) => searchesOf(query, config, view === undefined ? undefined : objectsOf(view), hostSearches),
};

function handlerOf(config: KubernetesConfig, { view, addresses }: Surroundings): Handler {
  const objects = view === undefined ? undefined : objectsOf(view);
  return (query, chain) => {
    const matched = matchZone(config.zones, query.name);
    if (matched === undefined) return chain.next(query);
    if (objects === undefined) return { kind: 'unknown', plugin: 'kubernetes', reason: 'there is no snapshot of the cluster' };
    // The zone in the spelling of the query, as every answer has it.
    const zone = query.name.slice(query.name.length - matched.length);
    return serve({ query, lower: query.name.toLowerCase(), zone, config, objects, addresses, chain });
  };
}

function serve(question: Question): Served {
  const { query, lower, zone, config, chain } = question;
  if (query.type === 'AXFR' || query.type === 'IXFR') return { kind: 'unwritten', rcode: 'REFUSED' };
  if (matchZone(config.multiclusterZones, zone) !== undefined) return { kind: 'unknown', plugin: 'kubernetes', reason: 'the ServiceImports of a multicluster zone are not in a snapshot' };
  const records = answer(question);
  if (records === 'no-name') {
    if (matchZone(config.fallthrough, lower) !== undefined) {
      chain.journal.step('CoreDNS kubernetes', 'pass on', `${query.name} does not exist; \`fallthrough\` hands it to the next plugin`);
      return chain.next(query);
    }
    chain.journal.step('CoreDNS kubernetes', 'deny', `${query.name} does not exist`);
    return replyOf({ rcode: 'NXDOMAIN', authority: [soaOf(question)] });
  }
  if ('unknown' in records) return { kind: 'unknown', plugin: 'kubernetes', reason: records.unknown };
  // With the root as its primary zone its PTR records end in two dots; no such reply can be written, and none is sent.
  if (query.type === 'PTR' && config.primaryZone === '.' && records.records.length > 0) return { kind: 'dropped', plugin: 'kubernetes' };
  const { records: answers, additional = [], beyond = [] } = records;
  if (answers.length === 0 && beyond.length === 0) {
    chain.journal.step('CoreDNS kubernetes', 'answer', `${query.name} exists, and has no ${query.type}`);
    return replyOf({ authority: [soaOf(question)] });
  }
  chain.journal.step('CoreDNS kubernetes', 'answer', `${query.name} ${query.type}: ${tell(answers)}`);
  return replyOf({ answers, additional, ...(beyond.length > 0 && { beyond }) });
}

function tell(answers: readonly ResourceRecord[]): string {
  let told = '';
  for (let i = 0; i < answers.length && i < 3; i++) {
    const { type, data } = answers[i] as ResourceRecord;
    told += `${i === 0 ? '' : ', '}${type === 'CNAME' ? `an alias of ${data}` : data}`;
  }
  return answers.length > 3 ? `${told} and ${answers.length - 3} more` : told;
}

function answer(question: Question): Records {
  const { query, lower, zone } = question;
  switch (query.type) {
    case 'A':
    case 'AAAA':
      return ask(query.type, question);
    case 'SRV':
      return srvRecords({ name: query.name, ttl: question.config.ttl }, servicesOf(query.name, question), question.config.version.atLeast('1.7.0') ? 1 : 0);
    case 'CNAME':
      return cnameRecords({ name: query.name, ttl: question.config.ttl }, servicesOf(query.name, question));
    case 'TXT':
      return txtRecords(question);
    case 'PTR':
      return ptrRecords(question);
    case 'SOA':
      // Until 1.8.4 every name had the SOA of the zone.
      return { records: query.name === zone || !question.config.version.atLeast('1.8.4') ? [soaOf(question)] : [] };
    case 'MX':
      return existence(servicesOf(query.name, question));
    case 'NS':
      return lower === zone ? nsRecords(question) : existence(servicesOf(query.name, question));
    default: {
      // Any other type is asked as A, to tell whether the name exists.
      const records = ask('A', question);
      return typeof records === 'string' || 'unknown' in records ? records : { records: [] };
    }
  }
}

function existence(found: Found): Records {
  return typeof found === 'string' || 'unknown' in found ? found : { records: [] };
}

function ask(type: 'A' | 'AAAA', question: Question): Records {
  const { query, zone, config, chain } = question;
  const find: Find = (name) => {
    const lower = name === query.name ? question.lower : name.toLowerCase();
    return isDefaultNs(lower, zone) ? ownAddresses(type, question) : findName(lower, question);
  };
  return addressRecords(type, { name: query.name, zone, ttl: config.ttl, find, upstream: (name, asked) => chain.upstream(insteadOf(query, name, asked)) });
}

function ownAddresses(type: 'A' | 'AAAA', question: Question): Found {
  return nsAddresses(question.addresses.filter((address) => !isLoopback(address)), question).filter((record) => record.type === type).map(({ name, data }) => ({ host: data, port: 0, name }));
}

/** What other types than addresses look at: of the plugin's own name they see nothing. */
function servicesOf(name: string, question: Question): Found {
  const lower = name.toLowerCase();
  return isDefaultNs(lower, question.zone) ? [] : findName(lower, question);
}

function findName(lower: string, question: Question): Found {
  const thing = parseName(lower, question.zone, question.config.isZonal);
  if (thing === 'apex') return [];
  return thing === 'invalid' || isReverseZone(lower) ? 'no-name' : findThing(thing, question);
}

/** Source: kubernetes.go Services. That a name which is not there does not exist for this type either, and one that is has no data but at an address, is so since 1.10.1. */
function txtRecords(question: Question): Records {
  const { query, lower, zone, config } = question;
  const labels = labelsOf(lower.slice(0, lower.length - zone.length));
  if (labels.length === 1 && labels[0] === 'dns-version') return { records: [{ name: query.name, ttl: 28_800, type: 'TXT', data: '"1.1.0"' }] };
  if (!config.version.atLeast('1.10.1')) return { records: [] };
  const found = findName(lower, question);
  if (typeof found === 'string' || 'unknown' in found) return found;
  if (found.length > 0) return { records: [] };
  const thing = parseName(lower, zone, config.isZonal);
  const isOfTopology = typeof thing !== 'string' && thing.zone !== '';
  return isOfTopology ? { records: [] } : 'no-name';
}

function ptrRecords(question: Question): Records {
  const { query, lower, config } = question;
  const ip = addressOfReverse(lower);
  if (ip === undefined) return existence(findName(lower, question));
  const found = namesOfAddress(ip, question);
  if ('unknown' in found) return found;
  return found.names.length === 0 ? 'no-name' : { records: found.names.map((data) => ({ name: query.name, ttl: config.ttl, type: 'PTR', data })) };
}

function nsRecords(question: Question): Records {
  const { query, config, addresses } = question;
  if (addresses.length === 0) return { unknown: 'the addresses of the server itself are not in the snapshot, and its NS records are made of them' };
  // Where it listens on loopback alone, it knows no address of its own.
  const additional = nsAddresses(addresses.filter((address) => !isLoopback(address)), question);
  const names = [...new Set(additional.map(({ name }) => name))];
  return { records: names.map((data) => ({ name: query.name, ttl: config.ttl, type: 'NS', data })), additional };
}

/** The serial is when the cluster last changed, which a snapshot does not tell: 0 stands for it. Source: plugin/backend_lookup.go SOA. */
function soaOf({ zone, config: { ttl } }: Pick<Question, 'zone' | 'config'>): ResourceRecord {
  const below = zone === '.' ? '' : zone;
  return { name: zone, ttl: Math.min(ttl, 300), type: 'SOA', data: `ns.dns.${below} hostmaster.${below} 0 7200 1800 86400 ${ttl}` };
}

/** The search list of the pod that asks; only with verified pods. Source: autopath.go AutoPath. */
function searchesOf(query: Query, config: KubernetesConfig, objects: KubernetesObjects | undefined, hostSearches: readonly string[]): readonly string[] | undefined {
  const zone = matchZone(config.zones, query.name);
  if (zone === undefined || objects === undefined || config.podMode !== 'verified') return undefined;
  const [pod] = objects.podsByIP(query.client);
  if (pod === undefined) return undefined;
  const { namespace } = pod.metadata;
  const own = zone === '.' ? [`${namespace}.svc.`, 'svc.', '.'] : [`${namespace}.svc.${zone}`, `svc.${zone}`, zone];
  return [...own, ...hostSearches, ''];
}
