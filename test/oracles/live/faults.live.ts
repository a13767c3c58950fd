import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DraftBuilder, type SnapshotDraft } from '../../../src/core/cluster/index.js';
import { ApiServer, captureCluster, type CaptureReport } from '../../../src/platform/kubernetes/index.js';
import { kubeconfigOf } from '../../support/api-stub.js';
import { faultMatrix } from '../../support/fault-matrix.js';
import { FaultProxy, type Fault } from '../../support/fault-proxy.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { waitFor } from '../bench/processes.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));
let proxy: FaultProxy;

beforeAll(async () => {
  proxy = await FaultProxy.start(cluster.address.server, await cluster.tls());
});
afterAll(() => proxy.close());

const passOn: Fault = (response, { status, headers, body }) => void response.writeHead(status, headers).end(body);

interface Captured {
  readonly draft: SnapshotDraft;
  readonly report: CaptureReport;
}

async function capture(load = () => fromText(kubeconfigOf(proxy.url)), idle = 120_000): Promise<Captured> {
  const api = new ApiServer(load, { limits: { idle, total: 240_000 }, pause: () => Promise.resolve() });
  const builder = new DraftBuilder();
  try {
    const report = await captureCluster(api, builder, { signal: AbortSignal.timeout(600_000), report: () => Promise.resolve(), now: () => new Date(0) });
    return { draft: builder.finish(), report };
  } finally {
    api.close();
  }
}

function fromText(text: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(text);
  return config;
}

/** Of a cluster in which nothing happens meanwhile; the moment itself differs from one capture to the next. */
function contentOf({ objects, coverage, kubernetesVersion }: SnapshotDraft): object {
  return { objects, coverage, kubernetesVersion };
}

/** Where nothing is written, the middle page stands for the others, which the stub's matrix has too. */
const faults = process.env['FIDELITY'] === 'write' ? faultMatrix : faultMatrix.filter(({ moment }) => moment === 'middle');

describe('a capture of a real API server through a network that fails', () => {
  let whole: SnapshotDraft;
  beforeAll(async () => {
    whole = (await capture()).draft;
  });

  it.each(faults)('$name', async ({ moment, fault, times, isOutlived, isSilence }) => {
    proxy.set({ path: '/api/v1/pods', moment, fault, times });
    const outcome = await capture(undefined, isSilence ? 1_000 : 120_000).catch((error: unknown) => error);
    expect(proxy.made).toBeGreaterThan(0);
    if (isOutlived) expect(contentOf((outcome as Captured).draft)).toEqual(contentOf(whole));
    else expect(outcome).toMatchObject({ code: 'cluster-unreachable', message: expect.stringMatching(/^pods: the API server .{10,}/) as string });
  });

  it('is counted', async () => {
    await tell({ component: 'kube-apiserver', scenario: 'faults of the network and of proxies before it, at the first, a middle and the last page of the pods, once and for ever', questions: faultMatrix.length, differences: [] });
  });
});

describe('a real API server', () => {
  it('that has compacted its history in the middle of a list is listed whole all the same', async () => {
    const whole = (await capture()).draft;
    const compact: Fault = async (response, passed) => {
      await cluster.compact();
      await passOn(response, passed);
    };
    proxy.set({ path: '/api/v1/pods', moment: 'first', fault: compact, times: 1 });
    const { draft } = await capture();
    expect(proxy.made).toBe(1);
    expect(draft.objects.filter(({ kind }) => kind === 'Pod')).toEqual(whole.objects.filter(({ kind }) => kind === 'Pod'));
    await tell({ component: 'etcd', scenario: 'history compacted between two pages of a list', questions: 1, differences: [] });
  });

  it('whose token was revoked in the middle of a list is asked with the one that was renewed on disk', async () => {
    await cluster.apply([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'renewed', namespace: 'default' } },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'renewed' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'ServiceAccount', name: 'renewed', namespace: 'default' }] },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bound', namespace: 'default' } },
    ]);
    const tokenFile = join(cluster.address.folder, 'renewed.token');
    const bound = (await cluster.kubectl('create', 'token', 'renewed', '--bound-object-kind=Secret', '--bound-object-name=bound')).trim();
    await writeFile(tokenFile, bound);
    const { ca } = await cluster.tls();
    const front = await FaultProxy.start(cluster.address.server, { ca });
    const revoke: Fault = async (response, passed) => {
      await cluster.kubectl('delete', 'secret', 'bound');
      await waitFor('the token is refused', async () => (await get(`${cluster.address.server}/api/v1/namespaces`, bound, ca)) === 401);
      await writeFile(tokenFile, (await cluster.kubectl('create', 'token', 'renewed')).trim());
      await passOn(response, passed);
    };
    front.set({ path: '/api/v1/pods', moment: 'first', fault: revoke, times: 1 });
    const load = () => fromText(kubeconfigOf(front.url, { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } }));
    try {
      const { draft, report } = await capture(load);
      expect(front.made).toBe(1);
      expect(report.retries).toBe(1);
      expect(draft.coverage.Pod.state).toBe('collected');
    } finally {
      await front.close();
    }
    await tell({ component: 'kube-apiserver', scenario: 'a token revoked between two pages of a list and renewed on disk', questions: 1, differences: [] });
  });
});

function get(url: string, token: string, ca: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    https.get(url, { ca, agent: false, headers: { authorization: `Bearer ${token}` } }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
  });
}
