import { enumerate, Journal, nearest, type Answer } from '../../analysis/index.js';
import { refOf, requireNamespace, type ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import { dnsServices } from '../dns-services.js';
import { libcs, type AnyLibc, type LibcId } from '../libc/catalogue.js';
import { guessLibc } from '../libc/image-libc.js';
import { absolute, typesOf, type Lookup, type LookupType, type OutgoingQuery } from '../libc/libc.js';
import type { Beyond, Rcode, ResourceRecord } from '../message.js';
import type { NodeReadout } from '../pod/kubelet-settings.js';
import { answerResolvConf, requirePod, subjectOf, type ResolvConfAnswer, type ResolvConfSubject } from '../pod/resolv-conf-answer.js';
import { textOf } from '../pod/resolv-conf.js';
import { corefileZone } from './corefile-zone.js';
import { costOf, type LookupCost } from './cost.js';
import { hintFor } from './hint.js';
import { hostsOfPod, lookUpHosts } from './hosts-file.js';
import { lookUp, type Looked, type SentQuery } from './look-up.js';
import { Nameservers } from './nameservers.js';
import { nodeResolvConf } from './node-resolv-conf.js';
import { checkQuestion, type ResolveQuestion } from './question.js';

/**
 * - `answered`: there are records
 * - `no-data`: the name exists, and has no record of this type
 * - `no-such-name`: it does not exist
 * - `forwarded`: it is answered beyond the cluster, which a snapshot does not know
 * - `failed`: no server gave an answer
 * - `insufficient-information`: the snapshot does not hold what would tell; `missing` names it
 */
export type ResolveOutcome = 'answered' | 'no-data' | 'no-such-name' | 'forwarded' | 'failed' | 'insufficient-information';

/** The C library that is taken to ask. */
export interface UsedResolver {
  readonly libc: LibcId;
  /** Why it is this one. */
  readonly because: string;
  readonly isGuess: boolean;
}

export interface Resolution extends Answer {
  readonly outcome: ResolveOutcome;
  /** Of the reply that decided; null where none came, or where it is not known. */
  readonly rcode: Rcode | null;
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  /** The query name that was answered; null where none was. */
  readonly name: string | null;
  /** Every query in the order in which they leave. */
  readonly queries: readonly SentQuery[];
  readonly cost: LookupCost | null;
  /** What is answered beyond the cluster, and by whom. */
  readonly beyond: readonly Beyond[];
  /** null for a query that reaches the cluster DNS without a library before it. */
  readonly resolver: UsedResolver | null;
  readonly resolvConf: Omit<ResolvConfAnswer, 'summary' | 'steps' | 'warnings'> | null;
  /** Why a name that reads like one of the cluster is none; null where it does not, or where it is one. */
  readonly hint: string | null;
  readonly missing: readonly string[];
}

interface Findings extends Partial<Omit<Resolution, 'outcome' | 'summary' | 'steps' | 'warnings'>> {
  readonly outcome: ResolveOutcome;
}

/** One who asks, with everything that is decided before the first query. */
interface Setting {
  readonly subject: ResolvConfSubject;
  readonly resolvConf: ResolvConfAnswer;
  readonly libc: AnyLibc;
  readonly resolver: UsedResolver;
}

/**
 * What a name resolves to for whoever asks: its resolv.conf, its C library's search, the server of each query, and CoreDNS's plugins, each query in its turn.
 *
 * @throws InputError `invalid-request` for what cannot be asked, `not-found` for a pod or node that the snapshot does not have
 */
export function resolve(view: ClusterView, question: ResolveQuestion, readouts: readonly NodeReadout[] = []): Resolution {
  checkQuestion(question);
  const journal = new Journal();
  const found = question.from.ip === undefined ? resolveAs(view, question, readouts, journal) : resolveDirectly(view, question, question.from.ip, journal);
  return {
    rcode: null, answers: [], authority: [], additional: [], name: null, queries: [], cost: null, beyond: [], resolver: null, resolvConf: null, hint: null, missing: [],
    ...found,
    summary: summaryOf(question, found),
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

function resolveAs(view: ClusterView, question: ResolveQuestion, readouts: readonly NodeReadout[], journal: Journal): Findings {
  const setting = settingOf(view, question, readouts, journal);
  const { resolvConf, resolver, libc, subject } = setting;
  const file = withoutAnswer(resolvConf);
  const type: LookupType = question.type?.toUpperCase() ?? 'addresses';
  const local = answerLocally(question.name, type, setting, journal);
  if (local !== undefined) return { ...local, resolver, resolvConf: file };
  if (resolvConf.outcome === 'insufficient-information' || resolvConf.outcome === 'not-written') {
    const missing = resolvConf.outcome === 'not-written' ? ['a resolv.conf of the node that its kubelet takes'] : resolvConf.missing;
    return { outcome: 'insufficient-information', resolver, resolvConf: file, missing };
  }
  const opened = libc.open(resolvConf.text);
  for (const note of opened.settings.notes) journal.warn(`${libc.title}: ${note}.`);
  const client = { ip: subject.pod?.status?.podIP ?? '0.0.0.0', isOnNode: subject.hostNetwork, node: subject.node };
  const servers = new Nameservers(view, client, journal);
  const looked = lookUp(opened.lookUp(question.name, type), servers, libc.title, journal);
  const cost = looked.missing === null ? costOf(looked, question.name, type, libc, resolvConf, servers) : null;
  const findings = findingsOf(looked, journal);
  const isFound = findings.outcome === 'answered' || (findings.answers ?? []).length > 0 || findings.outcome === 'insufficient-information' || findings.outcome === 'failed';
  const hint = isFound || subject.namespace === '' ? null : (hintFor(view, question.name, subject.namespace, domainIn(resolvConf)) ?? null);
  return { ...findings, queries: looked.queries, cost, resolver, resolvConf: file, hint };
}

function domainIn({ settings }: ResolvConfAnswer): string {
  return settings.find(({ setting }) => setting === 'clusterDomain')?.value ?? 'cluster.local';
}

/** A single query to the cluster DNS. */
function resolveDirectly(view: ClusterView, { name, type = 'A' }: ResolveQuestion, ip: string, journal: Journal): Findings {
  const [service] = dnsServices(view);
  const server = service?.spec.clusterIP ?? '';
  if (service === undefined || server === '' || server === 'None') return { outcome: 'insufficient-information', missing: ['the Service of the cluster DNS'] };
  const query = { name: absolute(name), type: type.toUpperCase(), server, transport: 'udp', domain: null } as const;
  const looked = lookUp(askOnce(query), new Nameservers(view, { ip: formatAddress(parseAddress(ip)), isOnNode: false }, journal), 'client', journal);
  return { ...findingsOf(looked, journal), queries: looked.queries };
}

/** Without a search, and over TCP where the reply does not fit into a datagram. */
function* askOnce(query: OutgoingQuery): Lookup {
  let [received] = yield [query];
  if (received?.kind === 'reply' && received.truncated === true) [received] = yield [{ ...query, transport: 'tcp' }];
  if (received?.kind !== 'reply') return { status: 'try-again', name: null };
  const { rcode, answers } = received;
  return { status: rcode === 'NXDOMAIN' ? 'no-such-name' : rcode !== 'NOERROR' ? 'failure' : answers > 0 ? 'found' : 'no-data', name: query.name };
}

function settingOf(view: ClusterView, { from, resolver: wanted }: ResolveQuestion, readouts: readonly NodeReadout[], journal: Journal): Setting {
  const subject = whoAsks(view, from);
  const resolvConf = from.node === undefined ? answerResolvConf(view, subject, readouts, () => corefileZone(view), journal) : nodeResolvConf(from.node, readouts, journal);
  const guess = from.node === undefined ? guessLibc(subject.pod?.spec.containers[0]?.image) : { libc: 'glibc' as const, because: 'it is the library of most nodes' };
  const resolver = wanted === undefined ? { ...guess, isGuess: true } : { libc: wanted, because: 'it was asked for', isGuess: false };
  if (resolver.isGuess) journal.warn(`The C library is taken to be ${resolver.libc}: ${resolver.because}. Name another in \`resolver\`.`);
  return { subject, resolvConf, resolver, libc: libcs.find(({ id }) => id === resolver.libc) ?? libcs[0] };
}

function whoAsks(view: ClusterView, { namespace = '', pod, node, dnsPolicy = 'ClusterFirst', dnsConfig }: ResolveQuestion['from']): ResolvConfSubject {
  if (node !== undefined) {
    requireNode(view, node);
    return { namespace: '', dnsPolicy: 'Default', hostNetwork: true, node };
  }
  if (pod !== undefined) return subjectOf(requirePod(view, namespace, pod));
  requireNamespace(view, namespace, '/from/namespace');
  return { namespace, dnsPolicy, hostNetwork: false, ...(dnsConfig !== undefined && { dnsConfig }) };
}

function requireNode(view: ClusterView, name: string): void {
  if (view.get('Node', '', name) !== undefined || !view.covers('Node')) return;
  const near = nearest(name, view.objects('Node').map(({ metadata }) => metadata.name));
  throw new InputError('not-found', `the snapshot has no node ${JSON.stringify(name)}${near.length > 0 ? `; near names: ${near.join(', ')}` : ''}`);
}

/** What needs no query: an address, and a name of /etc/hosts. */
function answerLocally(name: string, type: LookupType, { subject: { pod }, resolvConf, libc }: Setting, journal: Journal): Findings | undefined {
  const types = typesOf(type);
  if (!types.some((each) => each === 'A' || each === 'AAAA')) return undefined;
  if (isAddress(name)) {
    const address = parseAddress(name);
    journal.step(libc.title, 'take', `${name} is an address; nothing is asked`);
    return { outcome: 'answered', rcode: 'NOERROR', name, answers: [{ name, ttl: 0, type: address.family === 4 ? 'A' : 'AAAA', data: formatAddress(address) }] };
  }
  if (pod === undefined) return undefined;
  const found = lookUpHosts(hostsOfPod(pod, domainIn(resolvConf)), name, types);
  if (found === undefined || (found.length === 0 && libc.id === 'glibc')) return undefined;
  journal.step(libc.title, 'read', `${name} stands in the /etc/hosts that the kubelet writes; nothing is asked`, [{ ...refOf(pod), field: 'spec.hostAliases' }]);
  if (found.length === 0) return { outcome: 'no-data', rcode: 'NOERROR' };
  return { outcome: 'answered', rcode: 'NOERROR', name, answers: found.map(({ ip, type: kind }) => ({ name, ttl: 0, type: kind, data: ip })) };
}

function findingsOf({ result, queries, asked, missing }: Looked, journal: Journal): Findings {
  if (missing !== null) return { outcome: 'insufficient-information', missing: [missing] };
  tellGuesses(queries, result.name, journal);
  const decisive = [...asked].filter(([key]) => result.name !== null && key.startsWith(`${result.name} `)).map(([, each]) => each);
  const replies = decisive.flatMap(({ reply }) => reply ?? []);
  const answers = unique(replies.flatMap((reply) => reply.answers));
  const beyond = decisive.flatMap((each) => each.beyond);
  const sections = { answers, authority: unique(replies.flatMap((reply) => reply.authority)), additional: unique(replies.flatMap((reply) => reply.additional)), name: result.name, beyond };
  const [first] = replies;
  if (result.status === 'found') {
    const isKnown = answers.some(({ type }) => type !== 'CNAME') || beyond.length === 0;
    return { outcome: isKnown ? 'answered' : 'forwarded', rcode: first?.rcode ?? null, ...sections };
  }
  const last = [...asked.values()].at(-1)?.reply;
  const shown = first ?? last;
  const rcode = shown?.rcode ?? null;
  const failed = { ...sections, authority: sections.authority.length > 0 ? sections.authority : (shown?.authority ?? []) };
  if (result.status === 'no-such-name') return { outcome: answers.length > 0 ? 'no-data' : 'no-such-name', rcode, ...failed };
  return { outcome: result.status === 'no-data' ? 'no-data' : 'failed', rcode, ...failed };
}

/** What was taken for granted of servers beyond the cluster. */
function tellGuesses(queries: readonly SentQuery[], name: string | null, journal: Journal): void {
  const passed = [...new Set(queries.filter((query) => query.fate === 'forwarded' && query.domain !== null && query.name !== name).map((query) => query.name))];
  if (passed.length > 0) journal.warn(`${enumerate(passed, 3)} ${passed.length === 1 ? 'is' : 'are'} asked beyond the cluster, and taken not to exist there; if one exists, the search ends with it.`);
}

function unique(records: readonly ResourceRecord[]): readonly ResourceRecord[] {
  return [...new Map(records.map((record) => [`${record.name} ${record.type} ${record.data}`, record])).values()];
}

function withoutAnswer(answer: ResolvConfAnswer): Omit<ResolvConfAnswer, 'summary' | 'steps' | 'warnings'> {
  const { outcome, pod, node, base, nameservers, searches, options, dropped, settings, missing } = answer;
  return { outcome, pod, node, base, nameservers, searches, options, text: textOf(answer), dropped, settings, missing };
}

function summaryOf({ name, type }: ResolveQuestion, { outcome, answers = [], queries = [], beyond = [], missing = [], name: found = null, rcode = null, hint = null }: Findings): string {
  const because = hint === null ? '' : ` (${hint})`;
  const asked = type === undefined ? name : `${name} ${type.toUpperCase()}`;
  const n = queries.length === 0 ? 'no query' : queries.length === 1 ? '1 query' : `${queries.length} queries`;
  switch (outcome) {
    case 'answered':
      return `${asked} is ${enumerate(answers.map((record) => record.data), 3)}${found === null || found === name || found === `${name}.` ? '' : ` (as ${found})`}, after ${n}.`;
    case 'forwarded': {
      const [first] = beyond;
      const to = first === undefined ? 'a server outside' : enumerate(first.upstreams, 3);
      const how = first === undefined || first.plugin === 'resolv.conf' ? `${to} is asked` : `${first.plugin} sends ${first.question.name} to ${to}`;
      const alias = answers.findLast((record) => record.type === 'CNAME');
      if (alias !== undefined) return `${asked} is an alias of ${alias.data}, which is beyond the cluster: ${how}, after ${n}.`;
      if (first?.plugin === 'resolv.conf') return `${asked} is not asked of the cluster DNS: ${how}, after ${n}.`;
      return `${asked} is no name of the cluster${because}; ${how}, after ${n}.`;
    }
    case 'no-data':
      return `${asked} exists and has no such record, after ${n}.`;
    case 'no-such-name':
      return `${asked} does not exist${because}: ${rcode ?? 'no reply'}, after ${n}.`;
    case 'failed':
      return `${asked} cannot be resolved: ${rcode ?? 'no server answers'}, after ${n}.`;
    case 'insufficient-information':
      return `What ${asked} resolves to is not known: it takes ${enumerate(missing)}.`;
  }
}
