/** Apart from what is loaded, since a server that starts loads this and nothing else. */
export interface LoadOnce<T> {
  (): Promise<T>;
  /** What was loaded, if anything was. */
  loaded(): Promise<T | undefined>;
}

/** A load that failed is tried again at the next call: it may be a disk that was away. */
export function loadOnce<T>(load: () => Promise<T>): LoadOnce<T> {
  let loading: Promise<T> | undefined;
  const once = () =>
    (loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    }));
  return Object.assign(once, { loaded: async () => loading });
}
