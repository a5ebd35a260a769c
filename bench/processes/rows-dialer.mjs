// A dialer with as many calls and orders as its arguments say, which accepts any number of customers. A row is made from
// its index, so that none is stored. A search by campaign matches few rows: enough to warm up with.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from './listen.mjs';

const ROWS = Number(process.argv[2]);
/** How long each page of calls takes at least. */
const PAGE_MS = Number(process.argv[3] ?? 0);
const ROWS_OF_CAMPAIGN = 500;
const BATCH_SIZE = 500;
/** As the dialer: it sends no more rows of one search. */
const SEARCH_ROW_LIMIT = 50_000;
const BEGIN_MS = Date.UTC(2026, 0, 5, 8);
const INTERVAL_MS = 20_000;
const AGENTS = 40;
const RESULTS = [9, 1, 10, 7, 5, 50, 54, 4, 42];

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString();
/** @param {number} i */
const startMs = (i) => BEGIN_MS + i * INTERVAL_MS;
/** @param {number} i */
const agentId = (i) => 2 + (i % AGENTS) * 4;

/** @param {number} i */
function call(i) {
  const init = startMs(i);
  const result = RESULTS[i % RESULTS.length];
  const talked = i % RESULTS.length > 3;
  return {
    id: 10_000 + i,
    phonenumber: `4670${1_000_000 + i}`,
    customer_id: 2 + i * 4,
    user_id: talked ? agentId(i) : null,
    init_time: iso(init),
    call_result_id: result,
    finish_time: iso(init + 30_000 + (i % 240) * 1_000),
    handling_end: talked ? iso(init + 300_000 + (i % 90) * 1_000) : null,
    campaign_id: 2 + (i % 8) * 4,
    type: 'predictive',
    recording: talked,
  };
}

/** @param {number} i */
function order(i) {
  const created = startMs(i);
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
    agent_name: `Säljare ${agentId(i)}`,
    agent_office: 'Göteborg',
    confirmation_datetime: confirmed ? iso(created + 600_000) : null,
    verified: confirmed,
    user_id: agentId(i),
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
    comments: i % 10 ? [] : [{ user_id: agentId(i), comment: 'Leverera efter klockan 17.' }],
  };
}

/**
 * Pages by the text of their search: as little as possible of the dialer's own time is measured.
 *
 * @type {Map<string, Buffer>}
 */
const pages = new Map();

/** @param {string} query */
function searchPage(query) {
  const cached = pages.get(query);
  if (cached) return cached;
  const { limit, page = 0, start_date, campaign_ids } = JSON.parse(query);
  const total = campaign_ids ? ROWS_OF_CAMPAIGN : ROWS;
  const first = start_date ? Math.max(0, Math.ceil((Date.parse(start_date) - BEGIN_MS) / INTERVAL_MS)) : 0;
  const matches = Math.max(0, total - first);
  const from = page * limit;
  const to = Math.min(from + limit, matches, SEARCH_ROW_LIMIT);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => call(first + from + i));
  const last_page = Math.ceil(Math.min(matches, SEARCH_ROW_LIMIT) / limit) - 1;
  const body = Buffer.from(JSON.stringify({ rows, count: matches, current_page: page, last_page }));
  pages.set(query, body);
  return body;
}

/** @param {number} count */
function* orders(count) {
  for (let first = 0; first < count; first += BATCH_SIZE) {
    const length = Math.min(BATCH_SIZE, count - first);
    const batch = Array.from({ length }, (_, i) => JSON.stringify(order(first + i)));
    yield Buffer.from(`${first ? ',' : '['}${batch.join()}`);
  }
  yield Buffer.from(']');
}

let inserted = 0;

/** @param {{ data: { phone: string }[] }} body */
function insertCustomers({ data }) {
  const success_insert = data.map((row) => ({
    ...row,
    earliest_ringtime: null,
    custom_fields: [],
    phonenumber: row.phone,
    customer_id: 2 + inserted++ * 4,
  }));
  return { illegal_phone: [], filtered_duplicates: [], success_insert, failed_insert: [] };
}

/** @type {Record<string, unknown>} */
const LISTS = {
  '/api/users': Array.from({ length: AGENTS }, (_, i) => ({
    id: agentId(i),
    firstname: 'Säljare',
    lastname: String(agentId(i)),
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

listen(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://dialer');
  response.setHeader('content-type', 'application/json; charset=utf-8');
  if (pathname === '/api/calls/search') {
    if (PAGE_MS) await sleep(PAGE_MS);
    return response.end(searchPage(text));
  }
  if (pathname === '/api/customers') return response.end(JSON.stringify(insertCustomers(JSON.parse(text))));
  if (pathname.startsWith('/api/orders')) {
    const rows = orders(searchParams.has('campaign_id') ? ROWS_OF_CAMPAIGN : ROWS);
    return pipeline(Readable.from(rows, { objectMode: false }), response);
  }
  if (/^\/api\/contactlist\/\d+/.test(pathname))
    return response.end(JSON.stringify({ id: 6, title: 'Hösten 2026', is_company: 0, deleted: 0 }));
  return response.end(JSON.stringify(LISTS[pathname] ?? []));
});
