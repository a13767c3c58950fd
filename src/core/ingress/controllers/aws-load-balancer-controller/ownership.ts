import { enumerate } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, byField, findClass, isDefaultClass, notOwned, owned, ownedAndDropped } from '../../ownership/class.js';
import { listIn, watchesNamed } from '../../ownership/namespaces.js';

const classController = 'ingress.k8s.aws/alb';
const groupName = 'alb.ingress.kubernetes.io/group.name';

/**
 * Which Ingresses the AWS Load Balancer Controller takes. The annotation goes before the field; without either the class that is marked as the default now counts, not the one at the time of the Ingress’s creation.
 *
 * Source: kubernetes-sigs/aws-load-balancer-controller pkg/ingress/group_loader.go, classifyIngress and loadGroupID; class_loader.go, Load; class_annotation_matcher.go; pkg/config/ingress_config.go, 225f445
 */
export const awsLoadBalancerControllerOwnership: KindOwnership = {
  kind: 'aws-load-balancer-controller',
  title: 'AWS Load Balancer Controller',
  classControllers: [classController],
  runs: 'in-cluster',
  recognise,
  servesClass: (_, { spec }) => spec.controller === classController,
  owns,
};

function recognise(workload: Workload): Controller | undefined {
  const { ref, image, flags, container } = workload;
  if (!/(?:^|\/)aws-load-balancer-controller$/.test(image)) return undefined;
  return {
    kind: 'aws-load-balancer-controller',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags,
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings: [],
  };
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofClass = byClass(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const watch = watchesNamed('watch-namespace', listIn(controller.flags.get('watch-namespace')).slice(0, 1), ingress.metadata.namespace);
  if (!watch.watched) return notOwned(`${ofClass.reason}, but ${watch.reason}`);
  if (ingress.metadata.deletionTimestamp !== undefined) return ownedAndDropped(`${ofClass.reason}, but it is being deleted`);
  const group = ingress.metadata.annotations?.[groupName];
  if (group !== undefined && (group.length > 63 || !/^(?:[a-z0-9][-a-z0-9.]*)?[a-z0-9]$/.test(group))) return ownedAndDropped(`${ofClass.reason}, but its annotation ${groupName} is no name of a group`);
  return ofClass;
}

function byClass(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const value = controller.flags.get('ingress-class') ?? 'alb';
  const annotation = annotatedClass(ingress);
  if (annotation !== undefined) {
    const told = `the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}`;
    return annotation === value || (value === '' && annotation === 'alb') ? owned(`${told}, as --ingress-class is`) : notOwned(`${told}, and --ingress-class is ${value}; the annotation goes before spec.ingressClassName`);
  }
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined) return withParameters(byField(view, ingressClassName, [classController], ingressClassName === value), ingressClassName, view);
  return withoutClass(value, view);
}

function withoutClass(value: string, view: ClusterView): Ownership {
  const marked = view.objects('IngressClass').filter(isDefaultClass);
  const [only, ...others] = marked.map(({ metadata }) => metadata.name);
  if (others.length > 0) return notOwned(`it has no class, and of several default classes (${enumerate(marked.map(({ metadata }) => metadata.name), 3)}) none is taken; the controller fails on it`);
  if (only !== undefined) {
    const ofDefault = withParameters(byField(view, only, [classController]), only, view);
    return { ...ofDefault, reason: `it has no class, and ${ofDefault.reason.replace('spec.ingressClassName ', 'the default class ')}` };
  }
  return value === '' ? owned('it has no class, and --ingress-class is empty') : notOwned('it has no class, and there is no default class');
}

/** IngressClassParams may leave out namespaces; a snapshot does not hold them. */
function withParameters(ofField: Ownership, name: string, view: ClusterView): Ownership {
  const found = findClass(view, name);
  const parameters = found.state === 'found' ? found.ingressClass.spec.parameters : undefined;
  return ofField.owned && parameters?.kind === 'IngressClassParams' ? { ...ofField, reason: `${ofField.reason}, unless IngressClassParams ${parameters.name}, which the snapshot does not hold, leave out its namespace` } : ofField;
}
