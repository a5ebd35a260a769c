/** What is asked before every act: is there a stop, may people be rung now, and is there room in the limits? */
import type { CallingHours } from '../config/calling-hours.ts';
import type { LimitsConfig } from '../config/trust.ts';
import type { ActLimits, ActSize } from '../define/acts/limits.ts';
import type { ScopedStore } from '../define/state-store.ts';
import type { StateFile } from '../shared/installation/state-file.ts';
import { ToolError } from '../shared/tool-error.ts';
import { callingTime } from './calling-hours.ts';
import { countsFile, countsInMemory, countsInStore } from './counts.ts';
import { outsideHours, overLimit, stopped, unusableState } from './refusals.ts';
import { createSharedStop } from './shared-stop.ts';
import { readStop } from './stop.ts';
import { addAct, type Counts, findExcess, type LimitUse, limitUse, littleLeft } from './windows.ts';

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
  /** What this person's acts at all replicas count in, instead of a file; a stop there holds beside that of the folder. */
  state?: ScopedStore;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export function createActLimits(options: ActLimitsOptions): ActLimits {
  const { limits, callingHours, timezone, stateDir, state, now = Date.now } = options;
  const counts = countsOf(options);
  const readSharedStop = state && createSharedStop(state.installation);
  const isLimited = Object.values(limits).some((max) => max !== undefined);

  async function refuseStop(): Promise<void> {
    const stop = await readStop(stateDir).catch((error) => {
      throw unusableState('Whether changes are stopped is not known', error, stateDir);
    });
    if (stop) throw stopped(stop, timezone);
    const everywhere = await readSharedStop?.();
    if (everywhere) throw stopped(everywhere, timezone, "with this server's HITRATE_STATE_URL");
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

  function refuseUnreadable(error: unknown): never {
    throw error instanceof ToolError ? error : unusableState(UNREADABLE, error, stateDir);
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
      const state = await counts.read().catch(refuseUnreadable);
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
      const left = await counts.update(count).catch(refuseUnreadable);
      // Counting may have waited for others.
      await refuseStop();
      return left;
    },
    async close() {},
  };
}

function countsOf({
  state,
  inMemory,
  stateDir,
  principal,
}: Pick<ActLimitsOptions, 'state' | 'inMemory' | 'stateDir' | 'principal'>): StateFile<Counts> {
  if (state) return countsInStore(state, principal);
  return inMemory ? countsInMemory() : countsFile(stateDir, principal);
}

const UNREADABLE = 'What counts against the limits (HITRATE_LIMITS) can be neither read nor written';

/** Returns how much of each limit is used. @throws Error of the system, or where the counts are damaged */
export async function readLimitUse(
  options: Pick<ActLimitsOptions, 'limits' | 'stateDir' | 'principal' | 'state'>,
  now = Date.now(),
): Promise<LimitUse[]> {
  const counts = await countsOf(options).read();
  return limitUse(counts, options.limits, now);
}

/** An act whose size is not known fits into no limit. @throws ToolError */
function checkSize({ writes, records, erasures, rung }: ActSize): void {
  if ([writes, records, erasures, rung].every((count) => Number.isSafeInteger(count) && count >= 0)) return;
  throw new ToolError(
    'unavailable',
    'How much this would change is not known, so that no limit can hold it. Nothing was sent.',
  );
}
