/** How long and how often the dialer is tried; tests pass shorter ones. */
export const DIALER_LIMITS = {
  /** Of a read, where the dialer was away or asked for a pause. */
  retries: 2,
  /** Doubled from one retry to the next, less up to half of it at random. */
  firstPauseMs: 250,
  redirects: 3,
  connectTimeoutMs: 10_000,
};

export type DialerLimits = typeof DIALER_LIMITS;
