import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By name, so that every run is the same: what a check leaves in the cluster, later ones meet. What leaves objects behind (`zone.live.ts`) is named to come last. */
class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)));
  }
}


/** The suite that asks real components. Waiting is by condition, so that its limits are for hangs only. */
export default defineConfig({
  test: {
    include: ['test/oracles/live/**/*.live.ts'],
    globalSetup: ['test/oracles/live/setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 3_600_000,
    fileParallelism: false,
    sequence: { sequencer: ByName },
  },
});
