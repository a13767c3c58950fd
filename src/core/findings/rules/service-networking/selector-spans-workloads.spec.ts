import { checkRule, pod, service } from '../../cluster.table.js';
import { selectorSpansWorkloads } from './selector-spans-workloads.js';

const web = (name: string, more: object = {}) => pod(name, { owner: 'StatefulSet/web', image: 'registry.example:5000/shop/web:1.4', ...more });
const other = (name: string, more: object = {}) => pod(name, { owner: 'StatefulSet/web-canary', image: 'registry.example:5000/shop/web:1.5', ...more });

checkRule(selectorSpansWorkloads, [
  {
    name: 'two applications share a label',
    cluster: [service(), web('web-1'), web('web-2'), pod('cart-1', { owner: 'StatefulSet/cart', image: 'registry.example:5000/shop/cart:1.4' })],
    finds: ['warning Service shop/web: Connections are spread over StatefulSet cart (1) and StatefulSet web (2): they share no image (cart, web).'],
  },
  {
    name: 'the pods of a Job have the labels of the application, and its image too',
    cluster: [service(), web('web-1'), web('migrate-1', { owner: 'Job/migrate' })],
    finds: ['warning Service shop/web: Connections are spread over Job migrate (1) and StatefulSet web (1): the pods of Job shop/migrate do a job and serve nobody.'],
  },
  {
    name: 'one image, but one workload serves another port',
    cluster: [service({ ports: [{ port: 80, targetPort: 8080 }] }), web('web-1', { ports: [{ containerPort: 8080 }] }), other('worker-1', { ports: [{ containerPort: 9090 }] })],
    finds: ['warning Service shop/web: Connections are spread over StatefulSet web (1) and StatefulSet web-canary (1): StatefulSet shop/web-canary does not have port 8080.'],
  },
  { name: 'quiet: a canary is another version of one image', cluster: [service(), web('web-1'), other('web-canary-1')] },
  { name: 'quiet: a canary by digest', cluster: [service(), web('web-1'), other('web-canary-1', { image: 'registry.example:5000/shop/web@sha256:0123' })] },
  { name: 'quiet: a canary by the name of its image', cluster: [service(), web('web-1'), other('web-canary-1', { image: 'registry.example/web-canary:1' })] },
  { name: 'quiet: a version in the name of the image, from a mirror', cluster: [service(), web('web-1'), other('web-canary-1', { image: 'mirror.example/web-v2' })] },
  {
    name: 'quiet: the ReplicaSets of a rolling update are one Deployment',
    cluster: [
      service(),
      pod('web-5f-1', { owner: 'ReplicaSet/web-5f', labels: { app: 'web', 'pod-template-hash': '5f' }, image: 'old/web:1' }),
      pod('web-6a-1', { owner: 'ReplicaSet/web-6a', labels: { app: 'web', 'pod-template-hash': '6a' }, image: 'new/web:2' }),
    ],
  },
  { name: 'quiet: static pods of one image, each owned by its node', cluster: [service(), web('api-1', { owner: 'Node/master-1' }), web('api-2', { owner: 'Node/master-2' })] },
  { name: 'quiet: a headless Service, where the client picks the pod', cluster: [service({ clusterIP: 'None' }), web('web-1'), web('cart-1', { owner: 'StatefulSet/cart', image: 'cart' })] },
  { name: 'quiet: declaring a port is optional', cluster: [service({ ports: [{ port: 80, targetPort: 8080 }] }), web('web-1', { ports: [{ containerPort: 8080 }] }), other('web-canary-1')] },
  { name: 'quiet: the pod of the Job has ended', cluster: [service(), web('web-1'), web('migrate-1', { owner: 'Job/migrate', status: { phase: 'Succeeded' } })] },
  { name: 'quiet: only Jobs are behind it', cluster: [service(), web('a-1', { owner: 'Job/a' }), web('b-1', { owner: 'Job/b' })] },
]);
