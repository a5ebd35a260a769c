/** The recordings, PDFs and exports that this session has come across, for a host's list of resources. */
import type { ResourceEntry } from '../define/resource.ts';

export interface ResourceRegistry {
  add(entry: ResourceEntry): Promise<void>;
  /** Keeps the bytes of what no request brings again; the oldest make room. */
  store(entry: ResourceEntry, bytes: Buffer): Promise<void>;
  /** @throws ToolError where it may lie in a state that can't be reached */
  stored(uri: string): Promise<StoredResource | undefined>;
  /** The last ones first. */
  list(): Promise<ResourceEntry[]>;
  /** Goes up with every change of the list that this server makes. */
  changes(): number;
}

export interface StoredResource {
  /** MIME type. */
  type: string;
  bytes: Buffer;
}

export const MAX_ENTRIES = 100;
export const MAX_STORED_BYTES = 32_000_000;

export function createResourceRegistry(): ResourceRegistry {
  // Maps keep their order: what was added last is last.
  const entries = new Map<string, ResourceEntry>();
  const stored = new Map<string, StoredResource>();
  let storedBytes = 0;
  let changes = 0;

  function add(entry: ResourceEntry) {
    if (!entries.delete(entry.uri)) changes++;
    entries.set(entry.uri, entry);
    if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
  }

  function dropStored(uri: string) {
    storedBytes -= stored.get(uri)?.bytes.length ?? 0;
    stored.delete(uri);
  }

  return {
    add: async (entry) => add(entry),
    async store(entry, bytes) {
      dropStored(entry.uri);
      stored.set(entry.uri, { type: entry.type, bytes });
      storedBytes += bytes.length;
      add(entry);
      while (stored.size > 1 && storedBytes > MAX_STORED_BYTES) {
        const oldest = stored.keys().next().value!;
        dropStored(oldest);
        entries.delete(oldest);
      }
    },
    stored: async (uri) => stored.get(uri),
    list: async () => [...entries.values()].reverse(),
    changes: () => changes,
  };
}
