/** Learns from the dialer's JSON, and from arguments, which values are names and addresses: by the fields they stand in. */
import type { Row } from '../define/row.ts';
import { classOf, classOfTitle, type FieldClass, TEXT_KEYS } from './policy.ts';
import type { KnownValues } from './text/known-values.ts';

export interface Learner {
  learn(body: unknown): void;
  /** Of whom texts were read since then, and no name: what is in the texts can't be told until their cards are. */
  unnamed(since: number): number[];
  /** Nothing is to be learned of a customer: there is no card. */
  giveUp(customer_id: number): void;
}

/** No call lasts longer. */
const MAX_CALL_MS = 600_000;
/** The customers whose names are kept as known. */
const MAX_CUSTOMERS = 100_000;

const NAME_PAIRS = [
  ['first_name', 'last_name'],
  ['firstname', 'lastname'],
  ['customer_firstname', 'customer_lastname'],
] as const;

/** @param withNames whether names are looked for too */
export function createLearner(known: KnownValues, withNames: boolean): Learner {
  const customers = createNamedCustomers();

  /** @param owner the customer whom the texts below are about */
  function walk(value: unknown, owner: number | undefined): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) walk(item, owner);
      return;
    }
    const row = value as Row;
    const id = Number.isInteger(row.customer_id) ? (row.customer_id as number) : owner;
    if (id !== undefined) customers.meet(id, row);
    learnRow(row);
    for (const name in row) if (typeof row[name] === 'object') walk(row[name], id);
  }

  function learnRow(row: Row): void {
    const isUser = 'username' in row;
    for (const name in row) {
      const is = classOf(name);
      if (is) learnValue(row[name], is, isUser);
    }
    if (typeof row.title === 'string' && row.custom_field_id !== undefined)
      learnValue(row.value, classOfTitle(row.title), false);
    if (!withNames) return;
    if (isCard(row)) known.addName(row.name);
    for (const [first, last] of NAME_PAIRS)
      if (isText(row[first]) && isText(row[last])) known.addName(`${row[first]} ${row[last]}`, isUser);
  }

  function learnValue(value: unknown, is: FieldClass | undefined, isUser: boolean): void {
    if (Array.isArray(value)) for (const item of value) learnValue(item, is, isUser);
    if (!isText(value)) return;
    if (is === 'street') known.addStreet(value);
    else if (!withNames) return;
    else if (is === 'full name' || is === 'part of a name') known.addName(value, isUser);
    else if (is === 'company') known.addCompany(value);
  }

  return {
    learn: (body) => walk(body, undefined),
    unnamed: customers.unnamed,
    giveUp: customers.giveUp,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const isCard = (row: Row): boolean => typeof row.name === 'string' && row.customer_id !== undefined;

/** Of which customers the name is known, and of which only what is written about them. */
function createNamedCustomers() {
  const named = new Set<number>();
  /** When the texts were read last. */
  const waiting = new Map<number, number>();

  function giveUp(id: number): void {
    waiting.delete(id);
    // A card that is read once more does no harm.
    if (named.size > MAX_CUSTOMERS) named.clear();
    named.add(id);
  }

  return {
    giveUp,
    meet(id: number, row: Row): void {
      if (isCard(row) || 'customer_firstname' in row) giveUp(id);
      else if (!named.has(id) && TEXT_KEYS.some((key) => typeof row[key] === 'string'))
        waiting.set(id, performance.now());
    },
    unnamed(since: number): number[] {
      for (const [id, readAt] of waiting) if (performance.now() - readAt > MAX_CALL_MS) waiting.delete(id);
      return [...waiting].filter(([, readAt]) => readAt >= since).map(([id]) => id);
    },
  };
}
