/** The state as the settings have it; it is connected to when it is first used. */
import type { Config } from '../config/config.ts';
import { principalOf } from '../config/principal.ts';
import type { StateConfig } from '../config/team/state.ts';
import type { ScopedStore, StateStore } from '../define/state-store.ts';
import { createRedisStore } from './redis-store.ts';
import { scopedStore } from './scoped-store.ts';

/** Told in a line when the state is lost, and when it is back. */
type Report = (message: string) => void;

/** Returns all that the replicas share. */
export const openState = (state: StateConfig, report: Report): StateStore =>
  createRedisStore({ ...state, report });

/** Returns what servers share that use the same token at the same dialer; undefined where nothing is shared. */
export const openOwnState = (
  config: Pick<Config, 'state' | 'origin' | 'token'>,
  report: Report,
): ScopedStore | undefined =>
  config.state && scopedStore(openState(config.state, report), principalOf(config));
