import type { ObjectRef } from '../../analysis/index.js';
import { refOf, type ClusterView, type EndpointSlice, type Service } from '../../cluster/index.js';
import { readinessOf, unreadyReason } from '../endpoint-pods.js';
import type { Place, ServiceEndpoint } from '../endpoints.js';
import { readGoAddress } from '../go-address.js';
import type { EndpointUse, ExplainedEndpoint, ExplainedUse } from './explanation.js';
import type { PortChoice } from './port-choice.js';

type SliceEndpoint = EndpointSlice['endpoints'][number];

export interface EndpointQuestion {
  readonly service: Service;
  readonly choices: readonly PortChoice[];
  /** Undefined: from no node in particular. */
  readonly place: Place | undefined;
  readonly isHeadless: boolean;
  /** Why kube-proxy leaves the Service alone, as a sentence; undefined where it does not. */
  readonly unproxied: string | undefined;
}

/** Every endpoint of every slice of a Service, used or not, and why. By slice, in its order. */
export function explainEndpoints(view: ClusterView, question: EndpointQuestion): ExplainedEndpoint[] {
  const kept = keptBy(question.choices);
  return view.slicesOf(question.service).flatMap((slice) => slice.endpoints.map((endpoint, index) => explainEndpoint(view, question, kept, slice, endpoint, index)));
}

/** What kube-proxy holds of each endpoint of each slice, by its ports. */
type Kept = ReadonlyMap<EndpointSlice, ReadonlyMap<number, readonly { readonly choice: PortChoice; readonly endpoint: ServiceEndpoint }[]>>;

function keptBy(choices: readonly PortChoice[]): Kept {
  const kept = new Map<EndpointSlice, Map<number, { choice: PortChoice; endpoint: ServiceEndpoint }[]>>();
  for (const choice of choices) {
    for (const endpoint of choice.endpoints) {
      const ofSlice = kept.get(endpoint.slice) ?? new Map<number, { choice: PortChoice; endpoint: ServiceEndpoint }[]>();
      kept.set(endpoint.slice, ofSlice);
      ofSlice.set(endpoint.index, [...(ofSlice.get(endpoint.index) ?? []), { choice, endpoint }]);
    }
  }
  return kept;
}

function explainEndpoint(view: ClusterView, question: EndpointQuestion, kept: Kept, slice: EndpointSlice, endpoint: SliceEndpoint, index: number): ExplainedEndpoint {
  const { conditions, nodeName, zone, hints } = endpoint;
  const pod = podOf(view, slice, endpoint);
  const found = pod && view.get('Pod', pod.namespace ?? '', pod.name);
  const reason = conditions.ready || found === undefined || (readinessOf(found) === 'ready' && found.metadata.deletionTimestamp === undefined) ? null : unreadyReason(found);
  const uses = question.isHeadless ? [published(endpoint, reason)] : usesOf(question, kept, slice, endpoint, index, reason);
  return {
    address: endpoint.addresses[0] ?? '',
    ports: slice.ports.map(({ name, port, protocol }) => ({ name: name === '' ? null : name, port: port ?? null, protocol })),
    ready: conditions.ready,
    serving: conditions.serving,
    terminating: conditions.terminating,
    node: nodeName ?? null,
    zone: zone ?? null,
    hints: { zones: (hints?.forZones ?? []).map(({ name }) => name), nodes: (hints?.forNodes ?? []).map(({ name }) => name) },
    pod: pod ?? null,
    unreadyReason: reason,
    slice: refOf(slice),
    isUsed: uses.some(({ isUsed }) => isUsed),
    uses,
  };
}

function podOf(view: ClusterView, { metadata }: EndpointSlice, { targetRef, addresses }: SliceEndpoint): ObjectRef | undefined {
  if (targetRef?.kind === 'Pod' && targetRef.name !== undefined) return { kind: 'Pod', namespace: targetRef.namespace ?? metadata.namespace, name: targetRef.name };
  const [only, ...others] = view.podsByIP(addresses[0] ?? '').filter(({ spec, status }) => spec.hostNetwork !== true && status?.phase === 'Running');
  return only === undefined || others.length > 0 ? undefined : refOf(only);
}

