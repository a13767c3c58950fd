import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { recordOwnership, type RecordedOwnership } from '../ingress/ownership.js';
import { askAll } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { objectsByRun, runsOf } from '../ingress/runs.js';
import { DataPlaneWorld } from '../ingress/world.js';
import { haproxyScenarios, ownershipCases } from './scenarios.js';

const run = promisify(execFile);

const home = 'haproxy-controller';
const quiet = ['--update-status=false', '--watch-gateway=false', '--rate-limit-update=10', '--stats-collect-processing-period=0', '--master-worker=false'];

/** Debian’s HAProxy, as HAProxy Ingress configures it, asked in a network namespace about the objects of a cluster. */
export class HaproxyRecorder {
  #count = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly program: string,
    private readonly root: string,
    private readonly world: DataPlaneWorld,
  ) {}

  /** @param release the folder of the controller's published module */
  static async start(cluster: BenchCluster, program: string, release: string): Promise<HaproxyRecorder> {
    await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } }]);
    return new HaproxyRecorder(cluster, program, await rootOf(cluster, release), await DataPlaneWorld.create(cluster, 'haproxy'));
  }

  stop(): Promise<void> {
    return this.world.remove();
  }

  /** What it answers in its scenarios, of which the cluster holds all. */
  async answers(): Promise<Recorded> {
    const objects = objectsByRun(haproxyScenarios);
    const recorded: Record<string, Recorded[string]> = {};
    for (const each of runsOf(haproxyScenarios)) {
      await this.cluster.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: each.name, namespace: home }, data: each.config }]);
      await this.#serving([...each.flags, `--ingress-class=${each.name}`, `--configmap=${home}/${each.name}`], async () => {
        Object.assign(recorded, await askAll(this.world, each, objects.get(each.name) ?? [], /^localhost$|fake/i));
      });
    }
    return recorded;
  }

  /** Which Ingresses it serves. */
  ownership(): Promise<RecordedOwnership> {
    return recordOwnership(this.cluster, this.world, ownershipCases, ({ flags = [] }, visit) => this.#serving(flags, visit));
  }

  async #serving(flags: readonly string[], visit: () => Promise<void>): Promise<void> {
    const name = `haproxy-${(this.#count += 1)}`;
    const folder = join(this.cluster.address.folder, name);
    await mkdir(join(folder, 'etc', 'haproxy'), { recursive: true });
    await cp(join(this.root, 'rootfs', 'etc', 'lua'), join(folder, 'etc', 'haproxy', 'lua'), { recursive: true });
    const all = [...quiet, ...flags, `--kubeconfig=${this.cluster.kubeconfig}`, `--local-filesystem-prefix=${folder}`];
    // In a process namespace of its own, HAProxy ends with the controller that starts it.
    const { daemon, log } = this.world.start(name, 'unshare', ['--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', `cd ${this.root} && exec "$0" "$@"`, this.program, ...all], { POD_NAMESPACE: home, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' });
    try {
      await daemon.until(async () => (await readFile(log, 'utf8')).includes('haproxy successfully reloaded'));
      await setTimeout(500);
      await visit();
    } finally {
      await daemon.stop('SIGKILL');
    }
  }
}

/** Where the controller finds its templates and scripts: a published module is read-only, and its scripts cannot be run. */
async function rootOf(cluster: BenchCluster, release: string): Promise<string> {
  const root = join(cluster.address.folder, 'haproxy-root');
  await cp(join(release, 'rootfs'), join(root, 'rootfs'), { recursive: true });
  await run('chmod', ['-R', 'u+w', root]);
  await chmod(join(root, 'rootfs', 'haproxy-reload.sh'), 0o755);
  return root;
}
