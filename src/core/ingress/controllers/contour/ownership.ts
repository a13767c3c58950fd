import type { Ingress } from '../../../cluster/index.js';
import type { Controller, KindOwnership, Ownership, Workload } from '../../controller.js';
import { annotatedClass, notOwned, owned } from '../../ownership/class.js';
import { listIn, watchesNamed } from '../../ownership/namespaces.js';

const ownAnnotation = 'projectcontour.io/ingress.class';
const fallback = 'contour';

/**
 * Which Ingresses Contour takes: by the name of their class alone, whether or not there is such an IngressClass and whatever its controller. Its own annotation goes before the common one, an annotation that is not empty before the field.
 *
 * Source: projectcontour/contour internal/ingressclass/ingressclass.go, MatchesIngress; internal/annotation/annotations.go, IngressClass; cmd/contour/{serve,servecontext}.go, 31c4bb3
 */
export const contourOwnership: KindOwnership = {
  kind: 'contour',
  title: 'Contour',
  classControllers: ['projectcontour.io/contour', 'projectcontour.io/projectcontour/contour', 'projectcontour.io/ingress-controller'],
  runs: 'in-cluster',
  recognise,
  servesClass: (controller, { metadata }) => namesOf(controller).includes(metadata.name),
  owns,
};

function recognise(workload: Workload): Controller | undefined {
  const { ref, flags, image, container } = workload;
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  if (!/(?:^|\/)contour$/.test(image) || !words.includes('serve')) return undefined;
  return {
    kind: 'contour',
    name: `${ref.namespace}/${ref.name}`,
    workload,
    flags,
    evidence: [{ ...ref, field: 'spec.template.spec.containers', value: container.image ?? container.name }],
    warnings: flags.has('contour-config-name') ? [`${ref.namespace}/${ref.name} takes its settings from the ContourConfiguration ${flags.get('contour-config-name') ?? ''}, which a snapshot does not hold: its class was taken for ${fallback}.`] : [],
  };
}

function owns(controller: Controller, ingress: Ingress): Ownership {
  const ofClass = byName(controller, ingress);
  if (!ofClass.owned) return ofClass;
  const watch = watchesNamed('watch-namespaces', listIn(controller.flags.get('watch-namespaces')), ingress.metadata.namespace);
  return watch.watched ? ofClass : notOwned(`${ofClass.reason}, but ${watch.reason}`);
}

function byName(controller: Controller, ingress: Ingress): Ownership {
  const own = ingress.metadata.annotations?.[ownAnnotation];
  const annotation = own ?? annotatedClass(ingress) ?? '';
  const name = annotation === '' ? (ingress.spec.ingressClassName ?? '') : annotation;
  const where = annotation === '' ? 'spec.ingressClassName' : `the annotation ${own === undefined ? 'kubernetes.io/ingress.class' : ownAnnotation}`;
  const told = name === '' ? 'it has no class' : `${where} is ${name}`;
  const isConfigured = controller.flags.has('ingress-class-name');
  if (!isConfigured) return name === '' || name === fallback ? owned(`${told}, and --ingress-class-name is not set`) : notOwned(`${told}, and without --ingress-class-name only ${fallback} and no class are taken`);
  const names = namesOf(controller);
  return names.includes(name) ? owned(`${told}, as --ingress-class-name says`) : notOwned(`${told}, and --ingress-class-name is ${names.join(',')}`);
}

function namesOf({ flags }: Controller): readonly string[] {
  return flags.get('ingress-class-name')?.split(',') ?? [fallback];
}
