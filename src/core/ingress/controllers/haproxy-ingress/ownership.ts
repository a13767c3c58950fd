import { boolIn, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { configMapOf, configMapWarnings } from '../../discovery/config-map.js';
import { annotatedClass, byField, notOwned, owned } from '../../ownership/class.js';
import { listIn, watchesNamed } from '../../ownership/namespaces.js';

const defaults = { controller: 'haproxy-ingress.github.io/controller', annotation: 'haproxy' };

/**
 * Which Ingresses haproxy-ingress (of haproxy-ingress.github.io) takes. The annotation goes before the field, unless `--ingress-class-precedence` is set and the two disagree.
 *
 * Source: jcmoraisjr/haproxy-ingress pkg/controller/services/cache.go, IsValidIngress and IsValidIngressClass; pkg/controller/config/{config,options}.go, 465a51c
 */
export const haproxyIngressOwnership: KindOwnership = {
  kind: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  classControllers: [defaults.controller],
  runs: 'in-cluster',
  recognise,
  servesClass: (controller, { spec }) => !isOn(controller, 'disable-ingress-class-api') && spec.controller === controllerName(controller),
  owns,
};

function recognise(workload: Workload, view: ClusterView): Controller | undefined {
  const { ref, flags, image, container } = workload;
  if (!/(?:^|\/)haproxy-ingress(?:-controller)?$/.test(image) && !/(?:^|\/)haproxy-ingress-controller$/.test(container.command?.[0] ?? '')) return undefined;
  const configMap = configMapOf(view, flags.get('configmap'), ref.namespace);
  return {
    kind: 'haproxy-ingress',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags,
    ...(configMap !== undefined && { configMap }),
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings: configMapWarnings(configMap),
  };
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  if (boolIn(controller.flags.get('watch-ingress')) === false) return notOwned('--watch-ingress=false leaves out every Ingress');
  const ofClass = byClass(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const watch = watchesNamed('watch-namespace', listIn(controller.flags.get('watch-namespace')), ingress.metadata.namespace);
  return watch.watched ? ofClass : notOwned(`${ofClass.reason}, but ${watch.reason}`);
}

function byClass(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofField = fieldOf(controller, ingress, view);
  const annotation = annotatedClass(ingress);
  if (annotation === undefined) return ofField ?? (isOn(controller, 'watch-ingress-without-class') ? owned('it has no class, and --watch-ingress-without-class is set') : notOwned('it has no class, and --watch-ingress-without-class is not set'));
  const ofAnnotation = byAnnotation(controller, annotation);
  if (ofField === undefined || ofField.owned === ofAnnotation.owned) return ofAnnotation;
  if (isOn(controller, 'ingress-class-precedence')) return { ...ofField, reason: `${ofField.reason}, which goes before the annotation as --ingress-class-precedence is set` };
  return { ...ofAnnotation, reason: `${ofAnnotation.reason}; the annotation goes before spec.ingressClassName` };
}

function fieldOf(controller: Controller, { spec: { ingressClassName } }: Ingress, view: ClusterView): Ownership | undefined {
  if (ingressClassName === undefined || isOn(controller, 'disable-ingress-class-api')) return undefined;
  return byField(view, ingressClassName, [controllerName(controller)], ingressClassName === annotationValue(controller));
}

function byAnnotation(controller: Controller, annotation: string): Ownership {
  const value = annotationValue(controller);
  return annotation === value ? owned(`the annotation kubernetes.io/ingress.class is ${annotation}, as --ingress-class is`) : notOwned(`the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}, and --ingress-class is ${value}`);
}

function controllerName({ flags }: Controller): string {
  const full = flags.get('full-controller-name') ?? '';
  const suffix = flags.get('controller-class') ?? '';
  if (full !== '') return full;
  return suffix === '' ? defaults.controller : `${defaults.controller}/${suffix.replace(/^\/+/, '')}`;
}

function annotationValue({ flags }: Controller): string {
  return flags.get('ingress-class') ?? defaults.annotation;
}

function isOn({ flags }: Controller, name: string): boolean {
  return boolIn(flags.get(name)) === true;
}
