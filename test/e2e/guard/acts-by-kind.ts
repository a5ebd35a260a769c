/** The writes that a person is asked about because of what they do to the world: money, contact, legal, bulk. */
import { type Act, people, things } from './acts.ts';

const { anna, byPhone, userWorld } = people;
const { order, product8, product9, list34, campaign2, campaignList, lists } = things;

const orderWorld = { '/api/order/39': [order(39)], '/api/order/40': [order(40)] };
const open = { verified: 0, confirmation_datetime: null };
const openOrders = { '/api/order/39': [order(39, open)], '/api/order/40': [order(40, open)] };
/** On one list, so that it is certain which one is left. */
const annaOn34 = { ...anna, contactlist_ids: [34] };
const many = (title: string) =>
  Array.from({ length: 30 }, (_, i) => ({ phone: phoneOf(i), first_name: title }));
const phoneOf = (index: number): string => `070-17406${String(5 + index).padStart(2, '0')}`;

export const actsByKind: Act[] = [
  {
    title: 'update_order_product',
    tool: 'update_order_product',
    args: { order_id: 39, unit_price: 299 },
    world: orderWorld,
    request: 'PUT /api/orders/update?order_id=39',
    body: { unit_price: 299 },
    shown: ['Anna Ek', 'unit_price 399 to 299', 'value 399 to 299', 'it is confirmed and stays confirmed'],
    tooLow: 'read',
    other: { order_id: 39, unit_price: 298 },
    changed: { '/api/order/39': [order(39, { value: 798 })] },
  },
  {
    title: 'update_product with price',
    tool: 'update_product',
    args: { product_id: 8, price: 100 },
    world: { '/api/product/8': product8, '/api/product/9': product9 },
    request: 'PUT /api/product/8',
    body: { price: 100 },
    shown: ['ATTENTION: price changes by more than half. Change product Dog box (8).', 'price 399 to 100'],
    tooLow: 'read',
    other: { product_id: 9, price: 100 },
    changed: { '/api/product/8': { ...product8, price: 299 } },
  },
  {
    title: 'create_product',
    tool: 'create_product',
    args: { title: 'Bird box', price: 0 },
    world: {},
    request: 'POST /api/product',
    body: { title: 'Bird box', price: 0 },
    shown: ['ATTENTION: price of zero. Create product Bird box.'],
    tooLow: 'read',
    other: { title: 'Bird box', price: 10 },
  },
  {
    title: 'confirm_order',
    tool: 'confirm_order',
    args: { order_id: 39 },
    world: openOrders,
    request: 'POST /api/order/confirm/39',
    shown: ['Confirm order 39: Anna Ek, 399', 'state unconfirmed to confirmed', 'written acceptance'],
    tooLow: 'read',
    other: { order_id: 40 },
    changed: { '/api/order/39': [order(39, { ...open, value: 798 })] },
  },
  {
    title: 'update_order_status with verified',
    tool: 'update_order_status',
    args: { order_id: 39, verified: false },
    world: orderWorld,
    request: 'PUT /api/order/status/39',
    body: { verified: false },
    shown: ['Mark as not confirmed order 39: Anna Ek', 'confirmed to unconfirmed'],
    tooLow: 'read',
    other: { order_id: 40, verified: false },
    changed: { '/api/order/39': [order(39, { value: 798 })] },
  },
  {
    title: 'activate_contactlist',
    tool: 'activate_contactlist',
    args: { campaign_id: 2, contactlist_id: 34 },
    world: {
      '/api/campaign/contactlists?campaign_id=2&contactlist_id=34': [],
      '/api/campaign/contactlists?campaign_id=2&contactlist_id=35': [],
      '/api/contactlist/34': list34,
      '/api/contactlist/35': { ...list34, id: 35 },
      '/api/campaigns/2': campaign2,
      ...lists,
      ...campaignList,
    },
    request: 'POST /api/campaign/contactlist',
    body: { campaign_id: 2, contactlist_id: 34 },
    shown: ['contact list Autumn (34) with 46 customers on campaign Animal snacks (2)', 'begin to ring'],
    tooLow: 'read',
    other: { campaign_id: 2, contactlist_id: 35 },
    changed: { '/api/contactlist/34': { ...list34, contacts_count: 4600 } },
  },
  {
    title: 'move_customer onto a list that is rung',
    tool: 'move_customer',
    args: { customer_id: 922, to_contactlist_id: 35 },
    world: {
      '/api/customer?id=922': annaOn34,
      '/api/customer?id=1001': { ...annaOn34, customer_id: 1001 },
      '/api/campaign/contactlists?contactlist_id=35': [{ id: 43, campaign_id: 2, contactlist_id: 35 }],
      ...lists,
      ...campaignList,
    },
    request: 'PATCH /api/customer/contactlist',
    body: { customer_id: 922, contactlist_id_from: 34, contactlist_id_to: 35 },
    shown: ['Move customer Anna Ek (922) from contact list Autumn (34) to Winter (35)', 'Animal snacks (2)'],
    tooLow: 'read',
    other: { customer_id: 1001, to_contactlist_id: 35 },
    changed: { '/api/customer?id=922': { ...annaOn34, name: 'Bo Alm' } },
  },
  {
    title: 'call_customer',
    tool: 'call_customer',
    args: { agent_id: 6, campaign_id: 2, phone: '070-174 06 05' },
    world: { [byPhone]: anna, ...userWorld, '/api/campaigns/2': campaign2 },
    request: 'POST /api/customer/call',
    body: { agent: 6, campaign_id: 2, phonenumber: '46701740605' },
    undone: 'by nobody',
    shown: ['Ring customer Anna Ek (922) now', '+46701740605 is rung', 'Mawila Nathaniel (6)'],
    tooLow: 'read',
    other: { agent_id: 26, campaign_id: 2, phone: '070-174 06 05' },
    changed: { [byPhone]: { ...anna, name: 'Anna Alm' } },
  },
  {
    title: 'create_customers with more than 25',
    tool: 'create_customers',
    args: { contactlist_id: 34, customers: many('Eva') },
    world: {
      '/api/contactlist/34': list34,
      '/api/contactlist/35': { ...list34, id: 35 },
      '/api/campaign/contactlists?contactlist_id=34': [{ id: 42, campaign_id: 2, contactlist_id: 34 }],
      '/api/campaign/contactlists?contactlist_id=35': [],
      ...campaignList,
    },
    request: 'POST /api/customers',
    body: {
      list_id: 34,
      data: many('Eva').map(({ phone, ...row }) => ({
        phone: `+46${phone.slice(1).replaceAll(/[- ]/g, '')}`,
        ...row,
      })),
    },
    shown: [
      'Add 30 customers to contact list Autumn (34)',
      'the first: Eva',
      'the last: Eva',
      'Animal snacks (2)',
    ],
    tooLow: 'read',
    other: { contactlist_id: 35, customers: many('Eva') },
    changed: { '/api/contactlist/34': { ...list34, title: 'Spring' } },
  },
];
