import { checkRule } from '../../cluster.table.js';
import { annotationIgnored } from './annotation-ignored.js';
import { controller, ingress, ingressClass } from './controllers.table.js';

const nginx = [controller(), ingressClass('nginx')];
const traefik = [controller(['--providers.kubernetesingress'], { image: 'traefik:v3.7' }), ingressClass('traefik', 'traefik.io/ingress-controller')];
const withAnnotations = (ingressClassName: string, ...names: readonly string[]) => ingress({ ingressClassName }, { annotations: Object.fromEntries(names.map((name) => [name, 'true'])) });

checkRule(annotationIgnored, [
  { name: 'those of F5 with ingress-nginx', cluster: [...nginx, withAnnotations('nginx', 'nginx.org/rewrites', 'nginx.com/jwt-key')], finds: ['warning Ingress shop/shop: ingress-nginx does not read nginx.com/jwt-key and nginx.org/rewrites.'] },
  { name: 'those of ingress-nginx with Traefik', cluster: [...traefik, withAnnotations('traefik', 'nginx.ingress.kubernetes.io/rewrite-target')], finds: ['warning Ingress shop/shop: traefik does not read nginx.ingress.kubernetes.io/rewrite-target.'] },
  { name: 'one that was removed', cluster: [...nginx, withAnnotations('nginx', 'nginx.ingress.kubernetes.io/secure-backends')], finds: ['warning Ingress shop/shop: ingress-nginx does not read nginx.ingress.kubernetes.io/secure-backends.'] },
  { name: 'the prefix of old', cluster: [...nginx, withAnnotations('nginx', 'ingress.kubernetes.io/rewrite-target')], finds: ['warning Ingress shop/shop: ingress-nginx does not read ingress.kubernetes.io/rewrite-target.'] },
  { name: 'ingress-nginx reads another prefix', cluster: [controller(['--annotations-prefix=edge.example']), ingressClass('nginx'), withAnnotations('nginx', 'nginx.ingress.kubernetes.io/rewrite-target', 'edge.example/rewrite-target')], finds: ['warning Ingress shop/shop: ingress-nginx does not read nginx.ingress.kubernetes.io/rewrite-target.'] },
  { name: 'quiet: its own', cluster: [...nginx, withAnnotations('nginx', 'nginx.ingress.kubernetes.io/rewrite-target')] },
  { name: 'quiet: what no ingress controller reads', cluster: [...nginx, withAnnotations('nginx', 'cert-manager.io/cluster-issuer', 'external-dns.alpha.kubernetes.io/hostname', 'meta.helm.sh/release-name')] },
  { name: 'quiet: nobody owns it', cluster: [...nginx, withAnnotations('gone', 'nginx.org/rewrites')] },
  { name: 'quiet: the owner is not known here', cluster: [ingressClass('f5', 'nginx.org/ingress-controller'), withAnnotations('f5', 'nginx.org/rewrites')] },
  { name: 'quiet: Traefik’s provider for ingress-nginx reads them', cluster: [controller(['--providers.kubernetesingressnginx'], { image: 'traefik:v3.7' }), ingressClass('nginx'), withAnnotations('nginx', 'nginx.ingress.kubernetes.io/rewrite-target')] },
]);
