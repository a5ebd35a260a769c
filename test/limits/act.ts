/** Sizes of acts, and the stores of limits, as the tests of this folder use them. */
import { LIMITS, type LimitsConfig } from '../../src/config/trust.ts';
import type { ActSize } from '../../src/define/acts/limits.ts';
import { type ActLimitsOptions, createActLimits } from '../../src/limits/act-limits.ts';

const NOTHING: ActSize = { writes: 0, records: 0, erasures: 0, rung: 0, contacts: false };

export const act = (size: Partial<ActSize> = { writes: 1 }): ActSize => ({ ...NOTHING, ...size });

/** All but these are without a limit. */
export const only = (limits: LimitsConfig): LimitsConfig => ({
  ...Object.fromEntries(LIMITS.map((name) => [name, undefined])),
  ...limits,
});

export const limitsIn = (stateDir: string, more: Partial<ActLimitsOptions> = {}) =>
  createActLimits({
    limits: { writes_per_minute: 5 },
    timezone: 'Europe/Stockholm',
    stateDir,
    principal: 'anna at demodialer',
    ...more,
  });
