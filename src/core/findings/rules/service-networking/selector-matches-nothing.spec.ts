import { checkRule, pod, service, workload } from '../../cluster.table.js';
import { selectorMatchesNothing } from './selector-matches-nothing.js';

checkRule(selectorMatchesNothing, [
  {
    name: 'no pod has the labels: the one that nearly has them is named',
    cluster: [service({ selector: { app: 'web', tier: 'front' } }), pod('web-1', { labels: { app: 'web', tier: 'frontend' } }), pod('db-1', { labels: { app: 'db' } })],
    finds: ['error Service shop/web: No pod of namespace shop has app=web, tier=front. Closest: pod web-1 has tier=frontend instead of front.'],
  },
  {
    name: 'a misspelt value is found by its likeness, and replicas are told once',
    cluster: [service({ selector: { app: 'webb' } }), pod('web-1'), pod('web-2'), pod('db-1', { labels: { app: 'db' } })],
    finds: ['error Service shop/web: No pod of namespace shop has app=webb. Closest: pod web-1 has app=web instead of webb.'],
  },
  {
    name: 'a label that the pods lack altogether',
    cluster: [service({ selector: { app: 'web', release: 'blue' } }), pod('web-1')],
    finds: ['error Service shop/web: No pod of namespace shop has app=web, release=blue. Closest: pod web-1 has no label release.'],
  },
  {
    name: 'nothing is alike, and a pod of another namespace does not count',
    cluster: [service(), pod('web-1', { metadata: { namespace: 'other' } }), pod('db-1', { labels: { app: 'postgres' } })],
    finds: ['error Service shop/web: No pod of namespace shop has app=web. No pod comes close.'],
  },
  {
    name: 'the pods of a Deployment do not exist although they should',
    cluster: [service(), workload('Deployment', 'web', { replicas: 3 })],
    finds: ['error Service shop/web: app=web would match the pods of Deployment web, but these pods do not exist.'],
  },
  {
    name: 'a workload that is scaled to zero is no mistake',
    cluster: [service(), workload('Deployment', 'web', { replicas: 0 })],
    finds: ['info Service shop/web: app=web selects the pods of Deployment web, which runs none at the moment; connections are refused.'],
  },
  {
    name: 'a CronJob between two runs is no mistake',
    cluster: [
      service(),
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly', namespace: 'shop', uid: 'u' },
        spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } } } },
        status: {},
      },
    ],
    finds: ['info Service shop/web: app=web selects the pods of CronJob nightly, which runs none at the moment; connections are refused.'],
  },
  {
    name: 'a workload that an operator owns is scaled to zero',
    cluster: [service(), workload('ReplicaSet', 'web-5f', { replicas: 0 }, { metadata: { name: 'web-5f', namespace: 'shop', ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', uid: 'r', controller: true }] } })],
    finds: ['info Service shop/web: app=web selects the pods of ReplicaSet web-5f, which runs none at the moment; connections are refused.'],
  },
  {
    name: 'a role that no pod has now: a database of one instance has no replica',
    cluster: [service({ selector: { app: 'db', 'cnpg.io/instanceRole': 'replica' } }), pod('db-1', { labels: { app: 'db', 'cnpg.io/instanceRole': 'primary' } })],
    finds: ['info Service shop/web: No pod of namespace shop has app=db, cnpg.io/instanceRole=replica. Closest: pod db-1 has cnpg.io/instanceRole=primary instead of replica.'],
  },
  {
    name: 'a misspelt role is a mistake all the same',
    cluster: [service({ selector: { app: 'db', role: 'primray' } }), pod('db-1', { labels: { app: 'db', role: 'primary' } })],
    finds: ['error Service shop/web: No pod of namespace shop has app=db, role=primray. Closest: pod db-1 has role=primary instead of primray.'],
  },
  {
    name: 'the name of a headless Service resolves to nothing',
    cluster: [service({ clusterIP: 'None' }), workload('Deployment', 'web', { replicas: 0 })],
    finds: ['info Service shop/web: app=web selects the pods of Deployment web, which runs none at the moment; its name does not resolve.'],
  },
  {
    name: 'only pods that have ended match',
    cluster: [service(), pod('web-1', { status: { phase: 'Failed' } }), pod('web-2', { status: { phase: 'Succeeded' } })],
    finds: ['info Service shop/web: app=web matches web-1 and web-2, which ended and serve nobody; connections are refused.'],
  },
  { name: 'quiet: a pod matches', cluster: [service(), pod('web-1')] },
  { name: 'quiet: a pod matches and is not ready, which another rule tells', cluster: [service(), pod('web-1', { ready: false })] },
  { name: 'quiet: a pod matches with more labels than are asked for', cluster: [service(), pod('web-1', { labels: { app: 'web', tier: 'front' } })] },
  { name: 'quiet: a Service without a selector', cluster: [service({ selector: {} })] },
  { name: 'quiet: an ExternalName, whose selector nobody reads', cluster: [service({ type: 'ExternalName', externalName: 'db.example.com' })] },
  { name: 'quiet: the snapshot does not hold pods', cluster: [service()], coverage: { Pod: { state: 'forbidden' } } },
  { name: 'quiet: the snapshot holds pods of other namespaces only', cluster: [service()], coverage: { Pod: { state: 'collected', namespaces: ['other'] } } },
  {
    name: 'the snapshot holds the pods of this namespace only',
    cluster: [service()],
    coverage: { Pod: { state: 'collected', namespaces: ['shop'] } },
    finds: ['error Service shop/web: No pod of namespace shop has app=web. The snapshot holds no pod of this namespace.'],
  },
]);
