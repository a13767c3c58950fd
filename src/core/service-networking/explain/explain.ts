import { count, enumerate, finish, Journal, nearest, type Answer, type Steps } from '../../analysis/index.js';
import { refOf, type ClusterView, type Service } from '../../cluster/index.js';
import { capped } from '../../cni/index.js';
import { InputError } from '../../errors.js';
import { sliceSteps, type SlicedView } from '../derived-slices.js';
import { hasSelector, isHeadless, selectedPods } from '../endpoint-pods.js';
import type { Place } from '../endpoints.js';
import { tellLabels } from '../near-pods.js';
import { whyUnserved, type Unserved } from '../service-ports.js';
import { replacementsIn } from '../proxy/replacement.js';
import { proxySettings, type ProxySettings } from '../settings.js';
import { explainEndpoints } from './endpoints.js';
import type { ExplainedEndpoint, ExplainedPod, Reach, ServiceExplanation, ServiceForm, ServiceOutcome } from './explanation.js';
import { dnsReach } from './names.js';
import { explainNearPods, explainPods } from './pods.js';
import { explainPorts } from './ports.js';
import { portChoices, type PortChoice } from './port-choice.js';
import { reachOf } from './reach.js';
import { summarise } from './summary.js';

export interface ServiceQuestion {
  readonly namespace: string;
  readonly name: string;
  /** The node from which to look. */
  readonly node?: string;
}

/**
 * Explains a Service: the pods that it selects, each endpoint and why it is or is not used from a node, and every way to it.
 *
 * @throws InputError `not-found` for a Service or a node that the snapshot does not hold
 */
export function explainService(view: ClusterView, question: ServiceQuestion): ServiceExplanation {
  return finish(explainSteps(view, question));
}

/** What {@link explainService} does, step by step. */
export function* explainSteps(given: ClusterView, { namespace, name, node }: ServiceQuestion): Steps<ServiceExplanation> {
  const service = requireService(given, namespace, name);
  yield* given.indexSteps();
  const sliced = yield* sliceSteps(given);
  const { view } = sliced;
  const journal = new Journal();
  const place = node === undefined ? undefined : placeOf(view, node, journal);
  for (const warning of sliced.warningsOf(service)) journal.warn(warning);
  const settings = proxySettings(view, node === undefined ? undefined : view.get('Node', '', node));
  const { behaviour } = settings;
  const unserved = whyUnserved(service, behaviour);
  const choices = portChoices(view, service, place, behaviour);
  const question = { service, choices, place, isHeadless: isHeadless(service), unproxied: unserved === undefined || unserved === 'headless' ? undefined : unproxied[unserved] };
  yield;
  const endpoints = service.spec.type === 'ExternalName' ? [] : explainEndpoints(view, question);
  yield;
  const pods = explainPods(view, service);
  yield;
  const isKnown = sliced.sourceOf(service) !== 'unknown' && !isOnlyPlanned(view, service);
  const reach = [...(unserved === undefined ? reachOf(view, { service, choices, place, isKnown }) : []), ...dnsReach(view, service, endpoints, isKnown)];
  const outcome = outcomeOf({ service, unserved, isKnown, reach, endpoints });
  warnOfProxy(journal, view, settings, endpoints);
  tellSteps(journal, { service, sliced, choices, pods, endpoints, reach, unserved });
  if (isKnown && !view.covers('Pod', namespace) && hasSelector(service)) journal.warn('The snapshot does not hold all Pods of the namespace: more may match the selector.');
  const answer: Omit<ServiceExplanation, keyof Answer> = {
    outcome,
    service: refOf(service),
    type: service.spec.type,
    form: formOf(service),
    node: node ?? null,
    selector: hasSelector(service) ? (service.spec.selector ?? null) : null,
    clusterIPs: (service.spec.clusterIPs ?? [service.spec.clusterIP ?? []].flat()).filter((ip) => ip !== 'None'),
    externalName: service.spec.externalName ?? null,
    settings: settingsOf(service),
    ports: explainPorts(view, service, choices),
    slices: { source: sliced.sourceOf(service), names: view.slicesOf(service).map(({ metadata }) => metadata.name) },
    pods: capped(pods),
    nearPods: explainNearPods(view, service),
    endpoints: capped(endpoints),
    reach,
  };
  return { ...answer, summary: summarise(answer, endpoints), steps: journal.steps, warnings: journal.warnings };
}

