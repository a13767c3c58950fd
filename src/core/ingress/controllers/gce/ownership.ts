import { boolIn, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, notOwned, owned } from '../../ownership/class.js';

/**
 * Which Ingresses the controller of Google’s load balancers (ingress-gce, part of GKE) takes: by the annotation, whatever the field says; without the annotation, or with an empty one, those that name no class in the field.
 *
 * Source: kubernetes/ingress-gce pkg/utils/utils.go, IsGCEIngress and IsGCEMultiClusterIngress; pkg/annotations/ingress.go; pkg/flags/flags.go, acbcf5d
 */
export const gceOwnership: KindOwnership = {
  kind: 'gce',
  title: 'GKE Ingress (ingress-gce)',
  classControllers: [],
  runs: 'elsewhere',
  recognise,
  presence,
  servesClass: () => false,
  owns: (controller, ingress) => byAnnotation(controller, ingress),
};

function recognise(workload: Workload): Controller | undefined {
  const { ref, image, flags, container } = workload;
  if (!/(?:^|\/)(?:ingress-gce-)?glbc$/.test(image)) return undefined;
  return { kind: 'gce', name: `${ref.namespace}/${ref.name}`, workload, flags, evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }], warnings: [] };
}

/** GKE runs it beside the API server, and keeps the Service of its default backend in kube-system as long as its add-on is on. */
function presence(view: ClusterView): Controller | undefined {
  const version = view.state.kubernetesVersion ?? '';
  if (!version.includes('-gke.')) return undefined;
  const service = view.get('Service', 'kube-system', 'default-http-backend');
  if (service === undefined && view.covers('Service', 'kube-system')) return undefined;
  return {
    kind: 'gce',
    name: 'gke-ingress',
    flags: new Map(),
    evidence: service === undefined ? [] : [{ kind: 'Service', namespace: 'kube-system', name: 'default-http-backend' }],
    warnings: ['GKE’s Ingress controller runs outside of the cluster: its flags were taken for their defaults.'],
  };
}

function byAnnotation({ flags }: Controller, ingress: Ingress): Ownership {
  const annotation = annotatedClass(ingress) ?? '';
  const told = `the annotation kubernetes.io/ingress.class is ${annotation}`;
  const configured = flags.get('ingress-class') ?? '';
  if (configured !== '' && annotation === configured) return owned(`${told}, as --ingress-class is`);
  switch (annotation) {
    case '':
      return ingress.spec.ingressClassName === undefined ? owned('it has no class') : notOwned(`spec.ingressClassName is ${ingress.spec.ingressClassName}; the controller takes no class by that field`);
    case 'gce':
      return boolIn(flags.get('enable-ingress-global-external')) === false ? notOwned(`${told}, and --enable-ingress-global-external is false`) : owned(told);
    case 'gce-internal':
    case 'gce-multi-cluster':
      return owned(told);
    case 'gce-regional-external':
      return boolIn(flags.get('enable-ingress-regional-external')) === true ? owned(told) : notOwned(`${told}, and --enable-ingress-regional-external is not set`);
    default:
      return notOwned(`${told}, which is none of gce, gce-internal, gce-regional-external and gce-multi-cluster`);
  }
}
