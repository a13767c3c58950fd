import { count, enumerate, type Journal } from '../../analysis/index.js';
import { refOf, type EndpointSlice } from '../../cluster/index.js';
import { verdictOf, type EndpointVerdict, type ServiceEndpoint } from '../endpoints.js';
import type { NodeProxy } from '../node-proxy.js';
import type { Branch } from '../packet.js';
import type { ServicePort } from '../service-ports.js';
import type { TracedEndpoint } from './answer.js';
import type { Atlas } from './atlas.js';
import type { Ending, Stage } from './stage.js';
import { doorEvidence, doorWords, isLocalPolicy, metBy, type Met } from './doors.js';
import { tellMasquerade } from './masquerade.js';
import { warnOfPolicies } from './policies.js';
import { nameOf } from './source.js';

/** The packet goes to one of the endpoints. */
export function delivered(atlas: Atlas, stage: Stage, journal: Journal): Ending {
  const { told: { proxy }, packet, walk: { branches }, caller } = stage;
  const met = metBy(proxy, packet, (port) => proxy.chosen(port).reachable.some(({ text }) => branches.some(({ endpoint }) => endpoint === text)));
  if (met === undefined) return { outcome: 'delivered', reason: null, summary: '', endpoints: [] };
  const { port } = met;
  const endpoints = tracedEndpoints(atlas, stage, port);
  journal.step('kube-proxy', 'match', `${packet.destination.ip}:${packet.destination.port}/${packet.protocol} is ${doorWords(met)}`, [doorEvidence(met)]);
  tellChoice(stage, met, branches, journal);
  tellMasquerade(stage, met, endpoints, journal);
  for (const warning of atlas.sliced.warningsOf(port.service)) journal.warn(warning);
  warnOfPolicies(atlas, endpoints, caller, journal);
  if (port.affinitySeconds !== undefined) {
    journal.step('kube-proxy', 'remember', `session affinity: a client that came within the last ${port.affinitySeconds} seconds gets the endpoint that it had; the probabilities are those of a new one`, [{ ...refOf(port.service), field: 'spec.sessionAffinity', value: 'ClientIP' }]);
  }
  return { outcome: 'delivered', reason: null, port, endpoints, affinitySeconds: port.affinitySeconds ?? null, summary: summaryOf(stage, met, endpoints) };
}

/** Rules stand in the order of the endpoints: each is looked for behind the one before it first. */
function tracedEndpoints(atlas: Atlas, stage: Stage, port: ServicePort): readonly TracedEndpoint[] {
  const known = stage.told.proxy.endpoints(port);
  let at = -1;
  return stage.walk.branches.map((branch) => {
    do at++;
    while (at < known.length && known[at]?.text !== branch.endpoint);
    if (at >= known.length) at = known.findIndex(({ text }) => text === branch.endpoint);
    return tracedEndpoint(atlas, stage, branch, known[at]);
  });
}

function tracedEndpoint(atlas: Atlas, { caller }: Stage, { endpoint: text, probability, masquerade }: Branch, endpoint: ServiceEndpoint | undefined): TracedEndpoint {
  const colon = text.lastIndexOf(':');
  const ip = endpoint?.ip ?? text.slice(0, colon).replace(/^\[|\]$/g, '');
  const ref = endpoint?.slice.endpoints[endpoint.index]?.targetRef;
  const found = ref?.kind === 'Pod' && ref.name !== undefined ? undefined : atlas.podAt(ip);
  const pod = ref?.kind === 'Pod' && ref.name !== undefined ? `${ref.namespace ?? endpoint?.slice.metadata.namespace ?? ''}/${ref.name}` : found === undefined ? undefined : nameOf(found);
  const node = endpoint?.nodeName ?? found?.spec.nodeName;
  const traced: { -readonly [K in keyof TracedEndpoint]: TracedEndpoint[K] } = {
    ip,
    port: endpoint?.port ?? Number(text.slice(colon + 1)),
    probability: Math.round(probability * 1e9) / 1e9,
    masquerade,
    hairpin: caller.kind === 'pod' && caller.addresses.includes(ip),
  };
  if (pod !== undefined) traced.pod = pod;
  if (node !== undefined) traced.node = node;
  return traced;
}