function requireService(view: ClusterView, namespace: string, name: string): Service {
  const service = view.get('Service', namespace, name);
  if (service !== undefined && service.metadata.namespace === namespace) return service;
  const all = view.objects('Service');
  const here = nearest(name, all.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name));
  const elsewhere = all.filter(({ metadata }) => metadata.name === name).map(({ metadata }) => `${metadata.namespace}/${name}`);
  const hint = elsewhere.length > 0 ? `; there is ${enumerate(elsewhere, 3)}` : here.length > 0 ? `; near names: ${here.join(', ')}` : '';
  const gap = view.covers('Service', namespace) ? '' : '; nor does the snapshot hold all Services';
  throw new InputError('not-found', `The snapshot has no Service ${namespace}/${name}${hint}${gap}.`);
}

function placeOf(view: ClusterView, name: string, journal: Journal): Place {
  const node = view.get('Node', '', name);
  if (node !== undefined) return { nodeName: name, zone: node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '' };
  if (view.covers('Node')) {
    const names = view.objects('Node').map(({ metadata }) => metadata.name);
    const near = nearest(name, names);
    const detail = `The snapshot has no node “${name}”; ${near.length > 0 ? `near: ${near.join(', ')}` : `it has ${names.length}`}.`;
    throw new InputError('not-found', detail, [{ pointer: '?node', detail }]);
  }
  journal.warn(`The snapshot does not hold node ${name}: it was taken to be in no zone.`);
  return { nodeName: name, zone: '' };
}

/** Only manifests of its workloads are there, no pod that ran. */
function isOnlyPlanned(view: ClusterView, service: Service): boolean {
  const pods = hasSelector(service) ? selectedPods(view, service) : [];
  return pods.length > 0 && pods.every(({ derivedFrom }) => derivedFrom !== undefined);
}

/** Where another program serves Services, or a version decides that is not told. */
function warnOfProxy(journal: Journal, view: ClusterView, { agent, kubernetesVersion }: ProxySettings, endpoints: readonly ExplainedEndpoint[]): void {
  const replacements = agent === undefined ? replacementsIn(view) : [];
  if (replacements.length > 0) journal.warn(`${enumerate(replacements.map(({ title }) => title))} serves Services in place of kube-proxy: told is what kube-proxy would do.`);
  const hasHints = endpoints.some(({ hints }) => hints.zones.length + hints.nodes.length > 0);
  if (kubernetesVersion === null && hasHints) journal.warn('The version of kube-proxy is not known: topology hints were read as the newest reads them.');
}

const unproxied: Readonly<Record<Exclude<Unserved, 'headless'>, string>> = {
  'other-proxy': 'The label service.kubernetes.io/service-proxy-name leaves the Service to another proxy: kube-proxy has no rules for it.',
  'no-cluster-ip': 'The snapshot tells no ClusterIP of the Service, so that it does not tell what kube-proxy makes of it.',
  'external-name': 'An ExternalName has no endpoints.',
};

function formOf({ spec }: Service): ServiceForm {
  if (spec.type === 'ExternalName') return 'external-name';
  if (spec.clusterIP === 'None') return 'headless';
  return spec.clusterIP === undefined || spec.clusterIP === '' ? 'without-address' : 'cluster-ip';
}

function settingsOf({ spec }: Service): ServiceExplanation['settings'] {
  return {
    internalTrafficPolicy: spec.internalTrafficPolicy ?? null,
    externalTrafficPolicy: spec.externalTrafficPolicy ?? null,
    sessionAffinitySeconds: spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP.timeoutSeconds ?? 10_800) : null,
    trafficDistribution: spec.trafficDistribution ?? null,
    publishNotReadyAddresses: spec.publishNotReadyAddresses === true,
  };
}

