// A dialer with as many calls and orders as it is told, which takes as many customers as it is sent: rows made of their
// number, so that none is kept. Of one campaign it has but a few, for a start.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const COUNT = Number(process.argv[2]);
/** What each page of calls takes at least. */
const PAGE_MS = Number(process.argv[3] ?? 0);
const FEW = 500;
/** The dialer sends no more of one search. */
const REACH = 50_000;
const BEGIN = Date.UTC(2026, 0, 5, 8);
const BETWEEN_MS = 20_000;
const AGENTS = 40;
const RESULTS = [9, 1, 10, 7, 5, 50, 54, 4, 42];

const iso = (ms) => new Date(ms).toISOString();
const moment = (i) => BEGIN + i * BETWEEN_MS;
const agent = (i) => 2 + (i % AGENTS) * 4;

function call(i) {
  const init = moment(i);
  const result = RESULTS[i % RESULTS.length];
  const talked = i % RESULTS.length > 3;
  return {
    id: 10_000 + i,
    phonenumber: `4670${1_000_000 + i}`,
    customer_id: 2 + i * 4,
    user_id: talked ? agent(i) : null,
    init_time: iso(init),
    call_result_id: result,
    finish_time: iso(init + 30_000 + (i % 240) * 1_000),
    handling_end: talked ? iso(init + 300_000 + (i % 90) * 1_000) : null,
    campaign_id: 2 + (i % 8) * 4,
    type: 'predictive',
    recording: talked,
  };
}

function order(i) {
  const created = moment(i);
  const confirmed = i % 7 !== 0;
  return {
    id: 100 + i,
    campaign_customer_id: 200_000 + i,
    customer_id: 2 + i * 4,
    customer_firstname: `Anna ${i % 977}`,
    customer_lastname: `Åkerström ${i % 1009}`,
    customer_address: `Björkvägen ${i % 120}`,
    customer_postal_code: '41104',
    customer_city: 'Göteborg',
    customer_phone: `+4670${1_000_000 + i}`,
    customer_email: `anna.${i}@example.com`,
    customer_identity_number: '19720311-1234',
    is_company: false,
    company_name: null,
    company_org_number: null,
    agent_name: `Säljare ${agent(i)}`,
    agent_office: 'Göteborg',
    confirmation_datetime: confirmed ? iso(created + 600_000) : null,
    verified: confirmed,
    user_id: agent(i),
    create_time: iso(created),
    call_id: 10_000 + i,
    order_recording_id: 1_000 + i,
    value: 399 + (i % 5) * 50,
    units: 1,
    payment_start_date: null,
    validated: confirmed,
    api_exporter_status: 0,
    api_exporter_sent_date: null,
    campaign_id: 2 + (i % 8) * 4,
    campaign_title: `Kampanj ${2 + (i % 8) * 4}`,
    cancelled: i % 13 === 0,
    order_products: [
      { product_id: 1, units: 1, unit_price: 399, title: 'Dog box', artnr: '10001', vat_percentage: 25 },
    ],
    scrive_documents: [],
    customer_custom_fields: [{ custom_field_2: '1' }],
    comments: i % 10 ? [] : [{ user_id: agent(i), comment: 'Leverera efter klockan 17.' }],
  };
}

/** What was searched once is at hand: of the dialer's own time as little as can be is measured. */
const pages = new Map();

function search(text) {
  let page = pages.get(text);
  if (!page) {
    const { limit, page: number = 0, start_date, campaign_ids } = JSON.parse(text);
    const count = campaign_ids ? FEW : COUNT;
    const first = start_date ? Math.max(0, Math.ceil((Date.parse(start_date) - BEGIN) / BETWEEN_MS)) : 0;
    const found = Math.max(0, count - first);
    const from = number * limit;
    const to = Math.min(from + limit, found, REACH);
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => call(first + from + i));
    const last_page = Math.ceil(Math.min(found, REACH) / limit) - 1;
    page = Buffer.from(JSON.stringify({ rows, count: found, current_page: number, last_page }));
    pages.set(text, page);
  }
  return page;
}

function* orders(count) {
  for (let i = 0; i < count; i += FEW) {
    const rows = Array.from({ length: Math.min(FEW, count - i) }, (_, n) => JSON.stringify(order(i + n)));
    yield Buffer.from(`${i ? ',' : '['}${rows.join()}`);
  }
  yield Buffer.from(']');
}

let inserted = 0;

function insert({ data }) {
  const success_insert = data.map((row) => ({
    ...row,
    earliest_ringtime: null,
    custom_fields: [],
    phonenumber: row.phone,
    customer_id: 2 + inserted++ * 4,
  }));
  return { illegal_phone: [], filtered_duplicates: [], success_insert, failed_insert: [] };
}

const LISTS = {
  '/api/users': Array.from({ length: AGENTS }, (_, i) => ({
    id: agent(i),
    firstname: 'Säljare',
    lastname: String(agent(i)),
    active: 1,
  })),
  '/api/campaigns': Array.from({ length: 8 }, (_, i) => ({ id: 2 + i * 4, name: `Kampanj ${2 + i * 4}` })),
  '/api/call_results': {
    success: true,
    call_results: RESULTS.map((id) => ({
      id,
      title: `Utfall ${id}`,
      type: id === 5 ? 'Order' : id > 49 ? 'No thanks' : 'Recurring',
    })),
  },
};

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(request.url, 'http://dialer');
  response.setHeader('content-type', 'application/json; charset=utf-8');
  if (pathname === '/api/calls/search') {
    if (PAGE_MS) await sleep(PAGE_MS);
    return response.end(search(text));
  }
  if (pathname === '/api/customers') return response.end(JSON.stringify(insert(JSON.parse(text))));
  if (pathname.startsWith('/api/orders')) {
    const rows = orders(searchParams.has('campaign_id') ? FEW : COUNT);
    return pipeline(Readable.from(rows, { objectMode: false }), response);
  }
  if (/^\/api\/contactlist\/\d+/.test(pathname))
    return response.end(JSON.stringify({ id: 6, title: 'Hösten 2026', is_company: 0, deleted: 0 }));
  response.end(JSON.stringify(LISTS[pathname] ?? []));
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
