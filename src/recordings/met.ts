/** The recordings and PDFs that this session has come across, for a host's list of resources. */
export interface Known {
  uri: string;
  title: string;
  /** MIME type. */
  type: string;
  /** Absent where the dialer did not say and time was short. */
  bytes?: number;
}

export interface Met {
  add(known: Known): void;
  /** The last ones first. */
  list(): Known[];
  /** Goes up with every change of the list. */
  changes(): number;
}

const MOST = 100;

export function createMet(): Met {
  const known = new Map<string, Known>();
  let changes = 0;
  return {
    add(one) {
      if (!known.delete(one.uri)) changes++;
      known.set(one.uri, one);
      if (known.size > MOST) known.delete(known.keys().next().value!);
    },
    list: () => [...known.values()].reverse(),
    changes: () => changes,
  };
}
