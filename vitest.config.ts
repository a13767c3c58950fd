import { defineConfig } from 'vitest/config';

const core = 'src/core/**/*.spec.ts';

/**
 * Its limits are for hangs only: no machine is so slow.
 *
 * Specs share what was loaded for the one before: loading the service anew for each takes longer than most of them.
 */
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    isolate: false,
    projects: [
      { extends: true, test: { name: 'core', include: [core] } },
      { extends: true, test: { name: 'service', include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'], exclude: [core] } },
    ],
  },
});
