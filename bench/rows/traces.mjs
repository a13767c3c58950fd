import { fromBuild } from '../build.mjs';
import { median, ms } from '../quantities.mjs';
import { clusterIPOf, nodesWithProxy, servicesOf, servicesSize, slicesOf, tellSize } from '../services-corpus.mjs';

const size = { ...servicesSize, nodes: 100 };
const traces = 20_000;
const runs = 5;

/** @type {import('../row.mjs').Row} */
export const tracesRow = {
  id: 'traces',
  title: 'Traces',
  what: `${traces.toLocaleString('en-US')} traces on one core, from a warm snapshot of ${tellSize(size)}: each from another address to another Service, on ten nodes in turns, in mode iptables. Medians of ${runs}, after one that is not counted.`,
  note: 'Reached is a second: 20,000 traces per second. Every trace walks the rules that it meets, and tells them.',
  async measure() {
    const { ClusterView, readCluster } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { trace } = /** @type {typeof import('../../src/core/service-networking/index.js')} */ (await fromBuild('src/core/service-networking/index.js'));
    const view = new ClusterView(readCluster([...nodesWithProxy(size.nodes), ...servicesOf(size), ...slicesOf(size)]));
    const times = Array.from({ length: runs + 1 }, () => {
      const begun = performance.now();
      for (let i = 0; i < traces; i++) trace(view, { from: { ip: `10.0.${(i >> 8) & 255}.${i & 255}` }, to: { ip: clusterIPOf((i * 7) % size.services), port: 80 }, node: `node-${i % 10}` });
      return performance.now() - begun;
    }).slice(1);
    return [{ case: `${traces.toLocaleString('en-US')} traces`, measured: ms(median(times)), reach: { atMost: ms(1000) } }];
  },
};
