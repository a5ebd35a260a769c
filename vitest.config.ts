import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 20_000,
    // Most files load the same sources: in one process they are loaded once.
    isolate: false,
    // Tests wait for processes and sockets as much as they compute.
    maxWorkers: 2 * availableParallelism(),
    // Of the workers: a small young generation is collected thousands of times.
    execArgv: ['--min-semi-space-size=16'],
  },
});
