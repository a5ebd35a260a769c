/**
 * A tool's name begins with a verb that says which tier it is of, so that the compiler knows what may be called where:
 * no code can name a deletion where a read is meant.
 */
type Verbs<Verb extends string> = `${Verb}_${string}`;

/** One request that changes nothing. */
export type ReadName = Verbs<'get' | 'list' | 'search'>;

export type WriteName = Verbs<
  'activate' | 'add' | 'call' | 'confirm' | 'create' | 'import' | 'move' | 'update'
>;

export type DestructiveName = Verbs<'cancel' | 'deactivate' | 'delete' | 'prune' | 'remove'>;
