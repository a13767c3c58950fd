import { boolIn, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, byField, notOwned, owned } from '../../ownership/class.js';
import { listIn, watchesNamed, watchesSelected } from '../../ownership/namespaces.js';
import { isTraefik, optionsOf } from '../traefik/options.js';

const provider = 'providers.kubernetesingressnginx';
const defaults = { controller: 'k8s.io/ingress-nginx', annotation: 'nginx' };

/**
 * Traefik's other provider, which reads the annotations of ingress-nginx and takes its classes. Where no IngressClass is its own, it does not look at `spec.ingressClassName` at all.
 *
 * Source: traefik/traefik pkg/provider/kubernetes/ingress-nginx/build.go, shouldProcess; client.go, filterIngressClass; kubernetes.go, SetDefaults, fd5a576 (v3.7)
 */
export const traefikNginxProviderOwnership: KindOwnership = {
  kind: 'traefik-nginx-provider',
  title: 'Traefik’s provider kubernetesIngressNGINX',
  classControllers: [],
  runs: 'in-cluster',
  recognise,
  servesClass,
  owns,
};

function recognise(workload: Workload, view: ClusterView): Controller | undefined {
  if (!isTraefik(workload)) return undefined;
  const { flags, warnings } = optionsOf(workload, view);
  if (![...flags].some(([name, value]) => (name === provider && value !== 'false') || name.startsWith(`${provider}.`))) return undefined;
  const { ref, container } = workload;
  return {
    kind: 'traefik-nginx-provider',
    name: `${ref.namespace}/${ref.name} (kubernetesIngressNGINX)`,
    workload,
    flags,
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings,
  };
}

function servesClass(controller: Controller, { metadata, spec }: { readonly metadata: { readonly name: string }; readonly spec: { readonly controller?: string } }): boolean {
  return spec.controller === option(controller, 'controllerclass', defaults.controller) || (isOn(controller, 'ingressclassbyname') && metadata.name === option(controller, 'ingressclass', defaults.annotation));
}

function owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const ofClass = byClass(controller, ingress, view);
  if (!ofClass.owned) return ofClass;
  const selector = option(controller, 'watchnamespaceselector', '');
  const { namespace } = ingress.metadata;
  const watch = selector === '' ? watchesNamed(`${provider}.watchnamespace`, listIn(option(controller, 'watchnamespace', '')), namespace) : watchesSelected(view, `${provider}.watchnamespaceselector`, selector, namespace);
  return watch.watched ? ofClass : notOwned(`${ofClass.reason}, but ${watch.reason}`);
}

function byClass(controller: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const value = option(controller, 'ingressclass', defaults.annotation);
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined && view.objects('IngressClass').some((each) => servesClass(controller, each))) {
    const found = view.get('IngressClass', '', ingressClassName);
    if (found !== undefined && servesClass(controller, found)) return owned(`spec.ingressClassName ${ingressClassName} is one of its IngressClasses`);
    return byField(view, ingressClassName, [option(controller, 'controllerclass', defaults.controller)], ingressClassName === value);
  }
  const annotation = annotatedClass(ingress);
  if (annotation !== undefined) return annotation === value ? owned(`the annotation kubernetes.io/ingress.class is ${annotation}`) : notOwned(`the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}, and its option ingressClass is ${value}`);
  return isOn(controller, 'watchingresswithoutclass') ? owned('it has no class, and the option watchIngressWithoutClass is set') : notOwned('it has no class of this provider, and the option watchIngressWithoutClass is not set');
}

function option({ flags }: Controller, name: string, fallback: string): string {
  return flags.get(`${provider}.${name}`) ?? fallback;
}

function isOn(controller: Controller, name: string): boolean {
  return boolIn(option(controller, name, 'false')) === true;
}
