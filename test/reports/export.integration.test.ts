/** Rows as a file: every row and cell is that of the dialer, in a form that a Swedish spreadsheet opens. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Call, Order, State } from '../../src/sandbox/state.ts';
import { newFolder } from '../support/files.ts';
import { local } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

let folder: string;
let here: SandboxServices;
beforeEach(async () => {
  folder = newFolder();
  here = await sandboxServices({ HITRATE_DOWNLOAD_DIR: folder });
});

const read = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, delimiter: ';', bom: true, record_delimiter: '\r\n', relax_quotes: false });

/** The file of an export, read again. */
async function exported(args: object) {
  const answer = await here.ask('export_rows', args);
  const text = readFileSync(answer.path, 'utf8');
  return { answer, text, rows: answer.path.endsWith('.csv') ? read(text) : [] };
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
/** What is run as a formula has an apostrophe before it. */
const defused = (value: string | null) => (value && /^[=+\-@]/.test(value) ? `'${value}` : text(value));

/** A call as its line must be. */
function callCells({ users, campaigns, call_results }: State, call: Call) {
  const user = users.get(call.user_id ?? 0);
  return {
    call_id: text(call.id),
    start: local(call.init_time),
    type: call.type,
    phone: `'+${call.phonenumber}`,
    customer_id: text(call.customer_id),
    agent_id: text(call.user_id),
    agent: user ? `${user.firstname} ${user.lastname}` : '',
    campaign_id: text(call.campaign_id),
    campaign: campaigns.get(call.campaign_id)!.name,
    result_id: text(call.call_result_id),
    result: call_results.get(call.call_result_id)!.title,
    line_s: text(call.finish_time - call.init_time),
    after_call_s: call.handling_end === null ? '' : text(call.handling_end - call.finish_time),
    recording: text(call.recording),
  };
}

function orderCells(state: State, order: Order) {
  const { users, offices, campaigns, customers } = state;
  const customer = customers.get(order.customer_id)!;
  const user = users.get(order.user_id)!;
  const sum = (of: (product: Order['products'][number]) => number) =>
    order.products.reduce((s, p) => s + of(p), 0);
  return {
    order_id: text(order.id),
    made: local(order.create_time),
    state: order.cancelled ? 'cancelled' : order.confirmation_datetime === null ? 'unconfirmed' : 'confirmed',
    confirmed_at: order.confirmation_datetime === null ? '' : local(order.confirmation_datetime),
    value: text(sum((p) => p.units * p.unit_price)).replace('.', ','),
    units: text(sum((p) => p.units)),
    products: order.products.map((p) => `${p.units} x ${p.title}`).join(', '),
    customer_id: text(order.customer_id),
    customer: `${customer.first_name} ${customer.last_name}`,
    identity_number: text(customer.identity_number?.replace(/-\d{4}$/, '-****')),
    company: text(customer.company_name),
    org_number: text(customer.company_org_number),
    phone: defused(customer.phone),
    email: text(customer.email),
    address: text(customer.address),
    postal_code: text(customer.postal_code),
    city: text(customer.city),
    agent_id: text(order.user_id),
    agent: `${user.firstname} ${user.lastname}`,
    office: offices.get(user.office_id!)!.name,
    campaign_id: text(order.campaign_id),
    campaign: campaigns.get(order.campaign_id)!.name,
    call_id: text(order.call_id),
    status: text(order.status),
    comments: order.comments.map((one) => one.comment).join(' | '),
  };
}

describe('all calls as CSV', () => {
  it('the CSV file of all calls matches the sandbox cell by cell', async () => {
    const { answer, rows, text } = await exported({ what: 'calls' });
    expect(rows).toEqual(here.state.calls.map((call) => callCells(here.state, call)));
    expect(answer).toMatchObject({ rows: here.state.calls.length, columns: Object.keys(rows[0]!) });
    expect(answer).not.toHaveProperty('partial');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text.slice(1).split('\r\n')[0]).toBe(answer.columns.join(';'));
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('the CSV file of calls has only ids when names can not be read', async () => {
    here.instead(failing(/users|campaigns|call_results/, { status: 403, body: { message: 'Denied' } }));
    const { rows } = await exported({ what: 'calls', filter: { customer_ids: [922] } });
    expect(rows).toHaveLength(5);
    expect(rows.every((row) => row.agent === '' && row.campaign === '' && row.campaign_id === '2')).toBe(
      true,
    );
  });
});

describe('all orders as CSV', () => {
  it('the CSV file of all orders matches the sandbox cell by cell', async () => {
    here.state.orders.get(39)!.products[0]!.unit_price = 12.5;
    const { answer, rows } = await exported({ what: 'orders' });
    expect(rows).toEqual([...here.state.orders.values()].map((order) => orderCells(here.state, order)));
    expect(answer.rows).toBe(here.state.orders.size);
    expect(rows.find(({ order_id }) => order_id === '39')!.value).toBe('12,5');
  });

  it('the CSV file of orders has whole identity numbers with HITRATE_IDENTITY_NUMBERS=full', async () => {
    here.fresh({ HITRATE_IDENTITY_NUMBERS: 'full' });
    const { rows } = await exported({ what: 'orders', filter: { customer_id: 922 } });
    expect(rows.map((row) => row.identity_number)).toEqual(['19720311-1234', '19720311-1234']);
  });
});

describe('NDJSON', () => {
  it.each(['calls', 'orders'] as const)(
    'the NDJSON file of %s has the same cells as the CSV file, without empty ones',
    async (what) => {
      const { answer, text } = await exported({ what, format: 'ndjson' });
      const { rows } = await exported({ what });
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines).toHaveLength(answer.rows);
      const numbers = /_id$|_s$|value|units/;
      expect(lines).toEqual(
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row)
              .filter(([name, cell]) => cell !== '' || name === 'products' || name === 'comments')
              .map(([name, cell]) => [
                name,
                numbers.test(name)
                  ? Number(cell.replace(',', '.'))
                  : name === 'recording'
                    ? cell === 'true'
                    : cell.replace(/^'/, ''),
              ]),
          ),
        ),
      );
      expect(text).not.toContain('\ufeff');
    },
  );
});

