import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { contourCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { recordOwnership, type RecordedOwnership } from '../ingress/ownership.js';
import { askAll } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { objectsByRun, runsOf } from '../ingress/runs.js';
import { DataPlaneWorld } from '../ingress/world.js';
import { contourScenarios } from './scenarios.js';

const run = promisify(execFile);

const listening = ['--envoy-service-http-address=127.0.0.1', '--envoy-service-http-port=80', '--envoy-service-https-address=127.0.0.1', '--envoy-service-https-port=443', '--stats-address=127.0.0.1', '--envoy-http-access-log=/dev/null', '--envoy-https-access-log=/dev/null'];
const xds = ['--xds-address=127.0.0.1', '--xds-port=8001'];

/** Envoy, as Contour configures it, asked in a network namespace about the objects of a cluster. */
export class ContourRecorder {
  #count = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly programs: { readonly contour: string; readonly envoy: string },
    private readonly world: DataPlaneWorld,
  ) {}

  /** @param release the folder of Contour's published module */
  static async start(cluster: BenchCluster, programs: { readonly contour: string; readonly envoy: string }, release: string): Promise<ContourRecorder> {
    await cluster.kubectl('apply', '--server-side', '-f', join(release, 'examples', 'contour', '01-crds.yaml'));
    await cluster.kubectl('wait', '--for=condition=Established', '--timeout=120s', 'crd', '--all');
    return new ContourRecorder(cluster, programs, await DataPlaneWorld.create(cluster, 'contour'));
  }

  stop(): Promise<void> {
    return this.world.remove();
  }

  /** What it answers in its scenarios, of which the cluster holds all. */
  async answers(): Promise<Recorded> {
    const objects = objectsByRun(contourScenarios);
    const recorded: Record<string, Recorded[string]> = {};
    for (const each of runsOf(contourScenarios)) {
      await this.#serving([...each.flags, `--ingress-class-name=${each.name}`], async () => {
        Object.assign(recorded, await askAll(this.world, each, objects.get(each.name) ?? [], /^there is none$/));
      });
    }
    return recorded;
  }

  /** Which Ingresses it serves. */
  ownership(): Promise<RecordedOwnership> {
    return recordOwnership(this.cluster, this.world, contourCases, ({ flags = [] }, visit) => this.#serving(flags, visit));
  }

  async #serving(flags: readonly string[], visit: () => Promise<void>): Promise<void> {
    const name = `${(this.#count += 1)}`;
    const folder = join(this.cluster.address.folder, `contour-${name}`);
    await mkdir(folder);
    const bootstrap = join(folder, 'envoy.json');
    await run(this.programs.contour, ['bootstrap', bootstrap, ...xds, `--admin-address=${join(folder, 'admin.sock')}`]);
    const contour = this.world.start(`contour-${name}`, this.programs.contour, ['serve', '--insecure', '--disable-leader-election', `--kubeconfig=${this.cluster.kubeconfig}`, ...xds, ...listening, ...flags]);
    const envoy = this.world.start(`envoy-${name}`, this.programs.envoy, ['-c', bootstrap, '--service-cluster', 'contour', '--service-node', 'envoy', '--concurrency', '1', '--disable-hot-restart', '--log-level', 'warning']);
    try {
      await contour.daemon.until(() => this.#isConfigured(join(folder, 'admin.sock')));
      await setTimeout(1500);
      await visit();
    } finally {
      await envoy.daemon.stop('SIGKILL');
      await contour.daemon.stop('SIGKILL');
    }
  }

  /** Whether Envoy has had its listeners, which may be none, and clusters. */
  async #isConfigured(socket: string): Promise<boolean> {
    const { stdout } = await run('curl', ['--silent', '--unix-socket', socket, 'http://admin/stats?filter=(listener_manager.lds|cluster_manager.cds).update_success']);
    return [...stdout.matchAll(/update_success: ([1-9]\d*)/g)].length === 2;
  }
}
