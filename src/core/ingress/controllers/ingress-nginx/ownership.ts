import { boolIn, imageTag, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { configMapOf, configMapWarnings } from '../../discovery/config-map.js';
import { isUnexpanded } from '../../discovery/flags.js';
import { annotatedClass, byField, findClass, notOwned, owned, ownedAndDropped } from '../../ownership/class.js';
import { listIn, watchesNamed, watchesSelected, type Watch } from '../../ownership/namespaces.js';

/** Source: internal/ingress/controller/ingressclass/ingressclass.go v1.15.1. */
const defaults = { controller: 'k8s.io/ingress-nginx', annotation: 'nginx' };

/**
 * Which Ingresses an ingress-nginx takes: of a class of its `--controller-class`, or by the annotation or without a class where `ingressClassName` is not set. The default class counts for the API server alone.
 *
 * Source: kubernetes/ingress-nginx internal/ingress/controller/store/store.go, GetIngressClass and the handlers of Ingresses and IngressClasses; pkg/flags/flags.go, v1.15.1.
 * Releases before 1.0: internal/ingress/annotations/class/main.go, IsValid, v0.49.3
 */
export const ingressNginxOwnership: KindOwnership = {
  kind: 'ingress-nginx',
  title: 'ingress-nginx',
  classControllers: [defaults.controller],
  runs: 'in-cluster',
  recognise,
  servesClass: (controller, { metadata, spec }) => spec.controller === controllerClass(controller) || (isOn(controller, 'ingress-class-by-name') && metadata.name === annotationValue(controller)),
  owns,
};

function recognise(workload: Workload, view: ClusterView): Controller | undefined {
  if (!isIngressNginx(workload)) return undefined;
  const { ref, flags } = workload;
  const configMap = configMapOf(view, flags.get('configmap'), ref.namespace);
  const unknown = ['controller-class', 'ingress-class', 'watch-namespace', 'configmap'].filter((name) => isUnexpanded(flags.get(name)));
  return {
    kind: 'ingress-nginx',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags,
    ...(configMap !== undefined && { configMap }),
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: workload.container.image ?? workload.container.name }],
    warnings: [
      ...configMapWarnings(configMap),
      ...unknown.map((name) => `The flag --${name} of ${ref.namespace}/${ref.name} holds a variable that the snapshot does not tell: ${flags.get(name) ?? ''}.`),
      ...(isBeforeOne(workload) ? [`${ref.namespace}/${ref.name} is of a release before 1.0: whose an Ingress is was told as release 0.49 has it, how it is routed as release 1.15.`] : []),
    ],
  };
}

/** F5's controller is called much the same; its flags are others. */
function isIngressNginx({ image, container: { command = [], args = [] }, flags }: Workload): boolean {
  if (flags.has('nginx-configmaps')) return false;
  const program = [...command, ...args].find((word) => !word.startsWith('-') && !/(?:dumb-init|tini)$/.test(word)) ?? '';
  return /(?:^|\/)(?:ingress-nginx\/controller(?:-chroot)?|nginx-ingress-controller)$/.test(image) || /(?:^|\/)nginx-ingress-controller$/.test(program);
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofClass = isBeforeOne(controller.workload) ? byOldRules(controller, ingress) : byClass(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const watch = watchOf(controller, ingress, view);
  if (!watch.watched) return notOwned(`${ofClass.reason}, but ${watch.reason}`);
  const reason = watch.doubt === undefined ? ofClass.reason : `${ofClass.reason}; ${watch.doubt}`;
  // Rules for any host do not count as a catch-all: hasCatchAllIngressRule looks at the default backend alone.
  if (isOn(controller, 'disable-catch-all') && ingress.spec.defaultBackend !== undefined) return ownedAndDropped(`${reason}, but it has a defaultBackend, and --disable-catch-all leaves it out as a whole`);
  return owned(reason);
}

function byClass(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const { ingressClassName } = ingress.spec;
  const value = annotationValue(controller);
  if (ingressClassName !== undefined) {
    const found = findClass(view, ingressClassName);
    if (found.state === 'found' && isOn(controller, 'ingress-class-by-name') && ingressClassName === value) return owned(`spec.ingressClassName ${ingressClassName} has the name that --ingress-class and --ingress-class-by-name take`);
    return byField(view, ingressClassName, [controllerClass(controller)], ingressClassName === value);
  }
  const annotation = annotatedClass(ingress);
  if (annotation !== undefined) {
    return annotation === value ? owned(`the annotation kubernetes.io/ingress.class is ${annotation}, as --ingress-class is`) : notOwned(`the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}, and --ingress-class is ${value}`);
  }
  return isOn(controller, 'watch-ingress-without-class') ? owned('it has no class, and --watch-ingress-without-class is set') : notOwned('it has no class, and --watch-ingress-without-class is not set');
}

/** The annotation goes before the field, both are compared with `--ingress-class`, and the class `nginx` takes what has none. */
function byOldRules(controller: Controller, ingress: Ingress): Ownership {
  const value = controller.flags.get('ingress-class') || defaults.annotation;
  const annotation = annotatedClass(ingress);
  const written = annotation ?? ingress.spec.ingressClassName ?? '';
  const where = annotation === undefined ? 'spec.ingressClassName' : 'the annotation kubernetes.io/ingress.class';
  if (written === value) return owned(`${where} is ${written}, as --ingress-class is`);
  if (written === '') return value === defaults.annotation ? owned('it has no class, which a release before 1.0 takes where --ingress-class is nginx') : notOwned(`it has no class, and --ingress-class is ${value}`);
  return notOwned(`${where} is ${written}, and --ingress-class is ${value}`);
}

function watchOf({ flags }: Controller, { metadata }: Ingress, view: ClusterView): Watch {
  const selector = flags.get('watch-namespace-selector') ?? '';
  if (selector !== '') return watchesSelected(view, 'watch-namespace-selector', selector, metadata.namespace);
  return watchesNamed('watch-namespace', listIn(flags.get('watch-namespace')).slice(0, 1), metadata.namespace);
}

function controllerClass({ flags }: Controller): string {
  return flags.get('controller-class') ?? defaults.controller;
}

function annotationValue({ flags }: Controller): string {
  return flags.get('ingress-class') ?? defaults.annotation;
}

function isOn({ flags }: Controller, name: string): boolean {
  return boolIn(flags.get(name)) === true;
}

function isBeforeOne(workload: Workload | undefined): boolean {
  return /^(?:nginx-)?v?0\.\d/.test(imageTag(workload?.container.image ?? '') ?? '');
}