const passedOver: Partial<Record<EndpointVerdict, string>> = {
  'not-ready': 'not ready', terminating: 'terminating while others are ready', 'hinted-elsewhere': 'meant for other zones or nodes by their hints', 'on-another-node': 'on other nodes',
};

function tellChoice({ told: { proxy } }: Stage, met: Met, branches: readonly Branch[], journal: Journal): void {
  const { port } = met;
  const all = proxy.endpoints(port);
  const policy = port.usesLocalEndpoints && isLocalPolicy(met) && branches.every(({ endpoint }) => proxy.chosen(port).local.some(({ text }) => text === endpoint)) ? 'Local' : 'Cluster';
  const others = branches.length === all.length ? '' : tellPassedOver(proxy, port, unused(all, branches), policy);
  const fallsBack = policy === 'Local' ? proxy.chosen(port).localFallsBack : proxy.chosen(port).clusterFallsBack;
  const slices = slicesOf(all, 3).map((slice) => ({ ...refOf(slice), field: 'endpoints' }));
  const picked = branches.length === 1 ? 'the one endpoint' : `one of ${branches.length} endpoints`;
  journal.step('kube-proxy', 'choose', `${picked}${policy === 'Local' ? ` on ${proxy.place.nodeName}, as the traffic policy is Local` : ''}${fallsBack ? ', all of which are being shut down, as none is ready' : ''}${others === '' ? '' : `; ${others}`}`, slices);
}

function unused(endpoints: readonly ServiceEndpoint[], branches: readonly Branch[]): readonly ServiceEndpoint[] {
  const used = new Set(branches.map(({ endpoint }) => endpoint));
  return endpoints.filter(({ text }) => !used.has(text));
}

function tellPassedOver(proxy: NodeProxy, port: ServicePort, endpoints: readonly ServiceEndpoint[], policy: 'Cluster' | 'Local'): string {
  const why = new Map<string, number>();
  for (const endpoint of endpoints) {
    const verdict = verdictOf(port, endpoint, proxy.chosen(port), policy, proxy.place);
    const words = (verdict && passedOver[verdict]) ?? 'not used here';
    why.set(words, (why.get(words) ?? 0) + 1);
  }
  return enumerate([...why].map(([words, n]) => `${n} ${words}`));
}

/** The first slices that hold them, each once. */
function slicesOf(endpoints: readonly ServiceEndpoint[], most: number): readonly EndpointSlice[] {
  const slices: EndpointSlice[] = [];
  for (const { slice } of endpoints) {
    if (slice === slices.at(-1) || slices.includes(slice)) continue;
    slices.push(slice);
    if (slices.length === most) break;
  }
  return slices;
}

function summaryOf({ caller, packet, told: { proxy } }: Stage, { port }: Met, endpoints: readonly TracedEndpoint[]): string {
  const [first] = endpoints;
  const where = endpoints.length === 1 && first !== undefined ? nameEndpoint(first) : `one of ${count(endpoints.length, 'endpoint')} of ${port.name}`;
  const masqueraded = endpoints.filter(({ masquerade }) => masquerade).length;
  const source = masqueraded === 0 ? `which sees ${packet.source.ip}` : masqueraded === endpoints.length ? `which sees an address of ${proxy.place.nodeName === '' ? 'the node' : proxy.place.nodeName}` : 'which sees the caller’s address unless it is the caller itself';
  const title = caller.title.charAt(0).toUpperCase() + caller.title.slice(1);
  return `${title} reaches ${where} by ${packet.destination.ip}:${packet.destination.port}/${packet.protocol}, ${source}.`;
}

function nameEndpoint({ ip, port, pod, node }: TracedEndpoint): string {
  const at = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
  return pod === undefined ? at : `pod ${pod} (${at}${node === undefined ? '' : ` on ${node}`})`;
}
