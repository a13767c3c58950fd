import { ClusterView, kindNames, readCluster, type Coverage } from '../../../src/core/cluster/index.js';
import type { RouteMatch } from '../../../src/core/ingress/answer.js';
import type { Condition } from '../../../src/core/ingress/gateway/condition.js';
import { GatewayRouting } from '../../../src/core/ingress/gateway/gateway-routing.js';
import { gatewayModels, type GatewayModel } from '../../../src/core/ingress/gateway/model.js';
import { resolvedRefs } from '../../../src/core/ingress/gateway/rules.js';
import { readRequest, type IngressRequest } from '../../../src/core/ingress/request.js';
import { Journal } from '../../../src/core/analysis/index.js';
import { certificate } from './certificate.js';
import { gatewayClass } from './objects.js';
import { world } from './scenarios/world.js';
import type { Scenario } from './scenario.js';

/** A request of a scenario, taken apart. */
export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly sni?: string;
  /** The Gateway that is asked: `edge` where the scenario has one, else `own`. */
  readonly gateway: string;
  readonly isCall: boolean;
}

export function takeApart(written: string, { objects }: Scenario): AskedRequest {
  const [line = '', ...told] = written.split(' | ');
  const [method, url] = line.includes(' ') ? (line.split(' ') as [string, string]) : ['GET', line];
  const headers: Record<string, string[]> = {};
  for (const each of told) {
    const [name = '', value = ''] = each.split(': ');
    (headers[name] ??= []).push(value);
  }
  const { sni, gateway: named, ...rest } = headers;
  const hasEdge = objects.some((object) => (object as { kind: string; metadata: { name: string } }).kind === 'Gateway' && (object as { metadata: { name: string } }).metadata.name === 'edge');
  const isCall = method === 'CALL';
  return {
    method: isCall ? 'POST' : method,
    url,
    headers: isCall ? { ...rest, 'content-type': ['application/grpc'] } : rest,
    ...(sni?.[0] !== undefined && { sni: sni[0] }),
    gateway: named?.[0] ?? (hasEdge ? 'edge' : 'own'),
    isCall,
  };
}

/** The Gateways of a scenario under a controller. */
export function modelsOf(scenario: Scenario, controllerName: string): ReadonlyMap<string, GatewayModel> {
  const objects = [gatewayClass(controllerName), ...world, ...scenario.objects].map(withCertificate);
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const view = new ClusterView({ ...readCluster(objects), coverage: whole });
  return new Map(gatewayModels(view).map((model) => [model.gateway.metadata.name, model]));
}

function withCertificate(object: object): object {
  return JSON.parse(JSON.stringify(object).replaceAll('"CERTIFICATE"', JSON.stringify(Buffer.from(certificate).toString('base64')))) as object;
}

/** Our answers in the words of {@link Scenario.requests}. */
export class OurGateways {
  readonly #models: ReadonlyMap<string, GatewayModel>;
  readonly #routings = new Map<string, GatewayRouting>();

  constructor(
    readonly scenario: Scenario,
    controllerName: string,
  ) {
    this.#models = modelsOf(scenario, controllerName);
    for (const [name, model] of this.#models) this.#routings.set(name, new GatewayRouting(model));
  }

  ask(written: string): string {
    const { gateway, isCall, ...asked } = takeApart(written, this.scenario);
    const request = readRequest(asked);
    const routing = this.#routings.get(gateway);
    if (routing === undefined) return `no Gateway ${gateway}`;
    const [told, quiet] = [routing.match(request, new Journal()), routing.match(request)];
    const [explained, plain] = [told, quiet].map((match) => tellMatch(match, request, isCall));
    return explained === plain ? (plain ?? '') : `${explained} with a journal, ${plain} without`;
  }

  route(named: string): string {
    const [kind, name] = named.split(' ');
    for (const { outcomes, compiled } of this.#models.values()) {
      const outcome = outcomes.find(({ route }) => route.kind === kind && route.metadata.name === name);
      const route = outcome && compiled.get(outcome.route);
      if (outcome === undefined || route === undefined) continue;
      const refs = resolvedRefs(route).reason;
      return [outcome.accepted.reason, ...(refs === 'ResolvedRefs' ? [] : [refs])].join(' ');
    }
    return 'not found';
  }

  listener(named: string): string {
    const [gateway = '', name] = named.split('#');
    const model = this.#models.get(gateway);
    const listener = model?.listeners.find((each) => each.name === name);
    if (model === undefined || listener === undefined) return 'not found';
    const attached = new Set(model.outcomes.flatMap(({ attachments }) => attachments.filter((each) => each.listener === listener).map(({ route }) => route)));
    return [attached.size, ...listener.conditions.filter(isFault).map(({ type, reason }) => `${type}=${reason}`)].join(' ');
  }
}

/** Of a listener that is not accepted only that is told. */
function isFault({ type, status }: Condition, _at: number, all: readonly Condition[]): boolean {
  if (type === 'Conflicted' || type === 'OverlappingTLSConfig') return status === 'True' && type === 'Conflicted';
  if (type === 'Programmed' && all.some((each) => each.type === 'Accepted' && each.status === 'False')) return false;
  return status !== 'True';
}

function tellMatch(match: RouteMatch, request: IngressRequest, isCall: boolean): string {
  if (isCall && match.outcome === 'not-found') return 'grpc 12';
  if (match.outcome === 'redirect') return `${match.status} ${match.location}`;
  if (match.outcome === 'denied') return match.status === undefined ? (match.tls === null ? 'no connection' : 'no handshake') : String(match.status);
  if (match.outcome !== 'forward') return String(match.status);
  const sent = request.query === undefined ? request.path : `${request.path}?${request.query}`;
  const path = match.upstreamPath === sent ? '' : ` ${match.upstreamPath}`;
  if (match.alternatives !== undefined) {
    return match.alternatives.map(({ backend, share }) => `${backend.endpoints.length === 0 ? '500' : shortName(backend.service)} ${Math.round(share * 100)}%`).join(', ') + path;
  }
  return `${shortName(match.backend?.service ?? '')}${path}`;
}

function shortName(service: string): string {
  return service.split('/')[1] ?? service;
}
