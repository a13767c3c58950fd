import { describe, expect, inject, it } from 'vitest';
import { specOf } from '../../../src/core/cluster/index.js';
import { capturedResources } from '../../../src/platform/kubernetes/index.js';
import type { RecordedAnswer } from '../api-server/recorded.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { waitFor } from '../bench/processes.js';
import { aggregatedDiscovery } from './dry-run.js';
import { holdRecorded } from './golden.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));

/** Of a moment that was compacted away, as the server writes it. */
const place = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: 2, start: 'node-00\u0000' })).toString('base64url');
const nobody = { 'impersonate-user': 'nobody' };

/** What a capture may meet, in words; the last part is the path. */
const questions: Readonly<Record<string, { readonly path: string; readonly headers?: Readonly<Record<string, string>> }>> = {
  'the version': { path: '/version' },
  'a list that has one page': { path: '/api/v1/namespaces?limit=500&labelSelector=kubernetes.io/metadata.name=default' },
  'a list that goes on': { path: '/api/v1/namespaces?limit=1' },
  'an empty list': { path: '/api/v1/nodes?limit=1&labelSelector=there=none' },
  'a token that does not count': { path: '/api/v1/nodes', headers: { authorization: 'Bearer nonsense' } },
  'a list that a role forbids': { path: '/api/v1/nodes?limit=500', headers: nobody },
  'a list of a group that a role forbids': { path: '/apis/apps/v1/deployments?limit=500', headers: nobody },
  'an object that a role forbids': { path: '/api/v1/namespaces/kube-system/configmaps/coredns', headers: nobody },
  'discovery that a role forbids': { path: '/apis', headers: { 'impersonate-user': 'system:anonymous' } },
  'an object that is not there': { path: '/api/v1/namespaces/kube-system/configmaps/not-there' },
  'an object of a namespace that is not there': { path: '/api/v1/namespaces/not-there/configmaps/not-there' },
  'a resource that the server does not have': { path: '/apis/apps/v1/things?limit=500' },
  'a group that the server does not have': { path: '/apis/not-there.example.com/v1/things?limit=500' },
  'a media type that the server does not write': { path: '/api/v1/nodes', headers: { accept: 'application/x-unheard-of' } },
  'a continue token that is none': { path: '/api/v1/nodes?limit=1&continue=nonsense' },
  'a continue token of a moment that was compacted away': { path: `/api/v1/nodes?limit=1&continue=${place}` },
  'a moment that was compacted away': { path: '/api/v1/nodes?limit=1&resourceVersion=2&resourceVersionMatch=Exact' },
  'a moment of the future': { path: '/api/v1/nodes?limit=1&resourceVersion=999999999999&resourceVersionMatch=Exact' },
  'a moment that is none': { path: '/api/v1/nodes?limit=1&resourceVersion=nonsense&resourceVersionMatch=Exact' },
};

describe('what a real API server answers', () => {
  it('to what a capture may ask is what was recorded', async () => {
    await cluster.compact();
    const answers: Record<string, RecordedAnswer> = {};
    await waitFor('the old moment is forgotten', async () => (await ask('a moment that was compacted away')).status === 410);
    for (const question of Object.keys(questions)) answers[question] = await ask(question);
    await holdRecorded('answers', answers);
    await tell({ component: 'kube-apiserver', scenario: 'what it answers to a capture that goes wrong (test/oracles/api-server/answers.json), as the unit tests replay it', questions: Object.keys(answers).length, differences: [] });
  });

  it('to discovery is what was recorded', async () => {
    const recorded = { '/api': await discovered('/api'), '/apis': await discovered('/apis') };
    await holdRecorded('discovery', recorded);
    await tell({ component: 'kube-apiserver', scenario: 'its discovery document (test/oracles/api-server/discovery.json), as the unit tests replay it', questions: 2, differences: [] });
  });
});

async function ask(question: string): Promise<RecordedAnswer> {
  const { path, headers } = questions[question] ?? { path: '' };
  const { status, type, body } = await cluster.request('GET', path, undefined, headers);
  return { status, type, body: type.startsWith('application/json') ? lasting(JSON.parse(body)) : body };
}

/** Without what differs from one run to the next. Of an object in a list only its name is worth keeping. */
function lasting(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => lasting(item, key));
  if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    if (key === 'items') return { metadata: { name: (record['metadata'] as { name: string }).name } };
    return Object.fromEntries(Object.entries(record).map(([name, each]) => [name, lasting(each, name)]));
  }
  if (key === 'message' && typeof value === 'string') return value.replace(/current: \d+/, 'current: 0');
  if (key === 'resourceVersion' || key === 'remainingItemCount') return key === 'resourceVersion' ? '…' : 0;
  return ['continue', 'gitCommit', 'gitTreeState', 'buildDate', 'goVersion', 'compiler', 'platform'].includes(key) ? '…' : value;
}

interface Group {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources: readonly { readonly resource: string; readonly responseKind: { readonly kind: string }; readonly scope: string; readonly verbs: readonly string[] }[] }[];
}

/** Of a group that the capture asks for: its resources. Of any other: its name and versions. */
async function discovered(path: string): Promise<object> {
  const { status, type, body } = await cluster.request('GET', path, undefined, { accept: aggregatedDiscovery });
  expect(status).toBe(200);
  const { kind, apiVersion, items } = JSON.parse(body) as { kind: string; apiVersion: string; items: readonly Group[] };
  const wanted = new Set(capturedResources.map(({ kind }) => specOf(kind).plural));
  return {
    type,
    kind,
    apiVersion,
    items: items.map(({ metadata, versions }) => ({
      metadata: { ...(metadata.name !== undefined && { name: metadata.name }) },
      versions: versions.map(({ version, resources }) => ({
        version,
        resources: resources.filter(({ resource }) => wanted.has(resource)).map(({ resource, responseKind, scope, verbs }) => ({ resource, responseKind: { kind: responseKind.kind }, scope, verbs })),
      })),
    })),
  };
}
