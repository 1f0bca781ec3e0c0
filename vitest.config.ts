import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than the two cores that it is made for: many tests wait for servers and processes.
    maxWorkers: 3,
  },
});
