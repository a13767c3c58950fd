import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, isDefaultClass, notOwned, owned } from '../../ownership/class.js';
import { listIn, watchesNamed } from '../../ownership/namespaces.js';

const fallback = 'kong';
const variable = 'CONTROLLER_';

/**
 * Which Ingresses Kong takes: by the name of their class alone; an annotation that is not empty goes before the field. Without a class those that are there when the class of its name is marked as the default.
 *
 * Source: Kong/kubernetes-ingress-controller internal/controllers/utils/ingress_predicates.go, MatchesIngressClass; internal/store/store.go, ListIngressesV1; internal/cmd/rootcmd/env.go, 1fa68f8
 */
export const kongOwnership: KindOwnership = {
  kind: 'kong',
  title: 'Kong Ingress Controller',
  classControllers: ['ingress-controllers.konghq.com/kong'],
  runs: 'in-cluster',
  recognise,
  servesClass: (controller, { metadata }) => metadata.name === nameOf(controller),
  owns,
};

function recognise(workload: Workload): Controller | undefined {
  const { ref, image, container } = workload;
  if (!/^kong\/(?:kubernetes-ingress-controller|nightly-ingress-controller)$|(?:^|\/)kong-ingress-controller$/.test(image)) return undefined;
  const variables = (container.env ?? []).filter(({ name }) => name.startsWith(variable)).map(({ name, value }) => [name.slice(variable.length).toLowerCase().replaceAll('_', '-'), value] as const);
  return {
    kind: 'kong',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    // A variable goes before a flag: bindEnvironmentToFlagSet sets the flag after it was parsed.
    flags: new Map([...workload.flags, ...variables]),
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings: [],
  };
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofClass = byName(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const watch = watchesNamed('watch-namespace', listIn(controller.flags.get('watch-namespace')), ingress.metadata.namespace);
  return watch.watched ? ofClass : notOwned(`${ofClass.reason}, but ${watch.reason}`);
}

function byName(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const name = nameOf(controller);
  const annotation = annotatedClass(ingress);
  const { ingressClassName } = ingress.spec;
  if (annotation === undefined && ingressClassName === undefined) return withoutClass(name, view);
  const [where, written] = annotation === undefined || annotation === '' ? ['spec.ingressClassName', ingressClassName] : ['the annotation kubernetes.io/ingress.class', annotation];
  if (written === name) return owned(`${where} is ${name}, as --ingress-class is`);
  return notOwned(written === undefined ? 'its annotation kubernetes.io/ingress.class is empty, which is no class and not without one' : `${where} is ${written}, and --ingress-class is ${name}`);
}

function withoutClass(name: string, view: ClusterView): Ownership {
  const ingressClass = view.get('IngressClass', '', name);
  return ingressClass !== undefined && isDefaultClass(ingressClass) ? owned(`it has no class, and IngressClass ${name} is marked as the default`) : notOwned(`it has no class, and IngressClass ${name} is not marked as the default`);
}

function nameOf({ flags }: Controller): string {
  return flags.get('ingress-class') ?? fallback;
}
