import fc from 'fast-check';
import { runs } from './runs.ts';

/** For properties that say nothing of their number of runs. */
fc.configureGlobal(runs(100));
