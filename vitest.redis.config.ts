// Sweeps by BullMQ on a real Redis server, which the tests start on this machine. After npm run build.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/redis/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 30_000, maxWorkers: 1 },
});
