/** Whom and what the acts are about, as the dialer tells of them. */

export const order = (id: number, more = {}) => ({
  id,
  customer_firstname: 'Anna',
  customer_lastname: 'Ek',
  customer_id: 922,
  value: 399,
  agent_name: 'Mawila Nathaniel',
  verified: 1,
  cancelled: 0,
  campaign_id: 2,
  campaign_title: 'Animal snacks',
  create_time: '2026-11-20T08:45:00.000Z',
  order_products: [{ product_id: 8, units: 1, unit_price: 399, title: 'Dog box' }],
  confirmation_datetime: '2026-11-20T10:02:00.000Z',
  ...more,
});

export const anna = {
  customer_id: 922,
  name: 'Anna Ek',
  phone: '+46701740605',
  identity_number: '19720311-1234',
  contactlist_ids: [34, 35],
  order_ids: [39, 31],
  call_ids: [1, 2, 3, 4, 5],
};
export const bo = { ...anna, customer_id: 1001, name: 'Bo Alm', phone: '+46701740606' };
export const cia = { ...bo, customer_id: 1002, name: 'Cia Berg', phone: '+46701740607' };
export const blocklists = [
  { id: 4, title: 'Nix 2026', count: 812 },
  { id: 5, title: 'VIP', count: 3 },
];
export const links = [
  { id: 16, campaign_id: 2, product_id: 8, sms_template_id: 4, email_template_id: null },
  { id: 17, campaign_id: 2, product_id: 9, sms_template_id: 5, email_template_id: null },
];
export const product8 = { id: 8, title: 'Dog box', price: 399 };
export const product9 = { id: 9, title: 'Cat box', price: 349 };
export const campaign2 = { id: 2, name: 'Animal snacks' };
export const activations = [
  { id: 42, campaign_id: 2, contactlist_id: 34 },
  { id: 43, campaign_id: 2, contactlist_id: 35 },
];
export const list34 = {
  id: 34,
  title: 'Autumn',
  contacts_count: 46,
  prune_date: '2027-12-01',
  keep_order_on_prune: 1,
};
export const field15 = { id: 15, name: 'Numeric field', datatype: 'int' };
export const field16 = { id: 16, name: 'Comment', datatype: 'string' };
export const mawila = {
  id: 6,
  username: 'mawila',
  firstname: 'Mawila',
  lastname: 'Nathaniel',
  active: 1,
  role: [3],
  office: 'World',
};
export const axel = { ...mawila, id: 26, username: 'axel', firstname: 'Axel', lastname: 'Gran' };
export const template = (id: number, title: string) => ({ id, title, content: 'Hi !firstname, answer Ok.' });
export const result = (id: number, title: string) => ({
  success: true,
  call_result: { id, title, type: 'Loss' },
});
export const client = (id: number, name: string) => ({ success: true, client: { id, name, office_id: 10 } });

export const byPhone = '/api/customer?phone=%2B46701740605';
export const lists = { '/api/contactlist': [list34, { ...list34, id: 35, title: 'Winter' }] };
export const campaignList = { '/api/campaigns': [campaign2, { id: 3, name: 'Plants' }] };
export const productList = { '/api/product': [product8, product9] };
export const smsList = {
  '/api/sms_templates': [4, 5, 7].map((id) => ({ id, title: `Text ${id}`, content: 'Hi' })),
};
export const listWorld = { '/api/contactlist/34': list34, '/api/contactlist/35': { ...list34, id: 35 } };
export const userWorld = { '/api/user/6': mawila, '/api/user/26': axel };
export const fieldWorld = { '/api/products/field/15': field15, '/api/products/field/16': field16 };
