import type { ClusterView, Service } from '../../../cluster/index.js';
import { withSlices } from '../../../service-networking/index.js';
import type { BackendEndpoint } from '../../answer.js';
import { whyUnknown } from '../../backends.js';
import type { Backend } from './backend.js';

type Port = Service['spec']['ports'][number];

/** Where requests are sent to the address of the Service itself. */
type Upstream = 'endpoints' | 'service';

/** The backends of a controller, each made when a path first leads to it. */
export class Backends {
  readonly #made = new Map<string, Backend>();

  constructor(
    private readonly view: ClusterView,
    private readonly externalNames: boolean,
  ) {}

  /**
   * @param written the port as the Ingress has it; '' for the first of the Service
   * @returns why there is none, where there is none
   * Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/converters/ingress/ingress.go, addBackendWithClass
   */
  acquire(namespace: string, name: string, written: string, upstreamOf: (annotations: Backend['annotations']) => Upstream): Backend | { readonly refused: string } | { readonly unheld: string } {
    const label = `Service ${namespace}/${name}`;
    const service = this.view.get('Service', namespace, name);
    if (service === undefined) {
      if (this.view.covers('Service', namespace)) return { refused: `${label} is not there` };
      return { unheld: `The snapshot does not hold ${label}, nor all Services: it was taken to have endpoints.` };
    }
    const port = findPort(service, written === '' ? String(service.spec.ports[0]?.targetPort ?? '') : written);
    if (port === undefined) return { refused: `${label} has no port ${JSON.stringify(written)}` };
    const id = `${namespace}_${name}_${String(port.targetPort)}`;
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const { annotations } = service.metadata;
    const unknown = upstreamOf(annotations) === 'endpoints' && service.spec.type !== 'ExternalName' ? whyUnknown(this.view, service) : undefined;
    const made: Backend = { id, service: `${namespace}/${name}`, endpoints: unknown === undefined ? this.#endpoints(service, port, upstreamOf(annotations)) : [], annotations, paths: [], ...(unknown !== undefined && { unknown }) };
    this.#made.set(id, made);
    return made;
  }

  #endpoints(service: Service, port: Port, upstream: Upstream): readonly BackendEndpoint[] {
    const { type, externalName = '', clusterIP = '' } = service.spec;
    if (upstream === 'service') return [{ ip: clusterIP, port: port.port }];
    if (type === 'ExternalName') return this.externalNames ? [{ ip: externalName, port: port.port }] : [];
    return readyEndpoints(this.view, service, port);
  }
}

/** By name or targetPort first, by number only then. Source: pkg/converters/utils/services.go, FindServicePort. */
function findPort({ spec }: Service, written: string): Port | undefined {
  const named = spec.ports.find(({ name = '', targetPort }) => name === written || String(targetPort) === written);
  if (named !== undefined) return named;
  const numbered = /^[+-]?\d+$/.test(written) ? spec.ports.find(({ port }) => port === Number(written)) : undefined;
  if (numbered !== undefined || spec.type !== 'ExternalName' || spec.ports.length > 0 || !/^\d+$/.test(written)) return numbered;
  return { port: Number(written), targetPort: Number(written), protocol: 'TCP' };
}

/** Of an endpoint the first address; of a port without a name every port of a slice. Source: pkg/converters/utils/services.go, createEndpointSlices. */
function readyEndpoints(view: ClusterView, service: Service, { name = '', protocol }: Port): readonly BackendEndpoint[] {
  const found = new Map<string, BackendEndpoint>();
  for (const slice of withSlices(view).view.slicesOf(service)) {
    for (const port of slice.ports) {
      if (port.protocol !== protocol || (name !== '' && port.name !== name) || port.port === undefined) continue;
      for (const { conditions, addresses, targetRef } of slice.endpoints) {
        const [ip] = addresses;
        if (!conditions.ready || ip === undefined) continue;
        const pod = targetRef?.kind === 'Pod' && targetRef.name !== undefined ? `${targetRef.namespace ?? slice.metadata.namespace}/${targetRef.name}` : undefined;
        found.set(`${ip}:${port.port}`, { ip, port: port.port, ...(pod !== undefined && { pod }) });
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, endpoint]) => endpoint);
}
