import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Gives expect the matchers for results.
    setupFiles: ['lagcast/testing/vitest'],
    testTimeout: 120_000,
  },
});
