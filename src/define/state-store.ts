/** What the replicas of one server share: texts by key, each with an end. */

/**
 * Every method throws a ToolError `unavailable` where the state can't be reached: what acts is refused then, and what
 * reads goes on without it.
 */
export interface StateStore {
  /** Returns undefined where there is nothing, or its time is over. */
  get(key: string): Promise<string | undefined>;
  /** @param ttlMs how long it is kept, in milliseconds */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Sets what is not there yet. Of any number of calls with the same key, from any replica, one alone gets true.
   * @param run gives false where the store is in another run by now: it may have forgotten an earlier add
   */
  add(key: string, value: string, ttlMs: number, run?: string): Promise<boolean>;
  /**
   * Replaces a value as a whole: of what others do at the same time nothing is lost. `change` may run several times.
   * What it throws comes through, and nothing is changed. A `value` of undefined removes it.
   */
  update<T>(
    key: string,
    ttlMs: number,
    change: (present: string | undefined) => { value: string | undefined; result: T },
  ): Promise<T>;
  delete(key: string): Promise<void>;
  /** Names the store's present run. After a restart or a failover it is another one, which may have forgotten things. */
  run(): Promise<string>;
  /** Resolves where it answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The state of one scope, such as one person's: no other scope sees its values. */
export interface ScopedStore extends StateStore {
  /** What belongs to the whole installation and to nobody in it, such as a stop; read alone. */
  readonly installation: Pick<StateStore, 'get'>;
}
