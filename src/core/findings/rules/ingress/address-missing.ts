import { count, enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { controllersOf, ownersOf, type Controller } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { hasAddress, ownershipConsults, ownershipReads } from './ingresses.js';

/** The flag by which a controller is told the Service whose address it publishes. */
const flags: Readonly<Record<string, string>> = {
  'ingress-nginx': 'publish-service',
  'haproxy-ingress': 'publish-service',
  kong: 'publish-service',
  traefik: 'providers.kubernetesingress.ingressendpoint.publishedservice',
};

export const addressMissing: Rule = {
  id: 'address-missing',
  code: 'ING-013',
  severity: 'warning',
  title: 'Ingresses have no address, as the Service of their controller has none',
  checks:
    'A controller publishes the address of a Service of type LoadBalancer (ingress-nginx, HAProxy Ingress and Kong: --publish-service; Traefik: publishedService) that has no address yet, and Ingresses that it serves have none. ' +
    'Quiet where the Service is of another type, where an address is published by another flag, and where the Ingresses have one.',
  why: 'Nothing tells clients and external-dns where the Ingresses are, and from outside they are not reachable.',
  fix: 'See why the Service has no address: a provider of load balancers is missing, its pool is empty, or a quota is reached.',
  source: 'kubernetes/ingress-nginx internal/ingress/status/status.go, runningAddresses and statusAddressFromService, v1.15.1',
  reads: [...ownershipReads, 'Service'],
  consults: [...ownershipConsults],
  *check(view) {
    for (const controller of controllersOf(view)) {
      yield;
      const service = publishedBy(view, controller);
      if (service?.spec.type !== 'LoadBalancer' || service.metadata.uid === undefined || isPublished(service)) continue;
      const waiting = ownersOf(view).filter(({ ingress, owners }) => !hasAddress(ingress) && owners.some((each) => each.controller === controller && each.served));
      if (waiting.length === 0) continue;
      yield {
        subject: refOf(service),
        detail: `${controller.name} publishes the address of this Service, which has none; ${count(waiting.length, 'Ingress has', 'Ingresses have')} none either (${enumerate(waiting.map(({ name }) => name), 3)}).`,
        evidence: [{ ...refOf(service), field: 'status.loadBalancer' }],
      };
    }
  },
};

function publishedBy(view: ClusterView, { kind, flags: set }: Controller): Service | undefined {
  if (set.has('publish-status-address') || set.has('publish-address')) return undefined;
  const [namespace, name] = (set.get(flags[kind] ?? '') ?? '').split('/');
  return namespace === undefined || name === undefined ? undefined : view.get('Service', namespace, name);
}

function isPublished({ spec, status }: Service): boolean {
  return (status?.loadBalancer?.ingress ?? []).length > 0 || (spec.externalIPs ?? []).length > 0;
}
