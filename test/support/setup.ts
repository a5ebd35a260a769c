import fc from 'fast-check';
import { afterAll, afterEach } from 'vitest';
import { cleanUpFile, cleanUpTest } from './cleanup.ts';
import { runs } from './runs.ts';

/** For properties that say nothing of their number of runs. */
fc.configureGlobal(runs(100));

afterEach(cleanUpTest);
afterAll(cleanUpFile);
