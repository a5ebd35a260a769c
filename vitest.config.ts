import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Tests wait for processes and sockets more than they compute; by default a machine of two cores gets one worker.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
