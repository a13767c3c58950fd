import { defineConfig } from 'vitest/config';

/** The suite that kills the built service, and stops its database. Waiting is by condition, so that its limits are for hangs only. */
export default defineConfig({
  test: {
    include: ['test/crash/**/*.crash.ts'],
    globalSetup: ['test/crash/setup.ts'],
    testTimeout: 7_200_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
