/**
 * The small lists of the dialer that names stand in: fetched when they are needed, all that are needed together, kept
 * for a minute and forgotten after every write.
 */

import type { LookupKind, NameEntry, NameLookup } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { ReadName } from '../define/tool-name.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { sleep, withDeadline } from '../shared/deadline.ts';
import { ToolError, undocumented } from '../shared/tool-error.ts';
import { createCustomerNameCache } from './customer-names.ts';
import { RESULT_NAMES } from './result-names.ts';

type ReadList = (tool: ReadName, args?: Row) => Promise<any>;

const CACHE_MS = 60_000;
/** Nobody's own request, so with a deadline of its own. */
const DEADLINE_MS = 20_000;
/** A list that only adds names is not waited for any longer. */
const PATIENCE_MS = 3_000;
/** Clients can only be asked one by one. */
const MAX_CLIENTS = 100;

const deletedNote = (row: Row) => (row.deleted ? 'deleted' : undefined);

const LISTS: {
  [kind in Exclude<LookupKind, 'client'>]: [tool: ReadName, entry: (row: Row) => Omit<NameEntry, 'id'>];
} = {
  campaign: ['list_campaigns', ({ name }) => ({ name })],
  user: [
    'list_users',
    ({ firstname, lastname, username, active, office }) => ({
      name: [firstname, lastname].filter(Boolean).join(' '),
      first: firstname ?? undefined,
      last: lastname ?? undefined,
      alias: username ?? undefined,
      note: active ? undefined : 'inactive',
      office: office ?? undefined,
    }),
  ],
  office: ['list_offices', ({ name }) => ({ name })],
  product: [
    'list_products',
    (row) => ({
      name: row.title,
      alias: row.artnr ?? undefined,
      note: row.active ? deletedNote(row) : 'inactive',
    }),
  ],
  contactlist: ['list_contactlists', (row) => ({ name: row.title, note: deletedNote(row) })],
  call_result: [
    'list_call_results',
    ({ id, title, type }) => ({ name: title, type: type ?? undefined, alias: RESULT_NAMES[id] }),
  ],
  blocklist: ['list_blocklists', ({ title }) => ({ name: title })],
  sms_template: ['list_sms_templates', ({ title }) => ({ name: title })],
  custom_field: [
    'list_custom_fields',
    (row) => ({
      name: row.name,
      note: deletedNote(row) ?? (row.type === 1 ? 'of customers' : 'of products'),
    }),
  ],
};

export function createNameLookup(endpoints: Endpoints): NameLookup {
  const kept = new Map<LookupKind, { at: number; entries: Promise<readonly NameEntry[]> }>();

  const ask: ReadList = (tool, args = {}) =>
    withDeadline(DEADLINE_MS, undefined, (deadline) => endpoints.read(tool, args, deadline));

  const customers = createCustomerNameCache((customer_id) => ask('get_customer', { customer_id }));

  function entries(kind: LookupKind): Promise<readonly NameEntry[]> {
    const known = kept.get(kind);
    if (known && performance.now() - known.at < CACHE_MS) return known.entries;
    const one = {
      at: performance.now(),
      entries: kind === 'client' ? fetchClients(ask) : fetchList(kind, ask),
    };
    kept.set(kind, one);
    one.entries.catch((error) => {
      // What is not permitted stays so for a minute too; all else is worth another try.
      const stays = error instanceof ToolError && error.kind === 'permission_denied';
      if (!stays && kept.get(kind) === one) kept.delete(kind);
    });
    return one.entries;
  }

  return {
    entries,
    async names(kinds, customerIds = []) {
      const enough = new AbortController();
      const patience = sleep(PATIENCE_MS, enough.signal).then(
        () => [],
        () => [],
      );
      const [customer, ...found] = await Promise.all([
        customers.names(customerIds, patience),
        ...kinds.map(async (kind) => {
          const had = entries(kind).catch((): readonly NameEntry[] => []);
          const rows: readonly NameEntry[] = await Promise.race([had, patience]);
          return [kind, new Map(rows.map(({ id, name }) => [id, name]))] as const;
        }),
      ]);
      enough.abort();
      const byKind = new Map<LookupKind | 'customer', ReadonlyMap<unknown, string>>([
        ...found,
        ['customer', customer],
      ]);
      return (kind, id) => byKind.get(kind)?.get(id) || undefined;
    },
    forget() {
      kept.clear();
      customers.forget();
    },
  };
}

async function fetchList(kind: Exclude<LookupKind, 'client'>, ask: ReadList): Promise<readonly NameEntry[]> {
  const [tool, entry] = LISTS[kind];
  const answer = await ask(tool);
  const rows: unknown = kind === 'call_result' ? answer?.call_results : answer;
  if (!Array.isArray(rows)) throw undocumented();
  return rows
    .filter((row: Row | null) => Number.isInteger(row?.id))
    .map((row: Row) => ({ id: row.id, ...entryTexts(entry(row)) }));
}

/** Texts, whatever the dialer has in their place. */
const entryTexts = ({
  name,
  first,
  last,
  alias,
  type,
  office,
  note,
}: Omit<NameEntry, 'id'>): Omit<NameEntry, 'id'> => ({
  name: String(name ?? ''),
  note,
  ...(first !== undefined && { first: String(first) }),
  ...(last !== undefined && { last: String(last) }),
  ...(alias !== undefined && { alias: String(alias) }),
  ...(type !== undefined && { type: String(type) }),
  ...(office !== undefined && { office: String(office) }),
});

/** There is no list of clients: products tell their ids. */
async function fetchClients(ask: ReadList): Promise<readonly NameEntry[]> {
  const products = await ask('list_products');
  if (!Array.isArray(products)) throw undocumented();
  const ids = [...new Set(products.map((row: Row | null) => row?.client_id))];
  const known = ids.filter(Number.isInteger).slice(0, MAX_CLIENTS);
  const answers = await Promise.all(
    known.map((client_id) =>
      ask('get_client', { client_id }).catch((error) => {
        if (error instanceof ToolError && error.kind === 'not_found') return undefined;
        throw error;
      }),
    ),
  );
  return answers.flatMap((answer) =>
    Number.isInteger(answer?.client?.id)
      ? [{ id: answer.client.id, name: String(answer.client.name ?? '') }]
      : [],
  );
}
