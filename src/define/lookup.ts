/** Names of the dialer's small lists, and how they are looked up. */

export const LOOKUP_KINDS = [
  'campaign',
  'user',
  'office',
  'product',
  'contactlist',
  'call_result',
  'blocklist',
  'client',
  'sms_template',
  'custom_field',
] as const;
export type LookupKind = (typeof LOOKUP_KINDS)[number];

export interface NameEntry {
  id: number;
  name: string;
  /** Of a user: the first and the last name alone. */
  first?: string;
  last?: string;
  /** Other names, with ", " between them: a user's login, an article number, words of both languages. */
  alias?: string;
  /** What is worth knowing before it is used: inactive, deleted, of a product. */
  note?: string;
  /** Of a call result: its base type. */
  type?: string;
  /** Of a user: the office. */
  office?: string;
}

/** Returns the name of an id, where it is known. */
export type Names = (kind: LookupKind | 'customer', id: unknown) => string | undefined;

export interface NameLookup {
  /** Returns the whole list. @throws ToolError */
  entries(kind: LookupKind): Promise<readonly NameEntry[]>;
  /** Best effort: slow lists are omitted. @param customers their ids */
  names(kinds: readonly LookupKind[], customers?: readonly unknown[]): Promise<Names>;
  /** Empties the caches, after a write. */
  forget(): void;
}