describe('a cell', () => {
  const cell = async (address: string) => {
    here.state.customers.get(922)!.address = address;
    const { rows, text } = await exported({ what: 'orders', filter: { customer_id: 922 } });
    expect(rows).toHaveLength(2);
    return { address: rows[0]!.address, text };
  };

  it.each([
    ['=HYPERLINK("http://x";"y")', `'=HYPERLINK("http://x";"y")`],
    ['+1+1', "'+1+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'=1"],
    ['\n=1', "'\n=1"],
    ['\u200b=1', "'=1"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠1', "'＠1"],
    ['a=1;-2', 'a=1;-2'],
    ['say "hi"', 'say "hi"'],
    ['"', '"'],
    ['a;b', 'a;b'],
    ['one\ntwo', 'one\ntwo'],
    ['Åsögatan 1, 2 tr', 'Åsögatan 1, 2 tr'],
    ['', ''],
    ['null', 'null'],
    ['12.50', '12.50'],
  ])('the CSV cell %j is read back as %j', async (given, shown) => {
    expect((await cell(given)).address).toBe(shown);
  });

  it('a CSV cell is quoted exactly when it has quotes, semicolons or line breaks', async () => {
    const { text } = await cell('x "y"; z\nw');
    expect(text).toContain(';"x ""y""; z\nw";');
    expect(text.match(/"/g)).toHaveLength(2 * 6);
  });
});

describe('a file in the folder', () => {
  it('an exported file is reported with its path, size and hash, and only its owner may read it', async () => {
    const { answer } = await exported({ what: 'calls' });
    const bytes = readFileSync(answer.path);
    expect(answer).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      covers: 'all dates (Europe/Stockholm)',
    });
    expect(answer.path).toMatch(new RegExp(`^${folder}/calls-[0-9a-f]{6}\\.csv$`));
    expect(lstatSync(answer.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([answer.path.slice(folder.length + 1)]);
    expect(answer.next).toMatch(/personal data/);
    expect(answer).not.toHaveProperty('uri');
  });

  it('an exported file is named after its rows, dates and filter, and only the same export replaces it', async () => {
    const filter = { start_date: '2026-01-02', end_date: '2026-12-31' };
    const first = await exported({ what: 'orders', filter });
    expect(first.answer.path).toMatch(/\/orders-2026-01-02-2026-12-31-[0-9a-f]{6}\.csv$/);
    const again = await exported({ what: 'orders', filter });
    expect(again.answer).toMatchObject({ path: first.answer.path, replaced: true });
    const other = await exported({ what: 'orders', filter: { ...filter, campaign_id: 2 } });
    expect(other.answer.path).not.toBe(first.answer.path);
    await exported({ what: 'orders', filter, format: 'ndjson' });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('the CSV file of an export without rows has only its header', async () => {
    const { answer, rows } = await exported({ what: 'orders', filter: { customer_id: 6 } });
    expect(answer.rows).toBe(0);
    expect(rows).toEqual([]);
  });
});
