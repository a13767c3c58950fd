import type { OwnershipCase } from '../../ownership/ownership.table.js';

const nginx = { nginx: 'k8s.io/ingress-nginx' };

/** The truth table of ingress-nginx 1.15.1, as its sources have it. The real controller is asked the same ways to name a class by `test/oracles/ingress-nginx/scenarios/ownership.ts`. */
export const ingressNginxCases: readonly OwnershipCase[] = [
  { name: 'the field names a class of its controller', classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: 'the class has another name; its controller decides', classes: { public: 'k8s.io/ingress-nginx' }, ingress: { field: 'public' }, owned: true },
  { name: 'the field wins over an annotation that says otherwise', classes: nginx, ingress: { field: 'nginx', annotation: 'traefik' }, owned: true },
  { name: 'the field names a class of another controller', classes: { ...nginx, alb: 'ingress.k8s.aws/alb' }, ingress: { field: 'alb' }, owned: false },
  { name: 'the class is called nginx and is of F5’s controller', classes: { nginx: 'nginx.org/ingress-controller' }, ingress: { field: 'nginx' }, owned: false },
  { name: 'a foreign class is not made good by the annotation', classes: { ...nginx, alb: 'ingress.k8s.aws/alb' }, ingress: { field: 'alb', annotation: 'nginx' }, owned: false },
  { name: 'the field names no class', classes: nginx, ingress: { field: 'gone' }, owned: false },
  { name: 'a dangling name is not without a class', flags: ['--watch-ingress-without-class=true'], classes: nginx, ingress: { field: 'gone' }, owned: false },
  { name: 'a dangling name is not made good by the annotation', classes: nginx, ingress: { field: 'gone', annotation: 'nginx' }, owned: false },
  { name: 'the annotation equals --ingress-class, and there is no class at all', ingress: { annotation: 'nginx' }, owned: true },
  { name: 'the annotation equals another --ingress-class', flags: ['--ingress-class=internal'], classes: nginx, ingress: { annotation: 'internal' }, owned: true },
  { name: 'the annotation names a class of its controller, and is compared with the flag alone', classes: { public: 'k8s.io/ingress-nginx' }, ingress: { annotation: 'public' }, owned: false },
  { name: 'the annotation has another value', classes: nginx, ingress: { annotation: 'traefik' }, owned: false },
  { name: 'the annotation is empty, which is not absent', classes: nginx, ingress: { annotation: '' }, owned: false },
  { name: 'the annotation is empty, and what has no class is watched', flags: ['--watch-ingress-without-class=true'], classes: nginx, ingress: { annotation: '' }, owned: false },
  { name: 'the annotation has another value, and what has no class is watched', flags: ['--watch-ingress-without-class=true'], classes: nginx, ingress: { annotation: 'traefik' }, owned: false },
  { name: 'no class, and what has none is watched', flags: ['--watch-ingress-without-class=true'], classes: nginx, ingress: {}, owned: true },
  { name: 'no class, and what has none is watched by a bare flag', flags: ['--watch-ingress-without-class'], classes: nginx, ingress: {}, owned: true },
  { name: 'no class, and the word false after a bare flag is nothing', flags: ['--watch-ingress-without-class', 'false'], classes: nginx, ingress: {}, owned: true },
  { name: 'no class, and the last of two flags counts', flags: ['--watch-ingress-without-class=true', '--watch-ingress-without-class=false'], classes: nginx, ingress: {}, owned: false },
  { name: 'no class, and what has none is not watched', classes: nginx, ingress: {}, owned: false },
  { name: 'no class, and its class is the default', classes: nginx, defaults: ['nginx'], ingress: {}, owned: false },
  { name: '--controller-class of its own: the class of that controller', flags: ['--controller-class=example.com/internal'], classes: { internal: 'example.com/internal' }, ingress: { field: 'internal' }, owned: true },
  { name: '--controller-class of its own: not the usual class', flags: ['--controller-class=example.com/internal'], classes: nginx, ingress: { field: 'nginx' }, owned: false },
  { name: '--controller-class of its own: the annotation is still that of --ingress-class', flags: ['--controller-class=example.com/internal'], classes: nginx, ingress: { annotation: 'nginx' }, owned: true },
  { name: '--ingress-class alone does not keep two controllers apart: the field is by controller', flags: ['--ingress-class=internal'], classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: '--ingress-class-by-name takes a class of another controller by its name', flags: ['--ingress-class-by-name=true', '--ingress-class=shared'], classes: { shared: 'example.com/other' }, ingress: { field: 'shared' }, owned: true },
  { name: '--ingress-class-by-name takes only the one name', flags: ['--ingress-class-by-name=true', '--ingress-class=shared'], classes: { shared: 'example.com/other', more: 'example.com/other' }, ingress: { field: 'more' }, owned: false },
  { name: '--ingress-class-by-name takes those of its controller too', flags: ['--ingress-class-by-name', '--ingress-class=shared'], classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: 'without --ingress-class-by-name the name means nothing', flags: ['--ingress-class=shared'], classes: { shared: 'example.com/other' }, ingress: { field: 'shared' }, owned: false },
  { name: '--watch-namespace of the Ingress', flags: ['--watch-namespace=shop'], classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: '--watch-namespace of another', flags: ['--watch-namespace=other'], classes: nginx, ingress: { field: 'nginx' }, owned: false },
  { name: '--watch-namespace-selector that matches', flags: ['--watch-namespace-selector=team=shop'], labels: { team: 'shop' }, classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: '--watch-namespace-selector that does not match', flags: ['--watch-namespace-selector=team=shop'], labels: { team: 'pay' }, classes: nginx, ingress: { field: 'nginx' }, owned: false },
  { name: '--watch-namespace-selector with a set', flags: ['--watch-namespace-selector=team in (pay,shop),!legacy'], labels: { team: 'shop' }, classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: '--disable-catch-all leaves out what has a default backend, its rules too', flags: ['--disable-catch-all'], classes: nginx, ingress: { field: 'nginx', defaultBackend: true }, owned: true, served: false },
  { name: '--disable-catch-all does not touch what has none', flags: ['--disable-catch-all=true'], classes: nginx, ingress: { field: 'nginx' }, owned: true },
  { name: 'the worked example: no class', flags: ['--watch-ingress-without-class=true', '--default-backend-service=app-space/default-backend-service', '--controller-class=k8s.io/ingress-nginx', '--ingress-class=nginx'], classes: nginx, ingress: {}, owned: true },
];

/** Releases before 1.0. */
export const ingressNginxBeforeOneCases: readonly OwnershipCase[] = [
  { name: 'no class, and --ingress-class is nginx', ingress: {}, owned: true },
  { name: 'no class, and --ingress-class is another', flags: ['--ingress-class=internal'], ingress: {}, owned: false },
  { name: 'the annotation goes before the field', classes: nginx, ingress: { field: 'nginx', annotation: 'other' }, owned: false },
  { name: 'the annotation is empty', ingress: { annotation: '' }, owned: true },
  { name: 'the field is compared with --ingress-class', flags: ['--ingress-class=internal'], ingress: { field: 'internal' }, owned: true },
  { name: 'a class of its controller with another name is not its', classes: { public: 'k8s.io/ingress-nginx' }, ingress: { field: 'public' }, owned: false },
].map((each) => ({ ...each, image: 'quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0' }));
