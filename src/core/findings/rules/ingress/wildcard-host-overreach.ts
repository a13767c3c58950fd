import { enumerate } from '../../../analysis/index.js';
import { refOf, type Ingress } from '../../../cluster/index.js';
import { ownersOf, type Controller } from '../../../ingress/index.js';
import type { Rule, Violation } from '../../rule.js';
import { isUnknown, ownershipConsults, ownershipReads } from './ingresses.js';

export const wildcardHostOverreach: Rule = {
  id: 'wildcard-host-overreach',
  code: 'ING-017',
  severity: 'info',
  title: 'A rule reaches other hosts than it seems to',
  checks:
    'A rule without a host, of an Ingress that shares its controller with Ingresses of other namespaces that have hosts; or a wildcard host next to a host of the same Ingress’s TLS section that lies more than one label below it and has no rule. ' +
    'Quiet where all Ingresses of the controller are of one namespace, for wildcards by themselves, and with GCE and the AWS controller, where an Ingress has an address of its own.',
  why: 'A rule without a host answers for every name that nobody else has, other teams’ typing mistakes included; *.example.com stands for one label and takes no a.b.example.com.',
  fix: 'Name the host; for more labels write a rule for each.',
  source: 'kubernetes/website content/en/docs/concepts/services-networking/ingress.md, Hostname wildcards; kubernetes/ingress-nginx internal/ingress/controller/controller.go, createServers, v1.15.1',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    const sharing = namespacesWithHosts(ownersOf(view).flatMap(({ ingress, owners }) => owners.filter(({ served }) => served).map(({ controller }) => ({ controller, ingress }))));
    for (const { ingress, owners } of ownersOf(view)) {
      yield;
      const controller = owners.find((each) => each.served && isShared(each.controller))?.controller;
      const others = [...(controller === undefined ? [] : (sharing.get(controller.name) ?? []))].filter((namespace) => namespace !== ingress.metadata.namespace);
      if (controller !== undefined && others.length > 0) yield* withoutHost(ingress, controller, others);
      yield* belowWildcards(ingress);
    }
  },
};

function isShared(controller: Controller): boolean {
  return !isUnknown(controller) && controller.kind !== 'gce' && controller.kind !== 'aws-load-balancer-controller';
}

function namespacesWithHosts(served: readonly { readonly controller: Controller; readonly ingress: Ingress }[]): Map<string, Set<string>> {
  const namespaces = new Map<string, Set<string>>();
  for (const { controller, ingress } of served) {
    if (!(ingress.spec.rules ?? []).some(({ host = '' }) => host !== '')) continue;
    namespaces.set(controller.name, (namespaces.get(controller.name) ?? new Set()).add(ingress.metadata.namespace));
  }
  return namespaces;
}

function* withoutHost(ingress: Ingress, { name }: Controller, others: readonly string[]): Iterable<Violation> {
  const index = (ingress.spec.rules ?? []).findIndex(({ host = '', http }) => host === '' && (http?.paths ?? []).length > 0);
  if (index === -1) return;
  yield { subject: refOf(ingress), detail: `A rule has no host: it answers for every name that no other Ingress of ${name} has, which serves ${enumerate([...others].sort(), 3)} too.`, evidence: [{ ...refOf(ingress), field: `spec.rules[${index}].host` }] };
}

function* belowWildcards(ingress: Ingress): Iterable<Violation> {
  const hosts = (ingress.spec.rules ?? []).map(({ host = '' }) => host.toLowerCase());
  for (const wildcard of new Set(hosts.filter((host) => host.startsWith('*.')))) {
    const below = (ingress.spec.tls ?? []).flatMap(({ hosts: names = [] }) => names).filter((name) => isDeeper(name.toLowerCase(), wildcard.slice(1)) && !hosts.includes(name.toLowerCase()));
    if (below.length === 0) continue;
    yield { subject: refOf(ingress), detail: `${wildcard} stands for one label: no rule takes ${enumerate([...new Set(below)].sort(), 3)}, which ${below.length === 1 ? 'has' : 'have'} TLS.`, evidence: [{ ...refOf(ingress), field: `spec.rules[${hosts.indexOf(wildcard)}].host`, value: wildcard }] };
  }
}

function isDeeper(name: string, suffix: string): boolean {
  return name.endsWith(suffix) && !name.startsWith('*') && name.slice(0, -suffix.length).includes('.');
}