/** Source: coredns plugin/kubernetes/object/endpoint.go v1.12, EndpointSliceToEndpoints: those that are ready, which counts those that are published on purpose. */
function published({ conditions }: SliceEndpoint, reason: string | null): ExplainedUse {
  const use: EndpointUse = conditions.ready ? 'published' : conditions.serving && conditions.terminating ? 'terminating' : 'not-ready';
  const detail = use === 'published' ? 'DNS gives its address.' : use === 'terminating' ? 'It is being shut down; DNS no longer gives its address.' : `It is not ready${because(reason)}; DNS does not give its address.`;
  return { port: 'every port', policy: null, use, isUsed: use === 'published', detail };
}

function usesOf(question: EndpointQuestion, kept: Kept, slice: EndpointSlice, endpoint: SliceEndpoint, index: number, reason: string | null): ExplainedUse[] {
  if (question.unproxied !== undefined) return [{ port: 'every port', policy: null, use: 'not-proxied', isUsed: false, detail: question.unproxied }];
  const mine = kept.get(slice)?.get(index) ?? [];
  const judged = mine.flatMap(({ choice, endpoint: held }) =>
    (['Cluster', 'Local'] as const).flatMap((policy): ExplainedUse[] => {
      const use = choice.verdict(held, policy);
      if (use === undefined) return [];
      return [{ port: portOf(choice), policy, use, isUsed: use === 'used' || use === 'used-terminating', detail: tellUse(use, policy, question.place, held, reason) }];
    }),
  );
  const others = question.choices.filter((choice) => !mine.some((each) => each.choice === choice) && choice.servicePort.ipFamily === slice.addressType);
  const unmatched = others.map((choice) => unmatchedUse(choice, slice, endpoint));
  return judged.length + unmatched.length > 0 ? [...judged, ...unmatched] : [strangerUse(slice, endpoint)];
}

function portOf({ servicePort: { portName, port, protocol } }: PortChoice): string {
  return portName === '' ? `${port}/${protocol}` : portName;
}

function unmatchedUse(choice: PortChoice, slice: EndpointSlice, endpoint: SliceEndpoint): ExplainedUse {
  const { portName, protocol } = choice.servicePort;
  const hasPort = slice.ports.some((port) => port.name === portName && port.protocol === protocol && port.port !== undefined);
  const base = { port: portOf(choice), policy: null, isUsed: false } as const;
  if (!hasPort) return { ...base, use: 'no-such-port', detail: `Its slice has no port named ${JSON.stringify(portName)} for ${protocol}.` };
  if (readGoAddress(endpoint.addresses[0] ?? '') === undefined) return { ...base, use: 'not-an-address', detail: `${JSON.stringify(endpoint.addresses[0] ?? '')} is no address.` };
  return { ...base, use: 'duplicate', detail: 'Another endpoint has the same address and port, and that one counts.' };
}

/** An endpoint that no port of the Service looks at. */
function strangerUse({ addressType }: EndpointSlice, { addresses }: SliceEndpoint): ExplainedUse {
  const base = { port: 'every port', policy: null, isUsed: false } as const;
  if (addressType === 'FQDN') return { ...base, use: 'not-an-address', detail: `Its slice is of names, as ${JSON.stringify(addresses[0] ?? '')}, which kube-proxy does not use.` };
  return { ...base, use: 'other-family', detail: `The Service has no ClusterIP of ${addressType}.` };
}

function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}

function tellUse(use: EndpointUse, policy: 'Cluster' | 'Local', place: Place | undefined, { nodeName = 'an unknown node', zoneHints, nodeHints }: ServiceEndpoint, reason: string | null): string {
  const where = policy === 'Local' ? (place === undefined ? ` of its node ${nodeName}` : ` of node ${place.nodeName}`) : '';
  switch (use) {
    case 'used':
      return `It gets connections${where}.`;
    case 'used-terminating':
      return `It is being shut down and still serves; it gets connections${where}, as no ready endpoint is left${policy === 'Local' ? ' there' : ''}.`;
    case 'terminating':
      return `It is being shut down; ready endpoints${policy === 'Local' ? ' of its node' : ''} take its place.`;
    case 'hinted-elsewhere':
      return `Its hints are for ${nodeHints.length > 0 ? `node ${nodeHints.join(', ')}` : `zone ${zoneHints.join(', ')}`}; ${place === undefined ? 'others are used' : `node ${place.nodeName}${place.zone === '' ? '' : ` is in zone ${place.zone} and`} uses others`}.`;
    case 'on-another-node':
      return place === undefined ? 'Its slice does not tell its node, so that no node takes it for its own.' : `It runs on ${nodeName}, and policy Local uses endpoints of ${place.nodeName} alone.`;
    default:
      return `It is not ready${because(reason)}.`;
  }
}
