/** What differs between a server on a connection and one for a single request. */
export interface ServerOptions {
  /** Whether it can tell of changes: one request alone can't. */
  notifies?: boolean;
  /** Names the one request in the log, and in the text of an error. */
  requestId?: string;
}

export const capabilitiesOf = (notifies: boolean) => ({
  tools: {},
  resources: notifies ? { listChanged: true } : {},
  prompts: {},
  completions: {},
});
