/**
 * The small lists of the dialer that names stand in: fetched when they are needed, all that are needed together, kept
 * for a minute and forgotten after every write.
 */

import type { Directory, Entry, Kind } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import { endpoint, type Tool } from '../define/tool.ts';
import type { Dialer } from '../dialer/client.ts';
import { wireRequest } from '../dialer/request.ts';
import { pause, withDeadline } from '../shared/deadline.ts';
import { ToolError, undocumented } from '../shared/tool-error.ts';
import { createCustomerNames } from './customer-names.ts';
import { RESULT_NAMES } from './result-names.ts';

type Ask = (tool: string, args?: Row) => Promise<any>;

const KEPT_MS = 60_000;
/** Nobody's own request, so with a deadline of its own. */
const DEADLINE_MS = 20_000;
/** A list that only adds names is not waited for any longer. */
const PATIENCE_MS = 3_000;
/** Clients can only be asked one by one. */
const MOST_CLIENTS = 100;

const deleted = (row: Row) => (row.deleted ? 'deleted' : undefined);

const LISTS: { [kind in Exclude<Kind, 'client'>]: [tool: string, entry: (row: Row) => Omit<Entry, 'id'>] } = {
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
      note: row.active ? deleted(row) : 'inactive',
    }),
  ],
  contactlist: ['list_contactlists', (row) => ({ name: row.title, note: deleted(row) })],
  call_result: [
    'list_call_results',
    ({ id, title, type }) => ({ name: title, type: type ?? undefined, alias: RESULT_NAMES[id] }),
  ],
  blocklist: ['list_blocklists', ({ title }) => ({ name: title })],
  sms_template: ['list_sms_templates', ({ title }) => ({ name: title })],
  custom_field: [
    'list_custom_fields',
    (row) => ({ name: row.name, note: deleted(row) ?? (row.type === 1 ? 'of customers' : 'of products') }),
  ],
};

export function createDirectory(dialer: Dialer, tools: readonly Tool[]): Directory {
  const kept = new Map<Kind, { at: number; entries: Promise<readonly Entry[]> }>();

  const ask: Ask = (tool, args = {}) =>
    withDeadline(DEADLINE_MS, undefined, (deadline) =>
      dialer.request(wireRequest(endpoint(tools, tool).request, args), true, deadline),
    );

  const customers = createCustomerNames((customer_id) => ask('get_customer', { customer_id }));

  function entries(kind: Kind): Promise<readonly Entry[]> {
    const known = kept.get(kind);
    if (known && performance.now() - known.at < KEPT_MS) return known.entries;
    const one = { at: performance.now(), entries: kind === 'client' ? clients(ask) : listed(kind, ask) };
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
      const patience = pause(PATIENCE_MS, enough.signal).then(
        () => [],
        () => [],
      );
      const [customer, ...found] = await Promise.all([
        customers.names(customerIds, patience),
        ...kinds.map(async (kind) => {
          const had = entries(kind).catch((): readonly Entry[] => []);
          const rows: readonly Entry[] = await Promise.race([had, patience]);
          return [kind, new Map(rows.map(({ id, name }) => [id, name]))] as const;
        }),
      ]);
      enough.abort();
      const byKind = new Map<Kind | 'customer', ReadonlyMap<unknown, string>>([
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

async function listed(kind: Exclude<Kind, 'client'>, ask: Ask): Promise<readonly Entry[]> {
  const [tool, entry] = LISTS[kind];
  const answer = await ask(tool);
  const rows: unknown = kind === 'call_result' ? answer?.call_results : answer;
  if (!Array.isArray(rows)) throw undocumented();
  return rows
    .filter((row: Row | null) => Number.isInteger(row?.id))
    .map((row: Row) => ({ id: row.id, ...named(entry(row)) }));
}

/** Texts, whatever the dialer has in their place. */
const named = ({ name, first, last, alias, type, office, note }: Omit<Entry, 'id'>): Omit<Entry, 'id'> => ({
  name: String(name ?? ''),
  note,
  ...(first !== undefined && { first: String(first) }),
  ...(last !== undefined && { last: String(last) }),
  ...(alias !== undefined && { alias: String(alias) }),
  ...(type !== undefined && { type: String(type) }),
  ...(office !== undefined && { office: String(office) }),
});

/** There is no list of clients: products tell their ids. */
async function clients(ask: Ask): Promise<readonly Entry[]> {
  const products = await ask('list_products');
  if (!Array.isArray(products)) throw undocumented();
  const ids = [...new Set(products.map((row: Row | null) => row?.client_id))];
  const known = ids.filter(Number.isInteger).slice(0, MOST_CLIENTS);
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
