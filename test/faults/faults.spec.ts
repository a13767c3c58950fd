import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DraftBuilder, type SnapshotDraft } from '../../src/core/cluster/index.js';
import { InputError } from '../../src/core/errors.js';
import { ObjectLane } from '../../src/platform/json/object-lane.js';
import { ApiServer, captureCluster } from '../../src/platform/kubernetes/index.js';
import { ApiStub, kubeconfigOf, smallCluster } from '../support/api-stub.js';
import { faultMatrix } from '../support/fault-matrix.js';
import { FaultProxy } from '../support/fault-proxy.js';

/** In milliseconds. Nothing waits in here, pauses are over at once; and nothing but silence is taken for it, however slow the machine. */
const limits = { idle: 50_000, total: 50_000 };
const shortIdle = 400;

describe('a capture through a network that fails', () => {
  let stub: ApiStub;
  let proxy: FaultProxy;
  let whole: SnapshotDraft;

  beforeAll(async () => {
    stub = await ApiStub.start(smallCluster());
    proxy = await FaultProxy.start(stub.url);
    whole = await capture(proxy.url, { isLaned: false });
  });

  afterAll(async () => {
    await proxy.close();
    await stub.close();
  });

  it('is whole where nothing fails', () => {
    expect(whole.objects.filter(({ kind }) => kind === 'Pod')).toHaveLength(10);
    expect(new Set(Object.values(whole.resourceVersions))).toEqual(new Set(['1000']));
  });

  it.each(faultMatrix)('$name', async ({ moment, fault, times, isOutlived, isSilence }) => {
    proxy.set({ path: '/api/v1/pods', moment, fault, times });
    const outcome = await capture(proxy.url, isSilence ? { idle: shortIdle } : {}).catch((error: unknown) => error);
    expect(proxy.made).toBeGreaterThan(0);
    if (isOutlived) expect(outcome).toEqual(whole);
    else {
      expect(outcome).toBeInstanceOf(InputError);
      expect(outcome).toMatchObject({ code: 'cluster-unreachable', message: expect.stringMatching(/^pods: the API server .{10,}/) as string });
    }
  });

  it('is given up at its deadline, whatever the server does', async () => {
    proxy.set({ path: '/api/v1/pods', moment: 'middle', fault: () => undefined, times: Infinity });
    const signal = AbortSignal.timeout(100);
    await expect(capture(proxy.url, { signal, idle: 60_000 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

async function capture(url: string, { signal = new AbortController().signal, idle = limits.idle, isLaned = true } = {}): Promise<SnapshotDraft> {
  const api = new ApiServer(() => configOf(url), { limits: { ...limits, idle }, pause: () => Promise.resolve() });
  const builder = new DraftBuilder();
  try {
    await captureCluster(api, builder, { signal, report: () => Promise.resolve(), now: () => new Date(0) }, isLaned ? new ObjectLane(undefined) : undefined);
    return builder.finish();
  } finally {
    api.close();
  }
}

function configOf(url: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubeconfigOf(url));
  return config;
}
