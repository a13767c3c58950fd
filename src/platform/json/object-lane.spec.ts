import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DraftBuilder, type SnapshotDraft } from '../../core/cluster/index.js';
import { defaultUploadLimits, readUpload } from '../manifests/index.js';
import { readBatch, type ObjectBatch } from './object-batch.js';
import { ObjectLane, type Helper, type ReadBatch } from './object-lane.js';

/** Reads in the same thread, and takes its time: as long as `delays` say, or with none of them nothing at all. */
class SlowHelper implements Helper {
  batches = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly delays: readonly number[]) {}

  get isFree(): boolean {
    return this.batches < this.delays.length && this.batches % 3 !== 2;
  }

  read(batch: ObjectBatch): Promise<ReadBatch> {
    const delay = this.delays[this.batches++] ?? 0;
    const read = this.#last.then(() => new Promise<ReadBatch>((resolve) => setTimeout(() => resolve({ bytes: batch.bytes, objects: readBatch(batch) }), delay)));
    this.#last = read;
    return read;
  }
}

const about = (name: string, rest: object = {}) => ({ name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '7', ...rest });
const spec = { nodeName: 'a', containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }], padding: 'x'.repeat(40_000) }] };

/** One of everything that is not plain, among much that is. */
const strange: readonly unknown[] = [
  { apiVersion: 'v1', kind: 'Pod', metadata: about('first'), spec, status: { podIP: '10.0.0.1' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: about('first', { resourceVersion: '9' }), spec, status: { podIP: '10.0.0.2' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: about('first', { resourceVersion: '8' }), spec, status: { podIP: '10.0.0.3' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: about('odd', { labels: { a: 1 } }), spec },
  { apiVersion: 'v1', kind: 'Pod', metadata: about('etc', { namespace: 'kube-system' }), spec: { containers: [{ name: 'kube-apiserver', image: 'registry.k8s.io/kube-apiserver:v1.33.4' }] } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', uid: 'n' } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'declared', namespace: 'shop' }, spec: { template: { spec } } },
  { apiVersion: 'v1', kind: 'Event', metadata: about('e') },
  { apiVersion: 'v1', kind: 'Pod', metadata: { uid: 'nameless' } },
  { kind: 'PodList', apiVersion: 'v1', items: [{ metadata: about('inner'), spec }, { metadata: about('inner2'), spec }] },
  { serverVersion: { gitVersion: 'v1.32.1' } },
  { metadata: { selfLink: '/api/v1/namespaces/shop/services/s', name: 's', namespace: 'shop', uid: 's' }, spec: { ports: [] } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: about('kubeadm-config', { namespace: 'kube-system' }), data: { ClusterConfiguration: 'kubernetesVersion: v1.31.0' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: about('no namespace', { namespace: undefined }), spec },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'plain', uid: 'p' }, spec },
  null,
  'text',
  [{ apiVersion: 'v1', kind: 'Pod', metadata: about('bare'), spec }],
];

async function read(text: string, lane?: ObjectLane): Promise<SnapshotDraft | string> {
  const builder = new DraftBuilder();
  const bytes = Buffer.from(text);
  const source = async function* () {
    for (let at = 0; at < bytes.length; at += 50_000) yield await Promise.resolve(bytes.subarray(at, at + 50_000));
  };
  try {
    const report = await readUpload(source(), 'application/json', defaultUploadLimits, builder, undefined, lane);
    return { ...builder.finish(), ...report };
  } catch (error) {
    return String(error);
  }
}

describe('an ObjectLane', () => {
  const items = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...strange) }, { weight: 3, arbitrary: fc.nat({ max: 30 }).map((i) => ({ apiVersion: 'v1', kind: 'Pod', metadata: about(`pod-${i}`, { resourceVersion: String(i) }), spec }) ) }), { maxLength: 60 });
  const ends = fc.constantFrom('],"kind":"List","apiVersion":"v1"}', '],"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"12"}}', ']}{"a":', ',{"a":]}\n{"kind":"Pod"}', '');

  it('gives the same draft as reading one after the other, whoever reads what, and however long it takes', async () => {
    await fc.assert(
      fc.asyncProperty(items, ends, fc.array(fc.nat({ max: 3 }), { maxLength: 6 }), async (all, end, delays) => {
        const text = `{"items":[${all.map((item) => JSON.stringify(item)).join(',')}${end}`;
        expect(await read(text, new ObjectLane(new SlowHelper(delays)))).toEqual(await read(text));
      }),
      { numRuns: 60 },
    );
  });

  it('reads a value that is no UTF-8, or no JSON, as it is read otherwise', async () => {
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: about('a'), spec: { nodeName: 'é' } });
    const bytes = Buffer.concat([Buffer.from(`{"items":[${pod},`), Buffer.from(pod.replace('é', '\xe9'), 'latin1'), Buffer.from(`,${pod.replace('"é"', 'é')}]}`)]);
    const drafts = [];
    for (const lane of [undefined, new ObjectLane(undefined), new ObjectLane(new SlowHelper([1]))]) {
      const builder = new DraftBuilder();
      const source = async function* () {
        yield await Promise.resolve(bytes);
      };
      await readUpload(source(), 'application/json', defaultUploadLimits, builder, undefined, lane);
      drafts.push(builder.finish());
    }
    expect(drafts[1]).toEqual(drafts[0]);
    expect(drafts[2]).toEqual(drafts[0]);
    expect(drafts[0]?.warnings.length).toBeGreaterThan(0);
  });

  it('fails where its helper fails', async () => {
    const broken: Helper = { isFree: true, read: () => Promise.reject(new Error('gone')) };
    expect(await read(JSON.stringify({ items: [strange[0], strange[5]] }), new ObjectLane(broken))).toBe('Error: gone');
  });
});
