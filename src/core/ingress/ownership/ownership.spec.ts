import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { ingressNginxBeforeOneCases, ingressNginxCases } from '../controllers/ingress-nginx/ownership.table.js';
import { controllersOf } from '../discovery/discover.js';
import { awsCases, contourCases, gceCases, haproxyIngressCases, istioCases, kongCases, traefikCases, traefikNginxProviderCases } from './controllers.table.js';
import { objectsOf, type OwnershipCase } from './ownership.table.js';
import { ownersOf } from './owners.js';

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;

describe.each<[string, { image: string; command?: string[]; args?: string[] }, readonly OwnershipCase[]]>([
  ['ingress-nginx', { image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller'] }, [...ingressNginxCases, ...ingressNginxBeforeOneCases]],
  ['traefik', { image: 'traefik:v3.7' }, traefikCases],
  ['traefik-nginx-provider', { image: 'traefik:v3.7' }, traefikNginxProviderCases],
  ['haproxy-ingress', { image: 'quay.io/jcmoraisjr/haproxy-ingress:v0.17.0' }, haproxyIngressCases],
  ['contour', { image: 'ghcr.io/projectcontour/contour:v1.33.0', command: ['contour'], args: ['serve', '--incluster'] }, contourCases],
  ['kong', { image: 'kong/kubernetes-ingress-controller:3.5' }, kongCases],
  ['aws-load-balancer-controller', { image: 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.0' }, awsCases],
  ['gce', { image: 'k8s.gcr.io/ingress-gce-glbc-amd64:v1.6.0' }, gceCases],
  ['istio', { image: 'docker.io/istio/pilot:1.27.0', args: ['discovery'] }, istioCases],
])('%s', (kind, workload, cases) => {
  it('owns and serves what its sources say', () => {
    const wrong = cases.flatMap((each) => {
      const view = new ClusterView({ ...readCluster(objectsOf(each, workload)), coverage: whole });
      const found = controllersOf(view).find((controller) => controller.kind === kind);
      const verdict = ownersOf(view)[0]!.owners.find(({ controller }) => controller === found);
      const told = found === undefined ? 'not recognised' : verdict === undefined ? 'not owned' : verdict.served ? 'served' : 'owned, not served';
      const expected = !each.owned ? 'not owned' : (each.served ?? true) ? 'served' : 'owned, not served';
      return told === expected ? [] : [`${each.name}: ${told}, expected ${expected}`];
    });
    expect(wrong).toEqual([]);
  });
});
