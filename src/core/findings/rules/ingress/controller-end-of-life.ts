import { count, enumerate } from '../../../analysis/index.js';
import { controllersOf, ownersOf } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { ownershipConsults, ownershipReads } from './ingresses.js';

export const controllerEndOfLife: Rule = {
  id: 'controller-end-of-life',
  code: 'ING-016',
  severity: 'warning',
  title: 'Ingresses are served by ingress-nginx, which has ended',
  checks: 'A workload of the cluster is ingress-nginx and serves at least one Ingress. Quiet where it serves none, and for other controllers on nginx (F5’s nginx.org/ingress-controller).',
  why: 'kubernetes/ingress-nginx was retired in March 2026: there are no further releases, and holes are not mended.',
  fix: 'Plan to leave it: the migration report of the snapshot tells what carries over to Gateway API, and what does not.',
  source: 'kubernetes.io blog, 2025-11-11, Ingress NGINX Retirement; kubernetes/ingress-nginx README.md, v1.15.1',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    for (const controller of controllersOf(view)) {
      yield;
      const { workload } = controller;
      if (controller.kind !== 'ingress-nginx' || workload === undefined) continue;
      const served = ownersOf(view).filter(({ owners }) => owners.some((each) => each.controller === controller && each.served));
      if (served.length === 0) continue;
      const used = [...new Set(served.flatMap(({ ingress }) => Object.keys(ingress.metadata.annotations ?? {}).filter((name) => name.startsWith('nginx.ingress.kubernetes.io/'))))].sort();
      const annotations = used.length === 0 ? 'none of its annotations is in use' : `of its annotations ${used.length === 1 ? 'is' : 'are'} in use: ${enumerate(used.map((name) => name.slice(name.indexOf('/') + 1)), 8)}`;
      yield { subject: workload.ref, detail: `It serves ${count(served.length, 'Ingress', 'Ingresses')}; ${annotations}.`, evidence: [{ ...workload.ref, field: 'spec.template.spec.containers', value: workload.container.image }] };
    }
  },
};
