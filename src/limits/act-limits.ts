/** What is asked before every act: is there a stop, may people be rung now, and is there room in the limits? */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CallingHours } from '../config/calling-hours.ts';
import type { LimitsConfig } from '../config/trust.ts';
import type { ActLimits, ActSize } from '../define/acts/limits.ts';
import { createStateFile, type StateFile } from '../shared/installation/state-file.ts';
import { ToolError } from '../shared/tool-error.ts';
import { callingTime } from './calling-hours.ts';
import { outsideHours, overLimit, stopped, unusableState } from './refusals.ts';
import { readStop } from './stop.ts';
import {
  addAct,
  type Counts,
  findExcess,
  isCounts,
  type LimitUse,
  limitUse,
  littleLeft,
  NO_COUNTS,
} from './windows.ts';

export interface ActLimitsOptions {
  limits: LimitsConfig;
  /** Absent: at any time. */
  callingHours?: CallingHours;
  timezone: string;
  stateDir: string;
  /** Whose token at which dialer: all processes with the same one count together. */
  principal: string;
  /** Keeps no file, for the embedded dialer; a stop holds all the same. */
  inMemory?: boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export function createActLimits(options: ActLimitsOptions): ActLimits {
  const { limits, callingHours, timezone, stateDir, principal, inMemory, now = Date.now } = options;
  const counts = inMemory ? countsInMemory() : countsFile(stateDir, principal);
  const isLimited = Object.values(limits).some((max) => max !== undefined);

  async function refuseStop(): Promise<void> {
    const stop = await readStop(stateDir).catch((error) => {
      throw unusableState('Whether changes are stopped is not known', error, stateDir);
    });
    if (stop) throw stopped(stop, timezone);
  }

  async function refuseHours({ contacts }: ActSize): Promise<void> {
    if (!contacts || !callingHours) return;
    const at = now();
    const time = await callingTime(callingHours, timezone, at);
    if (!time.open) throw outsideHours(callingHours, time, timezone, at);
  }

  function refuseExcess(state: Counts, size: ActSize, at: number): void {
    const excess = findExcess(state, size, limits, at);
    if (excess) throw overLimit(excess, timezone, at, state.seen - at);
  }

  async function refuse(size: ActSize): Promise<void> {
    checkSize(size);
    await refuseStop();
    await refuseHours(size);
  }

  return {
    async check(size) {
      await refuse(size);
      if (!isLimited) return;
      const state = await counts.read().catch((error) => {
        throw unusableState(UNREADABLE, error, stateDir);
      });
      refuseExcess(state, size, now());
    },
    async take(size) {
      await refuse(size);
      if (!isLimited) return {};
      const count = (state: Counts) => {
        const at = now();
        refuseExcess(state, size, at);
        const next = addAct(state, size, at);
        return { state: next, result: littleLeft(next, size, limits, at) };
      };
      const left = await counts.update(count).catch((error) => {
        throw error instanceof ToolError ? error : unusableState(UNREADABLE, error, stateDir);
      });
      // Counting may have waited for others.
      await refuseStop();
      return left;
    },
    async close() {},
  };
}

const UNREADABLE = 'What counts against the limits (HITRATE_LIMITS) can be neither read nor written';

/** Returns how much of each limit is used. @throws Error of the system, or where the counts are damaged */
export async function readLimitUse(
  options: Pick<ActLimitsOptions, 'limits' | 'stateDir' | 'principal'>,
  now = Date.now(),
): Promise<LimitUse[]> {
  const counts = await countsFile(options.stateDir, options.principal).read();
  return limitUse(counts, options.limits, now);
}

function countsFile(stateDir: string, principal: string): StateFile<Counts> {
  const name = createHash('sha256').update(principal).digest('hex').slice(0, 32);
  return createStateFile(join(stateDir, 'limits', `${name}.json`), NO_COUNTS, isCounts);
}

function countsInMemory(): StateFile<Counts> {
  let present = NO_COUNTS;
  return {
    read: async () => present,
    async update(change) {
      const { state, result } = change(present);
      present = state;
      return result;
    },
  };
}

/** An act whose size is not known fits into no limit. @throws ToolError */
function checkSize({ writes, records, erasures, rung }: ActSize): void {
  if ([writes, records, erasures, rung].every((count) => Number.isSafeInteger(count) && count >= 0)) return;
  throw new ToolError(
    'unavailable',
    'How much this would change is not known, so that no limit can hold it. Nothing was sent.',
  );
}
