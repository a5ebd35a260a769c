/** How long names are kept and waited for, and how many are read. */
export interface LookupLimits {
  /** People type and ask faster than the dialer changes. */
  cacheMs: number;
  /** Of the request for a list: it is nobody's own request, so it has a deadline of its own. */
  listDeadlineMs: number;
  /** A list that only adds names to an answer is not waited for any longer. */
  namesPatienceMs: number;
  /** Clients can only be read one by one. */
  maxClients: number;
  /** Customers can only be read one by one, and there may be a million: the others of a list keep their ids. */
  maxCustomers: number;
  /** Requests for customers at once. Not all connections: other calls want some too. */
  customerConcurrency: number;
  completionDeadlineMs: number;
  /** How long names may be compared, in lists of any length. */
  searchMs: number;
}

export const LOOKUP_LIMITS: LookupLimits = {
  cacheMs: 60_000,
  listDeadlineMs: 20_000,
  namesPatienceMs: 3_000,
  maxClients: 100,
  maxCustomers: 50,
  customerConcurrency: 5,
  completionDeadlineMs: 5_000,
  searchMs: 3_000,
};