interface Told {
  readonly service: Service;
  readonly unserved: Unserved | undefined;
  readonly isKnown: boolean;
  readonly reach: readonly Reach[];
  readonly endpoints: readonly ExplainedEndpoint[];
}

function outcomeOf({ service, unserved, isKnown, reach, endpoints }: Told): ServiceOutcome {
  if (service.spec.type === 'ExternalName') return 'external-name';
  if (unserved === 'other-proxy') return 'not-proxied';
  if (!isKnown || unserved === 'no-cluster-ip') return 'insufficient-information';
  if (unserved === 'headless') return endpoints.some(({ isUsed }) => isUsed) ? (endpoints.every(({ isUsed, terminating }) => isUsed || terminating) ? 'answers' : 'answers-partly') : 'no-endpoints';
  const ways = reach.filter(({ way, addresses }) => way !== 'dns' && way !== 'health-check-node-port' && !(way === 'load-balancer' && addresses.length === 0));
  if (ways.length > 0 && ways.every(({ works }) => works === 'yes')) return 'answers';
  return ways.every(({ works }) => works === 'no') ? 'no-endpoints' : 'answers-partly';
}

interface Walk {
  readonly service: Service;
  readonly sliced: SlicedView;
  readonly choices: readonly PortChoice[];
  readonly pods: readonly ExplainedPod[];
  readonly endpoints: readonly ExplainedEndpoint[];
  readonly reach: readonly Reach[];
  readonly unserved: Unserved | undefined;
}

/** What the real components did, in their order. */
function tellSteps(journal: Journal, { service, sliced, choices, pods, endpoints, reach, unserved }: Walk): void {
  const subject = refOf(service);
  const { namespace } = service.metadata;
  if (hasSelector(service)) {
    const matching = pods.length === 0 ? `no pod of namespace ${namespace}` : `${count(pods.length, 'pod')} of namespace ${namespace}, of which ${pods.filter(({ isEndpoint }) => isEndpoint).length} can be endpoints`;
    journal.step('EndpointSlice controller', 'selects', `${tellLabels(service.spec.selector)} matches ${matching}`, [{ ...subject, field: 'spec.selector', value: service.spec.selector }, ...pods.slice(0, 3).map(({ pod }) => pod)]);
  } else if (service.spec.type !== 'ExternalName') {
    journal.step('EndpointSlice controller', 'leaves alone', 'the Service has no selector; its endpoints are what others write', [{ ...subject, field: 'spec.selector' }]);
  }
  const slices = sliced.view.slicesOf(service);
  if (slices.length > 0) {
    const by = { snapshot: 'stand in', pods: 'would stand in', endpoints: 'would stand in', unknown: 'stand in' }[sliced.sourceOf(service)];
    journal.step('EndpointSlice', 'publishes', `${count(endpoints.length, 'endpoint')} ${by} ${count(slices.length, 'slice')}: ${endpoints.filter(({ ready }) => ready).length} ready`, sliced.sourceOf(service) === 'snapshot' ? slices.slice(0, 3).map(refOf) : []);
  }
  if (unserved !== undefined && unserved !== 'headless') journal.step('kube-proxy', 'leaves alone', unproxied[unserved], [subject]);
  for (const { servicePort, endpoints: held, chosen, usedLocally } of choices.slice(0, 20)) {
    const ways = [...(servicePort.usesClusterEndpoints ? [`${chosen.cluster.length} for policy Cluster${chosen.clusterFallsBack && chosen.cluster.length > 0 ? ', all of them being shut down' : ''}`] : []), ...(servicePort.usesLocalEndpoints ? [`${usedLocally.size} for policy Local`] : [])];
    journal.step('kube-proxy', 'chooses', `${servicePort.name} (${servicePort.protocol}, ${servicePort.ipFamily}): of ${count(held.length, 'endpoint')} it uses ${ways.join(' and ')}`, [{ ...subject, field: 'spec.ports' }]);
  }
  for (const { way, detail } of reach.filter((each) => each.works !== 'yes').slice(0, 6)) journal.step(way === 'dns' ? 'DNS' : 'kube-proxy', `answers on ${way}`, detail, [subject]);
}
