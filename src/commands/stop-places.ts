/** Where a stop is kept: the state folder, and the state that replicas share where there is one. */
import { SettingError } from '../config/parse.ts';
import { readStateConfig, type StateConfig } from '../config/team/state.ts';
import type { StateStore } from '../define/state-store.ts';
import { liftReplicas, stopReplicas } from '../limits/shared-stop.ts';
import { liftStop, type Stop, stopChanges } from '../limits/stop.ts';
import { openState } from '../state/open-state.ts';
import { installationStore } from '../state/scoped-store.ts';

export interface StopPlace {
  /** Whose servers look there. */
  servers: string;
  /** As the end of `Nothing was stopped in …`. */
  name: string;
  /** @throws where it can't be used */
  stop(reason: string | undefined, now: Date): Promise<Stop>;
  lift(): Promise<Stop | undefined>;
}

export const folderPlace = (stateDir: string): StopPlace => ({
  servers: `Every server that keeps its state in ${stateDir}`,
  name: stateDir,
  stop: (reason, now) => stopChanges(stateDir, reason, now),
  lift: () => liftStop(stateDir),
});

/** Returns undefined where nothing is shared. A setting that is wrong prevents no stop of the folder. */
export function sharedPlace(flags: string[]): StopPlace | undefined {
  const config = stateConfig(flags);
  return (
    config && {
      servers: 'Every replica that shares the state in HITRATE_STATE_URL',
      name: 'the shared state (HITRATE_STATE_URL)',
      stop: (reason, now) => withState(config, (state) => stopReplicas(state, reason, now)),
      lift: () => withState(config, liftReplicas),
    }
  );
}

function stateConfig(flags: string[]): StateConfig | SettingError | undefined {
  try {
    return readStateConfig(flags, process.env);
  } catch (error) {
    if (error instanceof SettingError) return error;
    throw error;
  }
}

async function withState<T>(
  config: StateConfig | SettingError,
  work: (state: StateStore) => Promise<T>,
): Promise<T> {
  if (config instanceof SettingError) throw config;
  const state = openState(config, () => {});
  try {
    return await work(installationStore(state));
  } finally {
    await state.close();
  }
}
