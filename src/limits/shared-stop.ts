/** The stop of all replicas, in the state that they share. */
import type { ScopedStore, StateStore } from '../define/state-store.ts';
import { combineStops, parseStop, readStop, type Stop } from './stop.ts';

const KEY = 'stop';
/** A stop has no end of its own. */
const KEPT_MS = 10 * 365 * 86_400_000;
/** Said in so many words: where nothing is said, the store may have forgotten a stop. */
const LIFTED = 'lifted';

const stopIn = (text: string | undefined): Stop | undefined =>
  text === undefined || text === LIFTED ? undefined : parseStop(text);

/** Returns a function that reads the stop; what it has seen once holds until it is lifted. @throws ToolError */
export function createSharedStop(state: Pick<StateStore, 'get'>): () => Promise<Stop | undefined> {
  let seen: Stop | undefined;
  return async () => {
    const text = await state.get(KEY);
    if (text !== undefined) seen = stopIn(text);
    return seen;
  };
}

/** Returns the stop of the folder, else that of the replicas. @throws Error of the system, or ToolError */
export const readAnyStop = async (
  stateDir: string,
  state: ScopedStore | undefined,
): Promise<Stop | undefined> =>
  (await readStop(stateDir)) ?? (state && stopIn(await state.installation.get(KEY)));

/** Stops all changes of all replicas, or gives a stop another reason. @throws ToolError */
export const stopReplicas = (
  state: Pick<StateStore, 'update'>,
  reason: string | undefined,
  now: Date,
): Promise<Stop> =>
  state.update(KEY, KEPT_MS, (text) => {
    const stop = combineStops(stopIn(text), reason, now);
    return { value: JSON.stringify(stop), result: stop };
  });

/** Lifts the stop of all replicas. Returns what it was; undefined where there was none. @throws ToolError */
export const liftReplicas = (state: Pick<StateStore, 'update'>): Promise<Stop | undefined> =>
  state.update(KEY, KEPT_MS, (text) => ({ value: LIFTED, result: stopIn(text) }));
