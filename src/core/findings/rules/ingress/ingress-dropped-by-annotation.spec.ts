import { checkRule } from '../../cluster.table.js';
import { ingressDroppedByAnnotation } from './ingress-dropped-by-annotation.js';
import { ingress, nginx } from './ingress-nginx.table.js';

const path = ['x.test Prefix / web'];
const config = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx', uid: 'm' }, data });
/** The controller reads that ConfigMap. */
const configured = (data: object, ...ingresses: readonly object[]) => {
  const [deployment, ...rest] = structuredClone(nginx(...ingresses)) as [{ spec: { template: { spec: { containers: [{ args: string[] }] } } } }, ...object[]];
  deployment.spec.template.spec.containers[0].args.push('--configmap=ingress-nginx/ingress-nginx-controller');
  return [deployment, config(data), ...rest];
};
const key = (name: string) => `nginx.ingress.kubernetes.io/${name}`;

checkRule(ingressDroppedByAnnotation, [
  {
    name: 'a snippet',
    cluster: nginx(ingress('a', path, { 'configuration-snippet': 'return 204;' })),
    finds: [`error Ingress shop/a: ingress-nginx/controller leaves it out: ${key('configuration-snippet')} is an annotation of risk critical, and annotations-risk-level allows up to high.`],
  },
  {
    name: 'a value that must be right',
    cluster: nginx(ingress('a', path, { 'permanent-redirect': 'https://x.test/$uri' })),
    finds: [`error Ingress shop/a: ingress-nginx/controller leaves it out: the controller refuses the value "https://x.test/$uri" of ${key('permanent-redirect')}, and with it the whole Ingress.`],
  },
  {
    name: 'a forbidden word',
    cluster: configured({ 'annotation-value-word-blocklist': 'load_module,{' }, ingress('a', path, { 'upstream-vhost': 'a{b' })),
    finds: [`error Ingress shop/a: ingress-nginx/controller leaves it out: ${key('upstream-vhost')} contains "{", which annotation-value-word-blocklist of the ConfigMap forbids.`],
  },
  {
    name: 'a lower level',
    cluster: configured({ 'annotations-risk-level': 'Low' }, ingress('a', path, { 'rewrite-target': '/' })),
    finds: [`error Ingress shop/a: ingress-nginx/controller leaves it out: ${key('rewrite-target')} is an annotation of risk medium, and annotations-risk-level allows up to low.`],
  },
  {
    name: 'a path that looks like an attack',
    cluster: nginx(ingress('a', ['x.test Exact /etc/passwd web'])),
    finds: ['error Ingress shop/a: ingress-nginx/controller leaves it out: the path /etc/passwd looks like an attempt to write into the configuration (--deep-inspect).'],
  },
  { name: 'quiet: snippets are allowed', cluster: configured({ 'annotations-risk-level': 'Critical', 'allow-snippet-annotations': 'true' }, ingress('a', path, { 'configuration-snippet': 'return 204;' })) },
  { name: 'quiet: values that the controller only ignores', cluster: nginx(ingress('a', path, { 'rewrite-target': '{bad}', 'ssl-redirect': 'maybe', 'canary-weight': 'x', 'allowlist-source-range': 'oops' })) },
  { name: 'quiet: another class', cluster: nginx(ingress('a', path, { 'configuration-snippet': 'x' }, { ingressClassName: 'other' })) },
]);
