/** Models fill arguments they have nothing for: with "", [], {} and 0. Those count as absent, and nothing is wiped by them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateArguments } from '../../../src/define/input/validate.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { tools } from '../../../tools/index.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { startHost } from '../../support/host.ts';

const settings = { region: 'SE', timezone: 'Europe/Stockholm' };
const read = (name: string, given: unknown) =>
  validateArguments(tools.find((one) => one.name === name)!, given, settings);

const NO_SELECTOR = { external_id_1: '', external_id_2: ' ', external_id_3: '' };

describe('what says nothing is absent', () => {
  it.each([
    ['get_customer', { customer_id: 922, phone: '', ...NO_SELECTOR }, { customer_id: 922 }],
    ['get_customer', { customer_id: 0, phone: '070-174 06 05', ...NO_SELECTOR }, { phone: '+46701740605' }],
    [
      'customer_overview',
      { customer_id: '', phone: 0, external_id_1: 'A7', limit: 0 },
      { external_id_1: 'A7' },
    ],
    [
      'search_calls',
      {
        user_ids: [],
        campaign_ids: '',
        contactlist_ids: [0],
        call_result_ids: [''],
        customer_ids: '[]',
        period: '',
        start_date: '',
        end_date: ' ',
        type: '',
        phone: '',
        recording: '',
        limit: 0,
        page: 0,
      },
      { page: 0 },
    ],
    [
      'search_orders',
      {
        customer_id: 0,
        campaign_id: '0',
        exact_date: '',
        start_date: '2026-11-02',
        end_date: '',
        fields: [],
      },
      { start_date: '2026-11-02' },
    ],
    [
      'get_call_recording',
      { call_id: 7, start_s: 0, end_s: 0, channel: '', deliver: '' },
      { call_id: 7, start_s: 0 },
    ],
    ['find', { words: ['Lund'], kinds: [] }, { words: ['Lund'] }],
    ['order_report', { by: [], sort: '', top: 0, compare: false }, { compare: false }],
    ['export_rows', { what: 'calls', filter: {}, format: '' }, { what: 'calls' }],
    ['export_rows', { what: 'calls', filter: [], format: '' }, { what: 'calls' }],
    [
      'call_customer',
      { agent_id: 2, campaign_id: 1, customer_id: 9, phone: '' },
      { agent_id: 2, campaign_id: 1, customer_id: 9 },
    ],
    [
      'create_customers',
      {
        contactlist_id: 1,
        contactlist_duplicates: [],
        customers: [{ phone: '070-1740605', email: '', custom_fields: [] }],
      },
      { contactlist_id: 1, customers: [{ phone: '+46701740605' }] },
    ],
    [
      'update_user',
      {
        user_id: 3,
        username: '',
        password: '',
        firstname: 'Eva',
        lastname: '',
        email: '',
        role_ids: [],
        language_id: 0,
      },
      { user_id: 3, firstname: 'Eva' },
    ],
    [
      'update_product',
      { product_id: 3, title: '', price: 0, description: '', sms_text: ' ', product_fields: [] },
      { product_id: 3, price: 0 },
    ],
    [
      'update_customer',
      {
        customer_id: 1,
        phone: '',
        changes: { city: 'Lund', email: '', external_id_1: '', custom_fields: [{ id: 0, value: '' }] },
      },
      { customer_id: 1, changes: { city: 'Lund' } },
    ],
  ])('%s treats blank optional arguments as absent: %j', (name, given, args) => {
    expect(read(name, given)).toEqual(args);
  });

  it('blank values of required arguments are refused', () => {
    for (const [name, given, says] of [
      ['get_call', { call_id: '' }, 'call_id must be a whole number, not "".'],
      ['get_call', { call_id: 0 }, 'call_id must be at least 1, not 0.'],
      ['cancel_orders', { order_ids: [] }, 'order_ids must be a list of at least 1, not [].'],
      ['create_sms_template', { title: '', content: 'x' }, 'title must be text that is not empty, not "".'],
      ['get_customer', { customer_id: 0, phone: '' }, 'Give exactly one of'],
      [
        'update_customer',
        { customer_id: 1, changes: [] },
        'changes must be a list of at least one field=value, not {}.',
      ],
    ] as const)
      expect(() => read(name, given), name).toThrow(says);
  });

  it('wrong arguments are refused although blank ones count as absent', () => {
    for (const [name, given] of [
      ['search_calls', { user_ids: [0, 5] }],
      ['search_calls', { recording: {} }],
      ['get_customer', { customer_id: -1 }],
      ['search_calls', { '': '' }],
      ['cancel_orders', { order_ids: [1], confirm: [] }],
    ] as const)
      expect(() => read(name, given), JSON.stringify(given)).toThrow();
  });
});

describe('changes as texts', () => {
  it.each([
    [['city=Lund', 'phone=070-174 06 05'], { city: 'Lund', phone: '+46701740605' }],
    ['city = Lund', { city: 'Lund' }],
    ['["city=Lund"]', { city: 'Lund' }],
    [{ city: 'Lund' }, { city: 'Lund' }],
    ['{"city":"Lund"}', { city: 'Lund' }],
    [[{ city: 'Lund' }, 'email='], { city: 'Lund' }],
    [['address=Box 1=2, Lund'], { address: 'Box 1=2, Lund' }],
    [['city=Lund, postal_code=22222'], { city: 'Lund', postal_code: '22222' }],
    ['city=Lund,external_id_1=A1; email=(empty)', { city: 'Lund', external_id_1: 'A1', email: '' }],
    [['first_name=Eva, custom_field_6=x'], { first_name: 'Eva', custom_fields: [{ id: 6, value: 'x' }] }],
    [['email=(empty)', 'external_id_1=(EMPTY)'], { email: '', external_id_1: '' }],
    [
      ['custom_field_6=x', 'custom_field_7=(empty)'],
      {
        custom_fields: [
          { id: 6, value: 'x' },
          { id: 7, value: '' },
        ],
      },
    ],
    [{ custom_fields: [{ id: 6, value: 'x' }] }, { custom_fields: [{ id: 6, value: 'x' }] }],
  ])('update_customer accepts changes as texts and as objects: %j', (changes, args) => {
    expect(read('update_customer', { customer_id: 1, changes })).toEqual({ customer_id: 1, changes: args });
  });

  it('the error for wrong changes names the right form', () => {
    for (const [changes, says] of [
      [['Lund'], 'changes must be a list of texts, each name=value, not ["Lund"].'],
      [5, 'changes must be a list of texts, each name=value, not 5.'],
      [
        ['town=Lund'],
        'changes has no member town. Members: phone, earliest_ringtime, first_name, last_name, identity_number, email, address, postal_code, city, external_id_1, external_id_2, external_id_3, custom_fields.',
      ],
      [['phone=x'], 'changes.phone must be a phone number'],
      [['city=Lund, postcode=22222'], 'changes has no member postcode'],
    ] as const)
      expect(() => read('update_customer', { customer_id: 1, changes })).toThrow(says);
  });
});

describe('customers as rows', () => {
  const given = (customers: unknown) =>
    (read('create_customers', { contactlist_id: 1, customers }) as any).customers;

  it('create_customers takes the column names of the customers from the first row', () => {
    const rows = [
      ['phone', ' first_name', 'custom_field_6', 'external_id_1'],
      ['070-1740605', 'Anna', 'x', 'A1'],
      ['070-1740606', '', null],
    ];
    const customers = [
      {
        phone: '+46701740605',
        first_name: 'Anna',
        external_id_1: 'A1',
        custom_fields: [{ id: 6, value: 'x' }],
      },
      { phone: '+46701740606' },
    ];
    expect(given(rows)).toEqual(customers);
    expect(given(JSON.stringify(rows))).toEqual(customers);
    expect(given([{ phone: '070-1740605' }])).toEqual([{ phone: '+46701740605' }]);
  });

  it('the error for wrong rows of customers names the right form', () => {
    expect(() => given([['phone']])).toThrow('customers must be a list of rows, the first of them the names');
    expect(() => given([['phone'], ['070-1740605', 'x']])).toThrow('customers[0] has no member column 2');
    expect(() => given([[{ toString: 1 }], ['x']])).toThrow('customers[0] has no member {"toString":1}');
    expect(() => given([['phon'], ['070-1740605']])).toThrow('did you mean phone');
    expect(() => given(['phone=070-1740605'])).toThrow(
      'customers[0] must be a row of cells under a first one of names',
    );
    expect(() => given(5)).toThrow();
  });
});

describe('an empty text in a change', () => {
  let dialer: FakeDialer;
  let host: Host;
  beforeAll(async () => {
    dialer = await fakeDialer(({ body }) => ({
      body: { id: 3, customer_id: 1, client: { id: 3, name: 'Alm AB' }, ...body },
    }));
    host = await startHost({ HITRATE_URL: dialer.url, HITRATE_ACCESS: 'write' });
  });
  afterAll(async () => {
    await host.close();
    await dialer.close();
  });
  const put = () => dialer.requests.filter(({ method }) => method === 'PUT').at(-1)!.body;

  it('an empty text in a change is not sent, and the answer says how to clear the field', async () => {
    const { data } = await host.call('update_sms_template', {
      sms_template_id: 3,
      title: 'Hej',
      content: '',
    });
    expect(put()).toEqual({ title: 'Hej' });
    expect(data.left_as_is).toBe('content: an empty text changes nothing; "(empty)" empties content');
    const changed = await host.call('update_customer', {
      customer_id: 1,
      phone: '',
      changes: ['city=Lund', 'email='],
    });
    expect(put()).toEqual({ city: 'Lund' });
    expect(changed.data.left_as_is).toBe('email: an empty text changes nothing; "(empty)" empties email');
    const user = await host.call('update_client', { client_id: 3, name: 'Ek AB', office_id: 0 });
    expect(user.data).not.toHaveProperty('left_as_is');
  });

  it('a change with nothing but an empty text is refused, and the error says how to clear the field', async () => {
    const sent = dialer.requests.length;
    const { text } = await host.call('update_sms_template', { sms_template_id: 3, content: '' });
    expect(text).toContain('Give at least one of');
    expect(text).toContain('content: an empty text changes nothing; "(empty)" empties content.');
    const within = await host.call('update_customer', { customer_id: 1, changes: { email: '' } });
    expect(within.text).toContain('"(empty)" empties email.');
    expect(dialer.requests.length).toBe(sent);
  });

  it('a change with the word (empty) sends an empty text', async () => {
    await host.call('update_sms_template', { sms_template_id: 3, content: '(empty)' });
    expect(put()).toEqual({ content: '' });
    await host.call('update_customer', { customer_id: 1, changes: { email: '(empty)' } });
    expect(put()).toEqual({ email: '' });
  });
});
