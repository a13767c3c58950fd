import { ingressNginxControllers, readRequest, type RouteBackend, type RouteMatch } from '../../../src/core/ingress/index.js';
import { kindNames, readCluster, viewOf, type ClusterView, type Coverage } from '../../../src/core/cluster/index.js';
import type { Answers, Certificates, ObservedScenario } from './golden.js';
import { home, laterObjects, objectsOf, secretsOf, type Manifest } from './objects.js';
import { sentPath, servicesByEndpoint, type Seen } from './observed.js';
import { readQuestion, type Question } from './question.js';
import { runsOf } from './runs.js';
import type { Scenario } from './scenario.js';

/** How we differ from what was recorded of a scenario, one line a request. */
export function differencesOf(scenario: Scenario, number: number, { refused, answers }: ObservedScenario, certificates: Certificates): readonly string[] {
  const before = routingOf(viewOfScenario(scenario, number, certificates, []));
  const after = refused === undefined && scenario.later === undefined ? before : routingOf(viewOfScenario(scenario, number, certificates, laterObjects(scenario)));
  const told = after.faults.length > 0;
  const reload = told === (refused !== undefined) ? [] : [`${scenario.id}: nginx ${refused === undefined ? 'loads it' : `says ${refused}`}; we say ${after.faults.map(({ reason }) => reason).join('; ') || 'nothing'}`];
  // What nginx would not load changes nothing: it goes on with what was before.
  const inForce = refused === undefined ? after : before;
  return [...reload, ...answersDiffer(scenario, number, answers, (question) => inForce.match(readRequest({ ...question, sourceIP: question.sourceIP ?? '127.0.0.1' })))];
}

function answersDiffer(scenario: Scenario, number: number, answers: Answers, match: (question: Question) => RouteMatch): readonly string[] {
  const serviceOf = servicesByEndpoint(scenario, objectsOf(scenario, number));
  return Object.entries(answers).flatMap(([text, seen]) => {
    const question = readQuestion(text);
    const ours = match(question);
    // A regular expression that we do not run is not guessed at.
    const agrees = ours.outcome === 'insufficient-information' || agreesOn(question, seen, ours, serviceOf);
    return agrees ? [] : [`${scenario.id}: ${text}: ingress-nginx ${JSON.stringify(seen)}; we ${tell(ours)}`];
  });
}

/** The cluster of a scenario with its controller. */
function viewOfScenario(scenario: Scenario, number: number, certificates: Certificates, later: readonly Manifest[]): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const [run] = runsOf([scenario]);
  const objects = [...objectsOf(scenario, number), ...later, ...secretsOf(scenario, (key) => ({ 'tls.crt': certificates[key] ?? '', 'tls.key': '' })), ...controllerOf(run?.flags ?? [], scenario.config ?? {})];
  return viewOf({ ...readCluster(objects), coverage: whole });
}

function controllerOf(flags: readonly string[], config: Readonly<Record<string, string>>): readonly Manifest[] {
  const labels = { 'app.kubernetes.io/name': 'ingress-nginx' };
  const container = { name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller', `--configmap=${home}/controller`, ...flags] };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'controller', namespace: home }, data: config },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'controller', namespace: home }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } } },
  ];
}

function routingOf(view: ClusterView): ReturnType<typeof ingressNginxControllers>[number]['routing'] {
  const [found] = ingressNginxControllers(view);
  if (found === undefined) throw new Error('the controller of the scenario is not found');
  return found.routing;
}

function agreesOn(question: Question, seen: Seen, ours: RouteMatch, serviceOf: (endpoint: string) => string): boolean {
  if (!certificateAgrees(seen, ours)) return false;
  if (seen.status === undefined) return ours.outcome === 'denied' || ours.outcome === 'unavailable';
  if (seen.by === undefined) return ours.status === seen.status && ours.location === seen.location;
  if (ours.status !== undefined || (ours.outcome !== 'forward' && ours.outcome !== 'default-backend')) return false;
  const backends = ours.alternatives?.filter(({ share }) => share > 0).map(({ backend }) => backend) ?? (ours.backend === null ? [] : [ours.backend]);
  const endpoints = backends.flatMap((backend) => endpointsOf(backend));
  const services = [...new Set(endpoints.map(serviceOf))].sort().join(' ');
  if (question.times > 1) return services === seen.by && [...new Set(endpoints)].sort().join(' ') === seen.endpoints?.join(' ') && ours.upstreamPath === (seen.path ?? sentPath(question));
  return services.split(' ').includes(seen.by) && ours.upstreamPath === (seen.path ?? sentPath(question));
}

/** The common name of a Secret's certificate is its namespace and name. */
function certificateAgrees({ certificate, status }: Seen, { tls }: RouteMatch): boolean {
  if (certificate === undefined) return status === undefined || tls === null;
  if (certificate === 'fake') return tls?.certificate === 'default';
  return tls?.certificate === 'secret' ? tls.secret?.replace('/', '-') === certificate : tls?.certificate !== 'none';
}

function endpointsOf({ endpoints }: RouteBackend): readonly string[] {
  return endpoints.map(({ ip, port }) => `${ip}:${port}`);
}

function tell({ outcome, status, location, upstreamPath, backend, alternatives, tls }: RouteMatch): string {
  return JSON.stringify({ outcome, status, location, path: upstreamPath, backend: backend === null ? undefined : `${backend.service}:${backend.port} ${endpointsOf(backend).join(' ')}`, alternatives: alternatives?.map((each) => `${each.backend.service} ${each.share}`), tls: tls ?? undefined });
}
