import type { OwnershipCase } from './ownership.table.js';

const traefik = { traefik: 'traefik.io/ingress-controller' };
const provider = '--providers.kubernetesingress';

export const traefikCases: readonly OwnershipCase[] = [
  { name: 'the field names a class of its controller', flags: [provider], classes: traefik, ingress: { field: 'traefik' }, owned: true },
  { name: 'the field names any class of its controller where no name is set', flags: [provider], classes: { public: 'traefik.io/ingress-controller' }, ingress: { field: 'public' }, owned: true },
  { name: 'the option names another class', flags: [`${provider}.ingressclass=internal`], classes: traefik, ingress: { field: 'traefik' }, owned: false },
  { name: 'the option names it, whatever the case of the flag', flags: ['--providers.kubernetesIngress.ingressClass=traefik'], classes: traefik, ingress: { field: 'traefik' }, owned: true },
  { name: 'a class of another controller', flags: [provider], classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx' }, owned: false },
  { name: 'a class of another controller is not made good by the annotation', flags: [provider], classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx', annotation: 'traefik' }, owned: false },
  { name: 'no such class', flags: [provider], ingress: { field: 'gone' }, owned: false },
  { name: 'without a class, and no option', flags: [provider], ingress: {}, owned: true },
  { name: 'an empty annotation, and no option', flags: [provider], ingress: { annotation: '' }, owned: true },
  { name: 'the annotation traefik, and no option', flags: [provider], ingress: { annotation: 'traefik' }, owned: true },
  { name: 'another annotation, and no option', flags: [provider], ingress: { annotation: 'nginx' }, owned: false },
  { name: 'without a class, and an option', flags: [`${provider}.ingressclass=internal`], ingress: {}, owned: false },
  { name: 'the annotation equals the option', flags: [`${provider}.ingressclass=internal`], ingress: { annotation: 'internal' }, owned: true },
  { name: 'the annotation traefik, and another option', flags: [`${provider}.ingressclass=internal`], ingress: { annotation: 'traefik' }, owned: false },
  { name: 'the look-up of classes is switched off', flags: [`${provider}.disableingressclasslookup=true`], classes: traefik, ingress: { field: 'traefik' }, owned: false },
  { name: 'the look-up is switched off, and the annotation still counts', flags: [`${provider}.disableingressclasslookup=true`], ingress: { annotation: 'traefik' }, owned: true },
  { name: 'the namespaces leave it out', flags: [`${provider}.namespaces=pay,other`], classes: traefik, ingress: { field: 'traefik' }, owned: false },
  { name: 'the labels match', flags: [`${provider}.labelselector=tier=front`], classes: traefik, ingress: { field: 'traefik', labels: { tier: 'front' } }, owned: true },
  { name: 'the labels do not match', flags: [`${provider}.labelselector=tier=front`], classes: traefik, ingress: { field: 'traefik' }, owned: false },
  { name: 'by a variable', flags: [], env: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSCLASS: 'internal' }, ingress: { annotation: 'internal' }, owned: true },
];

const nginxProvider = '--providers.kubernetesingressnginx';

export const traefikNginxProviderCases: readonly OwnershipCase[] = [
  { name: 'a class of ingress-nginx', flags: [nginxProvider], classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx' }, owned: true },
  { name: 'a class of another controller', flags: [nginxProvider], classes: { nginx: 'k8s.io/ingress-nginx', alb: 'ingress.k8s.aws/alb' }, ingress: { field: 'alb' }, owned: false },
  { name: 'no class of its own: the field is not read, and the annotation counts', flags: [nginxProvider], classes: { alb: 'ingress.k8s.aws/alb' }, ingress: { field: 'alb', annotation: 'nginx' }, owned: true },
  { name: 'no class of its own, and what has none is watched: whatever the field says', flags: [`${nginxProvider}.watchingresswithoutclass=true`], classes: { alb: 'ingress.k8s.aws/alb' }, ingress: { field: 'alb' }, owned: true },
  { name: 'without a class', flags: [nginxProvider], ingress: {}, owned: false },
];

const haproxy = { haproxy: 'haproxy-ingress.github.io/controller' };

export const haproxyIngressCases: readonly OwnershipCase[] = [
  { name: 'the field names a class of its controller', classes: haproxy, ingress: { field: 'haproxy' }, owned: true },
  { name: 'the class of HAProxy Technologies’ controller', classes: { haproxy: 'haproxy.org/ingress-controller' }, ingress: { field: 'haproxy' }, owned: false },
  { name: 'the annotation wins over a class of its own', classes: haproxy, ingress: { field: 'haproxy', annotation: 'nginx' }, owned: false },
  { name: 'the annotation wins over a foreign class', classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx', annotation: 'haproxy' }, owned: true },
  { name: 'the class wins where it has precedence', flags: ['--ingress-class-precedence'], classes: haproxy, ingress: { field: 'haproxy', annotation: 'nginx' }, owned: true },
  { name: 'no such class', classes: haproxy, ingress: { field: 'gone' }, owned: false },
  { name: 'no such class, and what has none is watched', flags: ['--watch-ingress-without-class'], ingress: { field: 'gone' }, owned: false },
  { name: 'without a class', classes: haproxy, ingress: {}, owned: false },
  { name: 'without a class, and what has none is watched', flags: ['--watch-ingress-without-class'], ingress: {}, owned: true },
  { name: 'an empty annotation, and what has none is watched', flags: ['--watch-ingress-without-class'], ingress: { annotation: '' }, owned: false },
  { name: 'the look-up of classes is switched off: the field does not count', flags: ['--disable-ingress-class-api', '--watch-ingress-without-class'], classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx' }, owned: true },
  { name: '--controller-class is a suffix', flags: ['--controller-class=staging'], classes: { staging: 'haproxy-ingress.github.io/controller/staging' }, ingress: { field: 'staging' }, owned: true },
  { name: '--full-controller-name is the whole', flags: ['--full-controller-name=example.com/h', '--controller-class=staging'], classes: { h: 'example.com/h' }, ingress: { field: 'h' }, owned: true },
  { name: 'Ingresses are not watched at all', flags: ['--watch-ingress=false'], classes: haproxy, ingress: { field: 'haproxy' }, owned: false },
];

export const contourCases: readonly OwnershipCase[] = [
  { name: 'without a class', ingress: {}, owned: true },
  { name: 'the field contour, and no such IngressClass', ingress: { field: 'contour' }, owned: true },
  { name: 'another name', classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx' }, owned: false },
  { name: 'a class of its controller by another name', classes: { public: 'projectcontour.io/ingress-controller' }, ingress: { field: 'public' }, owned: false },
  { name: 'the name contour, of another controller', classes: { contour: 'k8s.io/ingress-nginx' }, ingress: { field: 'contour' }, owned: true },
  { name: 'the annotation goes before the field', ingress: { field: 'nginx', annotation: 'contour' }, owned: true },
  { name: 'its own annotation goes before the common one', ingress: { annotation: 'contour', annotations: { 'projectcontour.io/ingress.class': 'other' } }, owned: false },
  { name: 'an empty annotation leaves it to the field', ingress: { field: 'nginx', annotation: '' }, owned: false },
  { name: 'named: one of several', flags: ['--ingress-class-name=public,internal'], ingress: { field: 'internal' }, owned: true },
  { name: 'named: without a class', flags: ['--ingress-class-name=public'], ingress: {}, owned: false },
  { name: 'the namespaces leave it out', flags: ['--watch-namespaces=pay'], ingress: {}, owned: false },
];

const kong = { kong: 'ingress-controllers.konghq.com/kong' };

export const kongCases: readonly OwnershipCase[] = [
  { name: 'the field, and no such IngressClass', ingress: { field: 'kong' }, owned: true },
  { name: 'a class of its controller by another name', classes: { public: 'ingress-controllers.konghq.com/kong' }, ingress: { field: 'public' }, owned: false },
  { name: 'the annotation', ingress: { annotation: 'kong' }, owned: true },
  { name: 'another annotation goes before the field', ingress: { field: 'kong', annotation: 'nginx' }, owned: false },
  { name: 'an empty annotation leaves it to the field', ingress: { field: 'kong', annotation: '' }, owned: true },
  { name: 'an empty annotation alone', classes: kong, defaults: ['kong'], ingress: { annotation: '' }, owned: false },
  { name: 'without a class', classes: kong, ingress: {}, owned: false },
  { name: 'without a class, and its own is the default', classes: kong, defaults: ['kong'], ingress: {}, owned: true },
  { name: 'by a variable', env: { CONTROLLER_INGRESS_CLASS: 'internal' }, ingress: { field: 'internal' }, owned: true },
  { name: 'the namespaces leave it out', flags: ['--watch-namespace=pay,other'], ingress: { field: 'kong' }, owned: false },
];

const alb = { alb: 'ingress.k8s.aws/alb' };

export const awsCases: readonly OwnershipCase[] = [
  { name: 'the field names a class of its controller', classes: alb, ingress: { field: 'alb' }, owned: true },
  { name: 'the annotation alb, without a class', ingress: { annotation: 'alb' }, owned: true },
  { name: 'another annotation goes before the field', classes: alb, ingress: { field: 'alb', annotation: 'nginx' }, owned: false },
  { name: 'no such class', classes: alb, ingress: { field: 'gone' }, owned: false },
  { name: 'without a class', classes: alb, ingress: {}, owned: false },
  { name: 'without a class, and its own is the default now', classes: alb, defaults: ['alb'], ingress: {}, owned: true },
  { name: 'without a class, and another is the default', classes: { ...alb, nginx: 'k8s.io/ingress-nginx' }, defaults: ['nginx'], ingress: {}, owned: false },
  { name: 'without a class, and two are the default', classes: { ...alb, nginx: 'k8s.io/ingress-nginx' }, defaults: ['alb', 'nginx'], ingress: {}, owned: false },
  { name: 'without a class, and an empty --ingress-class', flags: ['--ingress-class='], classes: alb, ingress: {}, owned: true },
  { name: 'a group whose name is none', classes: alb, ingress: { field: 'alb', annotations: { 'alb.ingress.kubernetes.io/group.name': 'Shop!' } }, owned: true, served: false },
];

export const gceCases: readonly OwnershipCase[] = [
  { name: 'without a class', ingress: {}, owned: true },
  { name: 'the annotation gce, whatever the field', classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx', annotation: 'gce' }, owned: true },
  { name: 'the annotation gce-internal', ingress: { annotation: 'gce-internal' }, owned: true },
  { name: 'the field gce is not understood', ingress: { field: 'gce' }, owned: false },
  { name: 'another annotation', ingress: { annotation: 'nginx' }, owned: false },
  { name: 'an empty annotation', ingress: { annotation: '' }, owned: true },
  { name: 'an annotation of its own', flags: ['--ingress-class=mine'], ingress: { annotation: 'mine' }, owned: true },
  { name: 'regional external, which is off', ingress: { annotation: 'gce-regional-external' }, owned: false },
];

const istio = { istio: 'istio.io/ingress-controller' };

export const istioCases: readonly OwnershipCase[] = [
  { name: 'the field names a class of its controller', classes: istio, ingress: { field: 'istio' }, owned: true },
  { name: 'the annotation', ingress: { annotation: 'istio' }, owned: true },
  { name: 'another annotation goes before the field', classes: istio, ingress: { field: 'istio', annotation: 'nginx' }, owned: false },
  { name: 'without a class, in mode STRICT', classes: istio, ingress: {}, owned: false },
  { name: 'a class of another controller', classes: { nginx: 'k8s.io/ingress-nginx' }, ingress: { field: 'nginx' }, owned: false },
  { name: 'no such class, in mode STRICT', ingress: { field: 'gone' }, owned: false },
];
