/** What a search over the tools finds: hosts with many tools hand the model only names, and load the rest by a search. */
import { expect, it } from 'vitest';
import { tools } from '../../tools/index.ts';

/** What a model would look for, and the tool that it should find. */
const SEARCHES: readonly [words: string, tool: string][] = [
  ['orders per agent', 'order_report'],
  ['sales by seller', 'order_report'],
  ['top sellers this month', 'order_report'],
  ['how many orders today', 'order_report'],
  ['revenue by product and office', 'order_report'],
  ['average order value', 'order_report'],
  ['hit rate per campaign', 'call_report'],
  ['calls per hour statistics', 'call_report'],
  ['answer rate', 'call_report'],
  ['everything about a customer', 'customer_overview'],
  ['customer history timeline', 'customer_overview'],
  ['look up customer by phone number', 'get_customer'],
  ['campaign id by name', 'find'],
  ['list orders of a customer', 'search_orders'],
  ['missed incoming calls', 'search_calls'],
  ['written acceptance of an order', 'check_order_acceptance'],
  ['transcribe call recording', 'transcribe_recording'],
  ['what was said in a call', 'transcribe_recording'],
  ['download recording of a call', 'get_call_recording'],
  ['sms conversation with customer', 'get_sms_history'],
  ['export orders to excel', 'export_rows'],
  ['import customers from csv', 'import_customers'],
  ['gdpr data access request', 'collect_customer_data'],
  ['block a phone number', 'add_blocklist_number'],
  ['do not call list', 'add_blocklist_number'],
  ['stop calling a customer', 'remove_customer'],
  ['erase customer gdpr', 'prune_customer'],
  ['cancel an order', 'cancel_orders'],
  ['confirm order', 'confirm_order'],
  ['change price of an order', 'update_order_product'],
  ['ring a customer', 'call_customer'],
  ['list agents', 'list_users'],
  ['create user account', 'create_user'],
  ['sms templates', 'list_sms_templates'],
  ['start calling a contact list', 'activate_contactlist'],
];

/** How many hosts show at least. */
const SHOWN = 3;
/** What names, hints and descriptions count: a word of a name says more than one of a text. */
const WEIGHTS = { name: 3, hint: 2, description: 1 };
/** The usual constants of BM25. */
const K1 = 1.2;
const B = 0.75;

const words = (text = ''): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];

const documents = tools.map(({ name, title, description, searchHint }) => {
  const fields = {
    name: name.split('_'),
    hint: words(searchHint),
    description: words(`${title} ${description}`),
  };
  const counts = new Map<string, number>();
  for (const [field, found] of Object.entries(fields))
    for (const word of found)
      counts.set(word, (counts.get(word) ?? 0) + WEIGHTS[field as keyof typeof WEIGHTS]);
  return { name, counts, length: [...counts.values()].reduce((sum, n) => sum + n, 0) };
});
const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;

/** Returns the names of the tools that BM25 puts first. */
function search(query: string): string[] {
  const scored = documents.map(({ name, counts, length }) => {
    const score = words(query).reduce((sum, word) => {
      const holding = documents.filter((one) => one.counts.has(word)).length;
      const rarity = Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5));
      const count = counts.get(word) ?? 0;
      return sum + (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));
    }, 0);
    return { name, score };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

it.each(SEARCHES)('a search for "%s" shows %s among the first three tools', (query, tool) => {
  expect(search(query)).toContain(tool);
});

it('hints for the search are no longer than the 80 characters that Claude Code reads', () => {
  for (const { searchHint = '' } of tools) expect(searchHint.length).toBeLessThanOrEqual(80);
});
