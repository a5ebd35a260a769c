/** What a host can open: the entries of its list of resources. */

/** The recordings and PDFs that this session has come across, for a host's list of resources. */
export interface ResourceEntry {
  uri: string;
  title: string;
  /** MIME type. */
  type: string;
  /** Absent where the dialer did not say and time was short. */
  bytes?: number;
}
