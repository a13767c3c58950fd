import { defineConfig } from 'vitest/config';

/** Its limits are for hangs only: no machine is so slow. */
export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
