/** How much of a customer list is sent at once, and how much time is kept in reserve. */
export interface ImportLimits {
  /** Of one request. */
  maxBatchRows: number;
  maxBatchBytes: number;
  /** A batch is sent only while this many times the slowest batch so far is left of the call's time. */
  reserveFactor: number;
  /** What must be left before the first batch; a fifth of the call's time where that is less. */
  firstReserveMs: number;
}

export const IMPORT_LIMITS: ImportLimits = {
  // API 1.4.4 takes 5,000 customers or 10 MB. Fewer bytes, since request and answer are in memory several times over.
  maxBatchRows: 5_000,
  maxBatchBytes: 3_000_000,
  reserveFactor: 1.5,
  firstReserveMs: 3_000,
};
