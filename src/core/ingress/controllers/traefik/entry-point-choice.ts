import type { ClusterView } from '../../../cluster/index.js';
import type { Controller } from '../../controller.js';
import type { IngressRequest } from '../../request.js';
import type { EntryPoint, StaticConfig } from './static-config.js';

/** Which entry point the port that a client connects to leads to, by the Services that select Traefik's pods. */
export class EntryPointChoice {
  readonly #byPort = new Map<number, EntryPoint>();

  constructor(
    private readonly config: StaticConfig,
    controller: Controller,
    view: ClusterView,
  ) {
    const { workload } = controller;
    for (const service of workload === undefined ? [] : view.objects('Service')) {
      const { selector = {} } = service.spec;
      const wanted = Object.entries(selector);
      if (service.metadata.namespace !== workload?.ref.namespace || wanted.length === 0 || !wanted.every(([key, value]) => workload.labels[key] === value)) continue;
      for (const { port, targetPort } of service.spec.ports) {
        const number = typeof targetPort === 'number' ? targetPort : workload.container.ports?.find(({ name }) => name === targetPort)?.containerPort;
        const target = number === undefined ? undefined : this.#listeningOn(number);
        if (target !== undefined && !this.#byPort.has(port)) this.#byPort.set(port, target);
      }
    }
  }

  /** Undefined where nothing tells. `assumed` where only the names or ports of the entry points do. */
  of({ scheme, port: named, dialled = named }: IngressRequest): { readonly entryPoint: EntryPoint; readonly assumed: boolean } | undefined {
    const usual = scheme === 'https' ? 443 : 80;
    const port = dialled ?? usual;
    const byService = this.#byPort.get(port);
    if (byService !== undefined) return { entryPoint: byService, assumed: false };
    const listening = this.#listeningOn(port);
    if (listening !== undefined) return { entryPoint: listening, assumed: this.#byPort.size > 0 };
    if (port !== usual) return undefined;
    const [first = this.#onlyOne(scheme)] = (scheme === 'https' ? ['websecure', 'https', 'web-secure'] : ['web', 'http']).flatMap((name) => this.config.entryPoints.get(name) ?? []);
    return first === undefined ? undefined : { entryPoint: first, assumed: true };
  }

  #listeningOn(port: number): EntryPoint | undefined {
    return [...this.config.entryPoints.values()].find((each) => each.port === port);
  }

  #onlyOne(scheme: 'http' | 'https'): EntryPoint | undefined {
    const users = [...this.config.entryPoints.values()].filter(({ name }) => name !== 'traefik');
    const fitting = users.length === 1 ? users : users.filter(({ tls }) => tls === (scheme === 'https'));
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}
