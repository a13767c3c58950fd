import { matchesSelector, parseLabelSelector, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { InputError } from '../../../errors.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, byField, notOwned, owned } from '../../ownership/class.js';
import { listIn, watchesNamed } from '../../ownership/namespaces.js';
import { isTraefik, optionsOf, type TraefikOptions } from './options.js';

const provider = 'providers.kubernetesingress';
const classController = 'traefik.io/ingress-controller';

/**
 * Which Ingresses Traefik's provider kubernetesIngress takes. The field goes before the annotation, which is compared with the option `ingressClass` alone; without that option `traefik`, '' and none are taken.
 *
 * Source: traefik/traefik pkg/provider/kubernetes/ingress/kubernetes.go, shouldProcessIngress and loadConfigurationFromIngresses; client.go, GetIngressClasses and WatchAll, fd5a576 (v3.7)
 */
export const traefikOwnership: KindOwnership = {
  kind: 'traefik',
  title: 'Traefik',
  classControllers: [classController],
  runs: 'in-cluster',
  recognise,
  servesClass: (controller, { metadata, spec }) => spec.controller === classController && !looksNoClassesUp(controller) && [metadata.name, ''].includes(option(controller, 'ingressclass')),
  owns,
};

function recognise(workload: Workload, view: ClusterView): Controller | undefined {
  if (!isTraefik(workload)) return undefined;
  const options = optionsOf(workload, view);
  return hasProvider(options) ? controllerOf(workload, options) : undefined;
}

function hasProvider({ flags }: TraefikOptions): boolean {
  return [...flags].some(([name, value]) => (name === provider && value !== 'false') || name.startsWith(`${provider}.`));
}

function controllerOf(workload: Workload, { flags, warnings }: TraefikOptions): Controller {
  const { ref, container } = workload;
  return {
    kind: 'traefik',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags,
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings,
  };
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofClass = byClass(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const watch = watchesNamed(`${provider}.namespaces`, listIn(option(controller, 'namespaces')), ingress.metadata.namespace);
  if (!watch.watched) return notOwned(`${ofClass.reason}, but ${watch.reason}`);
  const selector = option(controller, 'labelselector');
  if (selector !== '' && !isSelected(selector, ingress)) return notOwned(`${ofClass.reason}, but its labels do not match --${provider}.labelselector=${selector}`);
  return ofClass;
}

function byClass(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const wanted = option(controller, 'ingressclass');
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined) {
    if (looksNoClassesUp(controller)) return notOwned('it names a class in spec.ingressClassName, and the look-up of IngressClasses is switched off');
    if (wanted !== '' && wanted !== ingressClassName) return notOwned(`spec.ingressClassName is ${ingressClassName}, and --${provider}.ingressclass is ${wanted}`);
    return byField(view, ingressClassName, [classController], ingressClassName === (wanted || 'traefik'));
  }
  const annotation = annotatedClass(ingress);
  const told = annotation === undefined ? 'it has no class' : `the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}`;
  if (wanted === (annotation ?? '')) return owned(wanted === '' ? `${told}, and --${provider}.ingressclass is not set` : `${told}, as --${provider}.ingressclass is`);
  if (wanted === '' && annotation === 'traefik') return owned(`${told}, which is taken where --${provider}.ingressclass is not set`);
  return notOwned(`${told}, and --${provider}.ingressclass is ${wanted === '' ? 'not set' : wanted}`);
}

function isSelected(selector: string, { metadata }: Ingress): boolean {
  try {
    return matchesSelector(parseLabelSelector(selector), metadata.labels);
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

function looksNoClassesUp(controller: Controller): boolean {
  return ['disableingressclasslookup', 'disableclusterscoperesources'].some((name) => option(controller, name) === 'true');
}

function option({ flags }: Controller, name: string): string {
  return flags.get(`${provider}.${name}`) ?? '';
}
