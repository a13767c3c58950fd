import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { traefikCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { recordOwnership, type RecordedOwnership } from '../ingress/ownership.js';
import { askAll } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { objectsByRun, runsOf } from '../ingress/runs.js';
import { DataPlaneWorld } from '../ingress/world.js';
import { entryPointFlags, traefikScenarios, usualFlags } from './scenarios.js';

const quiet = ['--global.checknewversion=false', '--global.sendanonymoususage=false', '--log.level=DEBUG', '--log.nocolor=true', '--providers.providersthrottleduration=50ms'];

/** A Traefik that is asked, in a network namespace, about the objects of a cluster. */
export class TraefikRecorder {
  #count = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly program: string,
    private readonly world: DataPlaneWorld,
  ) {}

  static async start(cluster: BenchCluster, program: string): Promise<TraefikRecorder> {
    return new TraefikRecorder(cluster, program, await DataPlaneWorld.create(cluster, 'traefik'));
  }

  stop(): Promise<void> {
    return this.world.remove();
  }

  /** What it answers in its scenarios, of which the cluster holds all. */
  async answers(): Promise<Recorded> {
    const objects = objectsByRun(traefikScenarios);
    const recorded: Record<string, Recorded[string]> = {};
    for (const run of runsOf(traefikScenarios)) {
      const flags = [...usualFlags, ...run.flags, `--providers.kubernetesingress.ingressclass=${run.name}`];
      await this.#serving(flags, {}, async () => {
        Object.assign(recorded, await askAll(this.world, run, objects.get(run.name) ?? [], /^TRAEFIK DEFAULT CERT$/));
      });
    }
    return recorded;
  }

  /** Which Ingresses it serves. */
  ownership(): Promise<RecordedOwnership> {
    return recordOwnership(this.cluster, this.world, traefikCases, ({ flags = [], env = {} }, visit) => {
      // Variables are not read where there is a flag.
      if (flags.length > 0) return this.#serving([...entryPointFlags, ...flags], {}, visit);
      return this.#serving([], { ...variablesOf([...entryPointFlags, ...quiet]), ...env }, visit);
    });
  }

  async #serving(flags: readonly string[], environment: Readonly<Record<string, string>>, visit: () => Promise<void>): Promise<void> {
    const { daemon, log } = this.world.start(`traefik-${(this.#count += 1)}`, this.program, flags.length === 0 ? [] : [...flags, ...quiet], { KUBECONFIG: this.cluster.kubeconfig, ...environment });
    try {
      await daemon.until(async () => /Configuration received.*providerName=kubernetes\b/.test(await readFile(log, 'utf8')));
      await setTimeout(800);
      await visit();
    } finally {
      await daemon.stop();
    }
  }
}

/** `--log.level=DEBUG` as `TRAEFIK_LOG_LEVEL=DEBUG`. */
function variablesOf(flags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(flags.map((flag) => {
    const [name = '', value = ''] = flag.slice(2).split('=');
    return [`TRAEFIK_${name.toUpperCase().replaceAll('.', '_')}`, value];
  }));
}
