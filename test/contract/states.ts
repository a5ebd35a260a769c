/** What each example supposes of the dialer, where the sandbox's seed does not have it by itself. */
import type { State } from '../../src/sandbox/index.ts';

type Prepare = (state: State) => void;

/** Another one like the first, under the id that the example names. */
function add<T extends { id: number }>(rows: Map<number, T>, id: number, differing: Partial<T> = {}): T {
  const [like] = rows.values();
  const made = { ...structuredClone(like!), ...differing, id };
  rows.set(id, made);
  return made;
}

const at = (time: string): number => Date.parse(time) / 1000;
const anna = (state: State) => state.customers.get(922)!;

/** An old incoming call that an agent took and that was recorded, before all others. */
const oldCall: Prepare = (state) => {
  const like = state.calls.find((call) => call.id === 4371)!;
  state.calls.unshift({
    ...like,
    id: 714,
    phonenumber: '46701740605',
    user_id: 14,
    contactlist_id: 34,
    call_result_id: 5,
    type: 'incoming',
    init_time: at('2024-01-13T14:18:48Z'),
    connect_time: at('2024-01-13T14:18:54Z'),
    finish_time: at('2024-01-13T14:19:19Z'),
    handling_end: at('2024-01-13T14:19:38Z'),
  });
};

/** An order that has everything that an order can have. */
const fullOrder =
  (id: number): Prepare =>
  (state) => {
    const order = structuredClone(state.orders.get(39)!);
    add(state.users, 94, { firstname: 'Axel', lastname: 'Gran' });
    Object.assign(anna(state), {
      company_name: 'Eks Bageri',
      company_org_number: '556677-8899',
      custom_fields: [{ id: 30, value: 'hyresrätt' }],
    });
    state.orders.clear();
    state.orders.set(id, {
      ...order,
      id,
      user_id: 94,
      create_time: at('2025-07-04T09:02:31Z'),
      api_exporter_sent_date: at('2025-07-05T03:00:00Z'),
      comments: [{ user_id: 94, comment: 'Before noon' }],
      scrive_documents: [
        {
          order_product_id: 51,
          status: 'signed',
          last_change: '2025-07-04T10:15:00.000Z',
          sign_time: '2025-07-04T10:15:00.000Z',
        },
      ],
    });
  };

const textOf2025: Prepare = (state) => {
  for (const sms of state.sms) sms.sent = at('2025-01-05T08:02:57Z');
};

/** Fields are listed from that id on, and the first one is described. */
const firstField =
  (id: number): Prepare =>
  (state) => {
    for (const field of state.fields.values()) if (field.id < id) state.fields.delete(field.id);
    state.fields.get(id)!.description ??= 'How many';
  };

const blockNumber =
  (phone: string): Prepare =>
  (state) => {
    state.blocklists.get(6)!.numbers.set(phone, { id: 1, phone, end_date: null, comment: '' });
  };

export const states: Record<string, Prepare> = {
  'Search calls / Response types': oldCall,
  'Search calls / Date search': oldCall,
  'Search calls / Search call type - incoming': oldCall,
  'Get call info / Response types': ({ calls }) => {
    calls.push({ ...calls.find((call) => call.id === 4371)!, id: 3658 });
  },
  'Call customer / Customer already finalized': (state) => {
    add(state.call_results, 900, { title: 'Unknown', type_id: 3 });
    state.calls.findLast((call) => call.customer_id === 922)!.call_result_id = 900;
  },
  'Call customer / Error - agent is not available': (state) => {
    state.users.get(14)!.in_call = true;
  },
  'Get call results / Success': ({ call_results }) => {
    call_results.delete(1);
    call_results.delete(2);
  },
  'List campaign products / List specific campaign': (state) => {
    add(state.campaign_products, 105, { campaign_id: 46, product_id: 8 });
  },
  'Create campaign product / Success': (state) => {
    for (const link of state.campaign_products.values())
      if (link.product_id === 25) state.campaign_products.delete(link.id);
  },
  'Delete campaign product / Success': (state) => {
    add(state.campaign_products, 86);
  },
  'Delete campaign product / Campaign product not found': (state) => {
    state.campaign_products.delete(12);
  },
  'Remove contactlist from campaign / Removed contactlist from campaign': (state) => {
    add(state.campaign_contactlists, 79);
  },
  'Delete Client / Client deleted': (state) => {
    add(state.clients, 130);
  },
  'Add number to blocklist / Creation success': (state) => {
    add(state.blocklists, 2);
  },
  'Add number to blocklist / Duplicate number in blocklist': blockNumber('+46701740605'),
  'Delete blocklist / Success': (state) => {
    add(state.blocklists, 2);
  },
  'Delete number on list / Number deleted': blockNumber('+46701740608'),
  'View customfields / Success': firstField(2),
  'Create multiple customers / Duplicates and invalid phone numbers': (state) => {
    for (const customer of state.customers.values()) {
      if (customer.phone === '+46846500403') customer.contactlist_ids = [34];
      if (customer.phone === '+46313900602') customer.contactlist_ids = [6];
    }
  },
  'Get customer / Found customer': (state) => {
    add(state.customers, 1696326, { ...anna(state) });
  },
  'Get customer / Search on phone': (state) => {
    const create_time = anna(state).create_time + 1;
    add(state.customers, 1695190, { ...anna(state), create_time, external_id_2: '123' });
  },
  'Update customer / Customer updated': (state) => {
    add(state.customers, 10000057454);
  },
  'GDPR prune customer / Customer pruned': (state) => {
    add(state.customers, 158200);
  },
  'Search orders info / Searching without query values': fullOrder(39),
  'Search orders info / Searching on user': fullOrder(39),
  'Search orders info / Searching on phone number': fullOrder(39),
  'Get order info / Success': fullOrder(2),
  'Confirm order / Success': fullOrder(38),
  'Cancel orders / Success': (state) => {
    add(state.orders, 278, { cancelled: false });
  },
  'Cancel orders / Order is already cancelled': (state) => {
    add(state.orders, 202, { cancelled: true });
  },
  'Update order status / Success': fullOrder(2),
  'Update order status / Only validate the order': fullOrder(2),
  'Update order status / Only update status': fullOrder(2),
  'Update order status / Only mark as cancelled': fullOrder(2),
  'Update product template / Product field not found': (state) => {
    add(state.products, 28, { fields: [] });
  },
  'Get product fields / Succesful': firstField(15),
  'Delete sms template / Succesful deletion': (state) => {
    add(state.sms_templates, 23);
  },
  'Get sms communications / Searching on date': textOf2025,
  'Get sms communications / Searching on date and campaign': textOf2025,
  'Update user / Update user success': (state) => {
    add(state.users, 23);
  },
  'Update user / Username already in use': (state) => {
    add(state.users, 126, { username: 'test' });
  },
  'Delete user / User deleted': (state) => {
    add(state.users, 3);
  },
  'Delete user / Lacking permission': (state) => {
    add(state.users, 8);
  },
};

/** Whose token the example supposes, where it is not an administrator's. */
export const tokens: Record<string, string> = {
  'Search calls / Missing permissions': 'agent',
  'Delete user / Lacking permission': 'coach',
};
