/** What the policy in force consists of, read without changing anything. */
import { tools } from '../../../tools/index.ts';
import type { Config } from '../../config/config.ts';
import { principalOf } from '../../config/principal.ts';
import { withheldBySetting } from '../../guard/access.ts';
import { readLimitUse } from '../../limits/act-limits.ts';
import { type CallingTime, callingTime } from '../../limits/calling-hours.ts';
import { reasonOf } from '../../limits/refusals.ts';
import { readAnyStop } from '../../limits/shared-stop.ts';
import type { Stop } from '../../limits/stop.ts';
import type { LimitUse } from '../../limits/windows.ts';
import { openOwnState } from '../../state/open-state.ts';

/** By what a person can prove to be one on the approval page; reads the state folder. */
export type ReadProofs = (stateDir: string) => Promise<Proofs>;
type Proofs = 'none' | 'PIN' | 'passkey';

/** A text in the place of what can't be read says why. */
export interface PolicyFacts {
  config: Config;
  offered: number;
  tools: number;
  proofs?: Proofs | { unknown: string };
  limits: LimitUse[] | string;
  /** Absent where people may be rung at any time. */
  calling?: CallingTime;
  stop: Stop | string | undefined;
}

export async function readPolicy(config: Config, readProofs?: ReadProofs): Promise<PolicyFacts> {
  const { trust, timezone } = config;
  const { callingHours, limits, stateDir } = trust;
  const state = openOwnState(config, () => {});
  return {
    config,
    offered: tools.filter((tool) => !withheldBySetting(tool, config)).length,
    tools: tools.length,
    proofs: await readProofs?.(stateDir).catch((error) => ({ unknown: reasonOf(error) })),
    limits: await readLimitUse({ limits, stateDir, principal: principalOf(config), state }).catch(reasonOf),
    calling: callingHours && (await callingTime(callingHours, timezone, Date.now())),
    stop: await readAnyStop(stateDir, state).catch(reasonOf),
  };
}
