/** What a host can open: an entry of its list of resources. */
export interface ResourceEntry {
  uri: string;
  title: string;
  /** MIME type. */
  type: string;
  /** Absent where the dialer did not say and time was short. */
  bytes?: number;
}
