import { defineConfig } from 'vitest/config';

const core = 'src/core/**/*.spec.ts';

/**
 * Its limits are for hangs only: no machine is so slow.
 *
 * The core has no state beside its arguments, so that its specs share what was loaded for the one before. The rest each begin afresh.
 */
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'core', include: [core], isolate: false } },
      { extends: true, test: { name: 'service', include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'], exclude: [core] } },
    ],
  },
});
