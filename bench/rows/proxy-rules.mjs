import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBuild } from '../build.mjs';
import { median, ms } from '../quantities.mjs';
import { nodesWithProxy, servicesOf, servicesSize, slicesOf, tellSize } from '../services-corpus.mjs';
import { timesOf } from '../times.mjs';

const runs = 5;

/** @type {import('../row.mjs').Row} */
export const proxyRulesRow = {
  id: 'proxy-rules',
  title: 'Rules of kube-proxy',
  what: `From a warm snapshot of ${tellSize(servicesSize)} to the text that kube-proxy of one node hands to iptables-restore, in mode iptables. Medians of ${runs}, after one that is not counted.`,
  floor: 'The full sync of the real kube-proxy, linked as a library with an iptables that does nothing: from the objects that it was told of to the same text.',
  note: 'Neither reads the objects meanwhile; both work out Services, endpoints, hashes and lines.',
  async measure(context) {
    const { finish } = /** @type {typeof import('../../src/core/analysis/index.js')} */ (await fromBuild('src/core/analysis/index.js'));
    const { ClusterView, readCluster } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { renderRulesText, rulesSteps } = /** @type {typeof import('../../src/core/service-networking/index.js')} */ (await fromBuild('src/core/service-networking/index.js'));
    const objects = { services: servicesOf(servicesSize), slices: slicesOf(servicesSize) };
    const view = new ClusterView(readCluster([...objects.services, ...objects.slices, ...nodesWithProxy(1)]));
    finish(view.indexSteps());
    let text = '';
    const ours = timesOf(runs, () => (text = renderRulesText(finish(rulesSteps(view, { node: 'node-0' })))));
    const real = realTimes(objects, context.corpora);
    if (real === undefined) return [{ case: 'text', measured: ms(median(ours)) }, { case: 'kube-proxy', absent: 'not measured: no Go was there' }];
    return [{ case: 'text', measured: ms(median(ours)), detail: `${(text.length / 1e6).toFixed(1)} MB, kube-proxy’s ${(real.bytes / 1e6).toFixed(1)} MB`, floor: ms(median(real.milliseconds)), reach: { ratioAtMost: 1 } }];
  },
};

/** @param {{ services: object[], slices: object[] }} objects @param {string} folder @returns {{ milliseconds: number[], bytes: number } | undefined} */
function realTimes(objects, folder) {
  const source = fileURLToPath(new URL('../../test/oracles/bench/go/kubernetes', import.meta.url));
  const program = join(folder, 'sync-rules');
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  execFileSync('go', ['build', '-mod=readonly', '-trimpath', '-o', program, './sync-rules'], { cwd: source, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  const told = execFileSync(program, { input: JSON.stringify({ ...objects, runs: runs + 1 }), maxBuffer: 1 << 20 });
  /** @type {unknown} */
  const answer = JSON.parse(told.toString());
  const { milliseconds, bytes } = /** @type {{ milliseconds: number[], bytes: number }} */ (answer);
  return { milliseconds: milliseconds.slice(1), bytes };
}
