import { defineConfig } from 'vitest/config';

/** The suite that asks real components. Waiting is by condition, so that its limits are for hangs only. */
export default defineConfig({
  test: {
    include: ['test/oracles/live/**/*.live.ts'],
    globalSetup: ['test/oracles/live/setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 3_600_000,
    fileParallelism: false,
  },
});
