/** The recordings and PDFs that this session has come across, for a host's list of resources. */
import type { Known } from '../define/resource.ts';

export interface Met {
  add(known: Known): void;
  /** Keeps what no request brings again; the oldest make room. */
  hold(known: Known, bytes: Buffer): void;
  held(uri: string): { type: string; bytes: Buffer } | undefined;
  /** The last ones first. */
  list(): Known[];
  /** Goes up with every change of the list. */
  changes(): number;
}

const MOST = 100;
const HELD_BYTES = 32_000_000;

export function createMet(): Met {
  const known = new Map<string, Known>();
  const held = new Map<string, { type: string; bytes: Buffer }>();
  let changes = 0;
  function add(one: Known) {
    if (!known.delete(one.uri)) changes++;
    known.set(one.uri, one);
    if (known.size > MOST) known.delete(known.keys().next().value!);
  }
  return {
    add,
    hold(one, bytes) {
      held.delete(one.uri);
      held.set(one.uri, { type: one.type, bytes });
      add(one);
      const size = () => [...held.values()].reduce((sum, { bytes: { length } }) => sum + length, 0);
      while (held.size > 1 && size() > HELD_BYTES) {
        const oldest = held.keys().next().value!;
        held.delete(oldest);
        known.delete(oldest);
      }
    },
    held: (uri) => held.get(uri),
    list: () => [...known.values()].reverse(),
    changes: () => changes,
  };
}
