import { textAt, yamlOf, type ClusterView, type Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { configMapOf, configMapWarnings } from '../../discovery/config-map.js';
import { annotatedClass, byField, findClass, notOwned, owned } from '../../ownership/class.js';

const classController = 'istio.io/ingress-controller';

/**
 * Which Ingresses Istio takes: by the annotation if there is one, then by the controller of the class, then, in mode DEFAULT alone, those without a class. A class that is not there is none.
 *
 * Source: istio/istio pilot/pkg/config/kube/ingress/virtualservices.go, shouldProcessIngressWithClass; ingress.go, SupportedIngresses; pkg/config/mesh/mesh.go, DefaultMeshConfig, 86c9f01
 */
export const istioOwnership: KindOwnership = {
  kind: 'istio',
  title: 'Istio',
  classControllers: [classController],
  runs: 'in-cluster',
  recognise,
  servesClass: (_, { spec }) => spec.controller === classController,
  owns,
};

function recognise(workload: Workload, view: ClusterView): Controller | undefined {
  const { ref, image, flags, container, labels } = workload;
  if (!/(?:^|\/)pilot$/.test(image) || !(container.args ?? []).includes('discovery')) return undefined;
  const revision = labels['istio.io/rev'] ?? 'default';
  const configMap = configMapOf(view, revision === 'default' ? 'istio' : `istio-${revision}`, ref.namespace);
  const mesh = yamlOf(configMap?.data?.['mesh']);
  const settings = ['ingressControllerMode', 'ingressClass'].flatMap((name) => {
    const value = textAt(mesh, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'istio',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags: new Map([...flags, ...settings]),
    ...(configMap !== undefined && { configMap }),
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings: configMapWarnings(configMap),
  };
}

function owns({ flags }: Controller, ingress: Ingress, view: ClusterView): Ownership {
  const mode = flags.get('ingressControllerMode') ?? 'STRICT';
  const meshClass = flags.get('ingressClass') ?? 'istio';
  const annotation = annotatedClass(ingress);
  if (annotation !== undefined) {
    const told = `the annotation kubernetes.io/ingress.class is ${JSON.stringify(annotation)}`;
    if (mode === 'OFF') return notOwned(`${told}, and ingressControllerMode is OFF`);
    return annotation === meshClass ? owned(`${told}, as the mesh’s ingressClass is`) : notOwned(`${told}, and the mesh’s ingressClass is ${meshClass}`);
  }
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined && findClass(view, ingressClassName).state !== 'missing') return byField(view, ingressClassName, [classController], ingressClassName === meshClass);
  const told = ingressClassName === undefined ? 'it has no class' : `spec.ingressClassName ${ingressClassName} names no IngressClass, which counts as none`;
  return mode === 'DEFAULT' ? owned(`${told}, and ingressControllerMode is DEFAULT`) : notOwned(`${told}, and ingressControllerMode is ${mode}`);
}
