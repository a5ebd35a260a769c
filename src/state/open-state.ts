/** The state as the settings have it. */
import type { StateConfig } from '../config/state.ts';
import type { StateStore } from '../define/state-store.ts';

/** Returns the shared state; it is connected to when it is first used. @param report told when it is lost and when it is back */
export async function openState(state: StateConfig, report: (message: string) => void): Promise<StateStore> {
  const { createRedisStore } = await import('./redis-store.ts');
  return createRedisStore({ ...state, report });
}
