import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A project takes the files of its globs; unit takes what no other has. */
const E2E = ['test/e2e/**/*.test.ts', 'test/**/*.e2e.test.ts'];
const INTEGRATION = ['test/**/*.integration.test.ts'];
const PROPERTY = ['test/**/*.property.test.ts'];

const project = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude },
});

/**
 * Each project loads the sources anew, which takes longer than all unit tests do: where none is asked for by name, all
 * files are one.
 */
const isProjectNamed = process.argv.some((word) => word.startsWith('--project'));
const projects = [
  project('unit', ['test/**/*.test.ts'], [...E2E, ...INTEGRATION, ...PROPERTY]),
  project('integration', INTEGRATION),
  project('property', PROPERTY),
  project('e2e', E2E),
];

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    // Long enough for a machine that is busy with other things; how fast something is, a benchmark says.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    // Most files load the same sources: in one process they are loaded once.
    isolate: false,
    // Tests wait for processes and sockets as much as they compute.
    maxWorkers: 2 * availableParallelism(),
    // Of the workers: a small young generation is collected thousands of times.
    execArgv: ['--min-semi-space-size=16'],
    ...(isProjectNamed ? { projects } : { include: ['test/**/*.test.ts'] }),
  },
});
