import { type Arrived, isRead } from '../support/fake-dialer.ts';
import type { Case } from './cases/types.ts';

type Answer = (id: number, asked: Arrived, example: Case) => unknown;

const first = (...values: unknown[]): number => Number(values.find((value) => value !== undefined));

/** The customer that a number or an external id stands for: the one that the case's own request acts on. */
const pinned = ({ request }: Case): unknown => {
  const body = request?.body as Record<string, unknown> | undefined;
  return request?.query?.id ?? body?.customer_id;
};

const link = (id: number, { query }: Arrived) => ({
  id,
  campaign_id: first(query.campaign_id, 36),
  product_id: first(query.product_id, 25),
  sms_template_id: 2,
  email_template_id: null,
  scrive_template_id: null,
  is_power_of_attorney: 0,
});

/** The contact list that a customer is moved from. */
const listed = ({ request }: Case): number[] => [
  first((request?.body as Record<string, unknown> | undefined)?.contactlist_id_from, 6),
];

/** Rows that a filter leaves. */
const filtered = (rows: Record<string, unknown>[], { query }: Arrived) =>
  rows.filter((row) => Object.entries(query).every(([key, value]) => String(row[key]) === value));

/**
 * What a dialer that has the target in question says when it is read before an act: as it stands where the act has yet
 * to be done, since nothing is sent to make a thing what it is.
 */
const reads: [path: RegExp, answer: Answer][] = [
  [
    /^\/api\/customer$/,
    (_, { query }, example) => ({
      customer_id: first(query.id, pinned(example), 922),
      name: 'Anna Ek',
      phone: '+46701740605',
      identity_number: '19720311-1234',
      order_ids: [39],
      call_ids: [4371],
      contactlist_ids: listed(example),
      custom_fields: [],
    }),
  ],
  [
    /^\/api\/user\/(\d+)$/,
    (id) => ({
      id,
      username: 'axel',
      firstname: 'Axel',
      lastname: 'Gran',
      active: 1,
      office: 'Göteborg',
      role: [3],
    }),
  ],
  // Who else has the number.
  [/^\/api\/orders\/$/, () => []],
  [/^\/api\/calls\/search$/, () => ({ rows: [], count: 0 })],
  [/^\/api\/sms_communications$/, () => ({ rows: [] })],
  // How many a document holds.
  [/^\/api\/sms_communication$/, (_, { body }) => ({ customer_id: body.customer_id, rows: [] })],
  [/^\/api\/contactlist$/, () => [{ id: 6, title: 'Hösten 2026' }]],
  // The names beside ids.
  [/^\/api\/(users|campaigns|call_results|contactlist|product|customfield)$/, () => []],
  // What stands beside an order.
  [/^\/api\/call\/(\d+)$/, (id) => ({ id, init_time: null, finish_time: null, has_recording: false })],
  [/^\/api\/sms_communication$/, () => ({ rows: [] })],
  [/^\/api\/users\/office$/, () => [{ id: 1, name: 'Stockholm' }]],
  [
    /^\/api\/call_result\/(\d+)$/,
    (id) => ({
      success: true,
      call_result: { id, type: 'Loss', type_id: 2, title: 'Has no pet', retry: null, pick_date: 0 },
    }),
  ],
  [/^\/api\/campaigns\/(\d+)$/, (id) => ({ id, name: 'Animal snacks' })],
  [
    /^\/api\/campaign\/products\/$/,
    (_, asked, { tool, args }) =>
      tool === 'add_campaign_product' ? [] : [link(first(args.campaign_product_id, 110), asked)],
  ],
  [
    /^\/api\/campaign\/contactlists$/,
    (_, asked, { args }) =>
      filtered([{ id: first(args.campaign_contactlist_id, 42), campaign_id: 2, contactlist_id: 34 }], asked),
  ],
  [
    /^\/api\/contactlist\/(\d+)$/,
    (id) => ({ id, title: 'Hösten 2026', contacts_count: 46, prune_date: null, keep_order_on_prune: 1 }),
  ],
  [/^\/api\/client\/(\d+)$/, (id) => ({ success: true, client: { id, name: 'Djurboxen AB', office_id: 2 } })],
  [/^\/api\/blocklist$/, (_, __, { args }) => [{ id: first(args.blocklist_id), title: 'Nej', count: 3 }]],
  [
    /^\/api\/order\/(\d+)$/,
    (id) => [
      {
        id,
        value: 399,
        customer_firstname: 'Anna',
        customer_lastname: 'Ek',
        verified: false,
        cancelled: false,
      },
    ],
  ],
  [/^\/api\/product\/(\d+)$/, (id) => ({ id, title: 'Dog box', price: 399 })],
  [/^\/api\/products\/field$/, () => [{ id: 8, name: 'Kommentar', datatype: 'string' }]],
  [/^\/api\/products\/field\/(\d+)$/, (id) => ({ id, name: 'Bostadstyp', datatype: 'string' })],
  [
    /^\/api\/sms_templates$/,
    (_, __, { args }) => [{ id: first(args.sms_template_id, 2), title: 'Order sms', content: 'Svara OK' }],
  ],
  [
    /^\/api\/sms_template\/(\d+)$/,
    (id) => ({ id, title: 'Order sms', content: 'Svara OK', office_id: null }),
  ],
];

/** @throws where a request is neither the case's own nor such a read */
export function readTarget(asked: Arrived, example: Case): unknown {
  if (isRead(asked) && example.target && asked.path in example.target) return example.target[asked.path];
  const found = isRead(asked) && reads.find(([path]) => path.test(asked.path));
  if (!found) throw new Error(`nobody expects ${asked.method} ${asked.url} here`);
  return found[1](Number(found[0].exec(asked.path)![1]), asked, example);
}

/** What a person types who means it: the id of what the case's arguments name, or the title of a new list. */
export function typedName({ tool, args, request }: Case): string {
  if (tool === 'create_contactlist') return String(args.title);
  return String(args.contactlist_id ?? args.blocklist_id ?? request?.query?.id);
}
