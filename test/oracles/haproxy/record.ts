import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { askAll } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { objectsByRun, runsOf } from '../ingress/runs.js';
import { DataPlaneWorld } from '../ingress/world.js';
import { haproxyScenarios } from './scenarios.js';

const home = 'haproxy-controller';
const quiet = ['--update-status=false', '--watch-gateway=false', '--rate-limit-update=10', '--stats-collect-processing-period=0', '--master-worker=false'];

/**
 * What Debian’s HAProxy answers in its scenarios, as the controller configures it, in a cluster that holds all of them.
 *
 * @param release the folder of the controller's published module
 */
export async function recordHaproxy(cluster: BenchCluster, program: string, release: string): Promise<Recorded> {
  const objects = objectsByRun(haproxyScenarios);
  const world = await DataPlaneWorld.create(cluster, 'haproxy');
  const recorded: Record<string, Recorded[string]> = {};
  try {
    await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } }]);
    for (const run of runsOf(haproxyScenarios)) {
      await cluster.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: run.name, namespace: home }, data: run.config }]);
      const folder = join(cluster.address.folder, `haproxy-${run.name}`);
      await mkdir(join(folder, 'etc', 'haproxy'), { recursive: true });
      await cp(join(release, 'rootfs', 'etc', 'lua'), join(folder, 'etc', 'haproxy', 'lua'), { recursive: true, mode: 0 });
      const flags = [...quiet, ...run.flags, `--kubeconfig=${cluster.kubeconfig}`, `--local-filesystem-prefix=${folder}`, `--ingress-class=${run.name}`, `--configmap=${home}/${run.name}`];
      // In a process namespace of its own, HAProxy ends with the controller that starts it.
      const { daemon, log } = world.start(`haproxy-${run.name}`, 'unshare', ['--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', `cd ${release} && exec "$0" "$@"`, program, ...flags], { POD_NAMESPACE: home, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' });
      try {
        await daemon.until(async () => (await readFile(log, 'utf8')).includes('haproxy successfully reloaded'));
        await setTimeout(500);
        Object.assign(recorded, await askAll(world, run, objects.get(run.name) ?? [], /^localhost$|fake/i));
      } finally {
        await daemon.stop();
      }
    }
  } finally {
    await world.remove();
  }
  return recorded;
}
