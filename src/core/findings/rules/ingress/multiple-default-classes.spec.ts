import { checkRule } from '../../cluster.table.js';
import { multipleDefaultClasses } from './multiple-default-classes.js';

const ingressClass = (name: string, mark: string | undefined, creationTimestamp?: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name, uid: name, creationTimestamp, ...(mark !== undefined && { annotations: { 'ingressclass.kubernetes.io/is-default-class': mark } }) },
  spec: { controller: 'k8s.io/ingress-nginx' },
});

checkRule(multipleDefaultClasses, [
  {
    name: 'the newest wins',
    cluster: [ingressClass('nginx', 'true', '2024-01-01T00:00:00Z'), ingressClass('traefik', 'true', '2025-01-01T00:00:00Z')],
    finds: ['warning IngressClass traefik: nginx and traefik are marked as the default. traefik is the newest, and is given to an Ingress without a class.'],
  },
  {
    name: 'of equals the first name wins',
    cluster: [ingressClass('traefik', 'true', '2024-01-01T00:00:00Z'), ingressClass('nginx', 'true', '2024-01-01T00:00:00Z')],
    finds: ['warning IngressClass nginx: nginx and traefik are marked as the default. nginx is the newest, and is given to an Ingress without a class.'],
  },
  {
    name: 'before 1.25 the API server refuses',
    cluster: [ingressClass('nginx', 'true', '2024-01-01T00:00:00Z'), ingressClass('traefik', 'true', '2025-01-01T00:00:00Z')],
    kubernetesVersion: 'v1.24.17',
    finds: ['warning IngressClass traefik: nginx and traefik are marked as the default. An Ingress without a class is refused.'],
  },
  {
    name: 'from 1.25 on the newest wins',
    cluster: [ingressClass('nginx', 'true', '2024-01-01T00:00:00Z'), ingressClass('traefik', 'true', '2025-01-01T00:00:00Z')],
    kubernetesVersion: 'v1.25.0',
    finds: ['warning IngressClass traefik: nginx and traefik are marked as the default. traefik is the newest, and is given to an Ingress without a class.'],
  },
  {
    name: 'manifests have no age',
    cluster: [ingressClass('nginx', 'true'), ingressClass('traefik', 'true')],
    finds: ['warning IngressClass nginx: nginx and traefik are marked as the default. The newest of them is given to an Ingress without a class.'],
  },
  { name: 'quiet: one default', cluster: [ingressClass('nginx', 'true'), ingressClass('traefik', undefined)] },
  { name: 'quiet: only the exact text true counts', cluster: [ingressClass('nginx', 'true'), ingressClass('traefik', 'True'), ingressClass('haproxy', 'false')] },
]);
