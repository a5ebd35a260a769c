/** Scopes of one store: a person's, and that of the whole installation. None sees another's values. */
import type { ScopedStore, StateStore } from '../define/state-store.ts';

/** Returns the part of the store that belongs to one scope. Closing it closes nothing: others use the store too. */
export function scopedStore(store: StateStore, scope: string): ScopedStore {
  if (!scope) throw new TypeError('a scope needs a name: without one, two people would share it');
  // No scope has a slash in it, so that none can reach into another.
  return {
    ...withPrefix(store, `scope/${encodeURIComponent(scope)}/`),
    scope,
    installation: installationStore(store),
  };
}

/** Returns the part that belongs to nobody. */
export const installationStore = (store: StateStore): StateStore => withPrefix(store, 'installation/');

const withPrefix = (store: StateStore, prefix: string): StateStore => ({
  get: (key) => store.get(prefix + key),
  set: (key, value, ttlMs) => store.set(prefix + key, value, ttlMs),
  add: (key, value, ttlMs, run) => store.add(prefix + key, value, ttlMs, run),
  update: (key, ttlMs, change) => store.update(prefix + key, ttlMs, change),
  delete: (key) => store.delete(prefix + key),
  run: store.run,
  ping: store.ping,
  close: async () => {},
});
