/** The dialer's lists that names are in, and how their rows become entries. */

import type { LookupKind, NameEntry } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { ReadName } from '../define/tool-name.ts';
import { ToolError, undocumented } from '../shared/tool-error.ts';
import { RESULT_NAMES } from './result-names.ts';

/** Reads by the name of a tool. @throws ToolError */
export type ReadList = (tool: ReadName, args?: Row) => Promise<any>;

type EntryTexts = Omit<NameEntry, 'id'>;

const deletedNote = (row: Row) => (row.deleted ? 'deleted' : undefined);

const LISTS: {
  [kind in Exclude<LookupKind, 'client'>]: [tool: ReadName, textsOf: (row: Row) => EntryTexts];
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

/** @throws ToolError */
export const fetchEntries = (
  kind: LookupKind,
  read: ReadList,
  maxClients: number,
): Promise<readonly NameEntry[]> =>
  kind === 'client' ? fetchClients(read, maxClients) : fetchList(kind, read);

async function fetchList(kind: Exclude<LookupKind, 'client'>, read: ReadList): Promise<readonly NameEntry[]> {
  const [tool, textsOf] = LISTS[kind];
  const answer = await read(tool);
  const rows: unknown = kind === 'call_result' ? answer?.call_results : answer;
  if (!Array.isArray(rows)) throw undocumented();
  return rows
    .filter((row: Row | null) => Number.isInteger(row?.id))
    .map((row: Row) => ({ id: row.id, ...toTexts(textsOf(row)) }));
}

/** Makes texts of whatever the dialer has in their place. */
const toTexts = ({ name, first, last, alias, type, office, note }: EntryTexts): EntryTexts => ({
  name: String(name ?? ''),
  note,
  ...(first !== undefined && { first: String(first) }),
  ...(last !== undefined && { last: String(last) }),
  ...(alias !== undefined && { alias: String(alias) }),
  ...(type !== undefined && { type: String(type) }),
  ...(office !== undefined && { office: String(office) }),
});

/** There is no list of clients: products tell their ids. */
async function fetchClients(read: ReadList, maxClients: number): Promise<readonly NameEntry[]> {
  const products = await read('list_products');
  if (!Array.isArray(products)) throw undocumented();
  const ids = [...new Set(products.map((row: Row | null) => row?.client_id))]
    .filter(Number.isInteger)
    .slice(0, maxClients);
  const answers = await Promise.all(
    ids.map((client_id) =>
      read('get_client', { client_id }).catch((error) => {
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
