import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { askAll } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { objectsByRun, runsOf } from '../ingress/runs.js';
import { DataPlaneWorld } from '../ingress/world.js';
import { traefikScenarios, usualFlags } from './scenarios.js';

const quiet = ['--global.checknewversion=false', '--global.sendanonymoususage=false', '--log.level=DEBUG', '--log.nocolor=true', '--providers.providersthrottleduration=50ms'];

/** What Traefik answers in its scenarios, in a cluster that holds all of them. */
export async function recordTraefik(cluster: BenchCluster, program: string): Promise<Recorded> {
  const objects = objectsByRun(traefikScenarios);
  const world = await DataPlaneWorld.create(cluster, 'traefik');
  const recorded: Record<string, Recorded[string]> = {};
  try {
    for (const run of runsOf(traefikScenarios)) {
      const flags = [...usualFlags, ...run.flags, ...quiet, `--providers.kubernetesingress.ingressclass=${run.name}`];
      const { daemon, log } = world.start(`traefik-${run.name}`, program, flags, { KUBECONFIG: cluster.kubeconfig });
      try {
        await daemon.until(async () => /Configuration received.*providerName=kubernetes\b/.test(await readFile(log, 'utf8')));
        await setTimeout(800);
        Object.assign(recorded, await askAll(world, run, objects.get(run.name) ?? [], /^TRAEFIK DEFAULT CERT$/));
      } finally {
        await daemon.stop();
      }
    }
  } finally {
    await world.remove();
  }
  return recorded;
}
