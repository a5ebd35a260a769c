/** What names stand in the dialer's small lists for: the types of directory.ts. */

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
  /** Other names for the same, with ", " between them: a user's login, an article number, words of both languages. */
  alias?: string;
  /** What is worth knowing before it is taken: inactive, deleted, of a product. */
  note?: string;
  /** Of a call result: its base type. */
  type?: string;
  /** Of a user: the office. */
  office?: string;
}

/** The name that an id stands for, where it is known. */
export type Names = (kind: LookupKind | 'customer', id: unknown) => string | undefined;

export interface NameLookup {
  /** @throws ToolError */
  entries(kind: LookupKind): Promise<readonly NameEntry[]>;
  /** Names are a kindness: those that can't be had soon are missing. @param customers their ids */
  names(kinds: readonly LookupKind[], customers?: readonly unknown[]): Promise<Names>;
  /** After a write. */
  forget(): void;
}
