/** A map that forgets what was put in first. */
export interface BoundedMap<V> {
  get(key: string): V | undefined;
  /** Keeps what is there already: it was first. */
  add(key: string, value: V): void;
}

export function createBoundedMap<V>(max: number): BoundedMap<V> {
  const entries = new Map<string, V>();
  return {
    get: (key) => entries.get(key),
    add(key, value) {
      if (entries.has(key)) return;
      entries.set(key, value);
      if (entries.size > max) entries.delete(entries.keys().next().value!);
    },
  };
}
