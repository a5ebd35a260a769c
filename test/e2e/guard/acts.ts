/** Every act that needs a person's yes: what is read before it, what is shown, what it sends. */
import type { World } from '../../support/guard-bench.ts';
import {
  activations,
  anna,
  axel,
  blocklists,
  bo,
  byPhone,
  campaign2,
  campaignList,
  cia,
  client,
  field15,
  field16,
  fieldWorld,
  links,
  list34,
  lists,
  listWorld,
  mawila,
  order,
  product8,
  product9,
  productList,
  result,
  smsList,
  template,
  userWorld,
} from './things.ts';

export interface Act {
  title: string;
  tool: string;
  args: Record<string, unknown>;
  /** What the dialer answers to the reads of the preview. */
  world: World;
  /** Method, path and query of the act itself. */
  request: string;
  body?: unknown;
  /** Those that follow it, where an act takes more. */
  further?: string[];
  /** Names, ids and counts that the preview must hold. */
  shown: string[];
  /** What a person must type; absent where a yes is enough. */
  typed?: string;
  /** Who can undo it, where that is not anybody. */
  undone?: "by Hitrate's support" | 'by nobody';
  /** The highest tier that is too low for it. */
  tooLow: 'read' | 'write';
  /** Arguments that make it another act; its reads are in `world`. */
  other: Record<string, unknown>;
  /** What the reads answer once the target has changed; absent where nothing is read. */
  changed?: World;
}

const destructive: Omit<Act, 'tooLow'>[] = [
  {
    title: 'cancel_orders',
    tool: 'cancel_orders',
    args: { order_ids: [39, 40] },
    world: { '/api/order/39': [order(39)], '/api/order/40': [order(40, { cancelled: 1 })] },
    request: 'POST /api/orders/cancel',
    body: { order_ids: [39, 40] },
    shown: [
      'Cancel 1 order worth 399; 1 more is cancelled already',
      'order 39: Anna Ek, 399, 1 x Dog box, campaign Animal snacks (2), sold 2026-11-20 09:45, confirmed 2026-11-20, agent Mawila Nathaniel',
      'order 40: already cancelled',
    ],
    other: { order_ids: [39] },
    changed: { '/api/order/39': [order(39, { value: 400 })] },
  },
  {
    title: 'prune_customer by id',
    tool: 'prune_customer',
    args: { customer_id: 922 },
    world: { '/api/customer?id=922': anna, '/api/customer?id=1001': bo },
    request: 'DELETE /api/gdpr/customer?id=922',
    shown: [
      'customer 922, Anna Ek (070-*** ** 05, 19720311-****)',
      'on contact lists: 34, 35; 2 orders and 5 calls',
      'orders and calls stay',
    ],
    typed: '922',
    other: { customer_id: 1001 },
    changed: { '/api/customer?id=922': { ...anna, order_ids: [39, 31, 50] } },
  },
  {
    title: 'prune_customer by phone',
    tool: 'prune_customer',
    args: { phone: '070-174 06 05' },
    world: { [byPhone]: anna, '/api/customer?id=922': anna },
    request: 'DELETE /api/gdpr/customer?id=922',
    shown: ['customer 922, Anna Ek', 'for good'],
    typed: '922',
    other: { customer_id: 922 },
    changed: { [byPhone]: bo },
  },
  {
    title: 'prune_customer by several ids',
    tool: 'prune_customer',
    args: { customer_ids: [922, 1001] },
    world: { '/api/customer?id=922': anna, '/api/customer?id=1001': bo, '/api/customer?id=1002': cia },
    request: 'DELETE /api/gdpr/customer?id=922',
    further: ['DELETE /api/gdpr/customer?id=1001'],
    shown: [
      'Erase 2 customers (922, 1001), for good',
      'customer 922, Anna Ek (070-*** ** 05, 19720311-****), on contact lists: 34, 35; 2 orders and 5 calls',
      'customer 1001, Bo Alm (070-*** ** 06, 19720311-****), on contact lists: 34, 35; 2 orders and 5 calls',
      'SMS texts and comments on orders: the API documentation does not say',
    ],
    typed: '2 customers',
    other: { customer_ids: [922, 1001, 1002] },
    changed: { '/api/customer?id=1001': { ...bo, order_ids: [39, 31, 50] } },
  },
  {
    title: 'remove_customer by several ids',
    tool: 'remove_customer',
    args: { customer_ids: [922, 1001] },
    world: { '/api/customer?id=922': anna, '/api/customer?id=1001': bo },
    request: 'DELETE /api/customer?id=922',
    further: ['DELETE /api/customer?id=1001'],
    shown: ['Take 2 customers (922, 1001) off all contact lists', 'customer 1001, Bo Alm'],
    other: { customer_ids: [1001, 922] },
    changed: { '/api/customer?id=922': { ...anna, contactlist_ids: [34] } },
  },
  {
    title: 'remove_customer',
    tool: 'remove_customer',
    args: { external_id_1: 'K-17' },
    world: { '/api/customer?external_id_1=K-17': anna, '/api/customer?external_id_1=K-18': bo, ...lists },
    request: 'DELETE /api/customer?id=922',
    shown: ['customer 922, Anna Ek', 'on contact lists: Autumn (34), Winter (35)', 'an import'],
    other: { external_id_1: 'K-18' },
    changed: { '/api/customer?external_id_1=K-17': bo },
  },
  {
    title: 'delete_blocklist',
    tool: 'delete_blocklist',
    args: { blocklist_id: 4 },
    world: { '/api/blocklist': blocklists },
    request: 'DELETE /api/blocklist',
    body: { id: 4 },
    shown: ['Nix 2026 (4)', '812 numbers'],
    typed: '4',
    other: { blocklist_id: 5 },
    changed: { '/api/blocklist': [{ ...blocklists[0], count: 813 }] },
  },
  {
    title: 'remove_blocklist_number',
    tool: 'remove_blocklist_number',
    args: { blocklist_id: 4, phone: '070-174 06 05' },
    world: { '/api/blocklist': blocklists },
    request: 'DELETE /api/blocklist/customer',
    body: { id: 4, phone: '+46701740605' },
    shown: ['+46701740605', 'Nix 2026 (4)'],
    other: { blocklist_id: 4, phone: '070-174 06 06' },
    changed: { '/api/blocklist': [{ ...blocklists[0], title: 'Nix 2027' }] },
  },
  {
    title: 'remove_campaign_product',
    tool: 'remove_campaign_product',
    args: { campaign_product_id: 16 },
    world: {
      '/api/campaign/products/': links,
      '/api/product/8': product8,
      '/api/product/9': product9,
      '/api/campaigns/2': campaign2,
      ...smsList,
    },
    request: 'DELETE /api/campaign/product/16',
    shown: ['Dog box (8)', 'Animal snacks (2)', 'sms_template_id "Text 4 (4)"'],
    other: { campaign_product_id: 17 },
    changed: { '/api/campaign/products/': [{ ...links[0], sms_template_id: 6 }] },
  },
  {
    title: 'deactivate_contactlist',
    tool: 'deactivate_contactlist',
    args: { campaign_contactlist_id: 42 },
    world: {
      '/api/campaign/contactlists': activations,
      ...listWorld,
      '/api/campaigns/2': campaign2,
      '/api/campaigns/3': { id: 3, name: 'Plants' },
    },
    request: 'DELETE /api/campaign/contactlist/42',
    shown: ['Autumn (34)', 'Animal snacks (2)', '46 customers'],
    other: { campaign_contactlist_id: 43 },
    changed: { '/api/campaign/contactlists': [{ ...activations[0], campaign_id: 3 }] },
  },
  {
    title: 'deactivate_contactlist by campaign and list',
    tool: 'deactivate_contactlist',
    args: { campaign_id: 2, contactlist_id: 34 },
    world: {
      '/api/campaign/contactlists?campaign_id=2&contactlist_id=34': [activations[0]],
      '/api/campaign/contactlists?campaign_id=2&contactlist_id=35': [activations[1]],
      ...listWorld,
      '/api/campaigns/2': campaign2,
    },
    request: 'DELETE /api/campaign/contactlist/42',
    shown: ['Autumn (34)', 'Animal snacks (2)', '46 customers'],
    other: { campaign_id: 2, contactlist_id: 35 },
    changed: { '/api/contactlist/34': { ...list34, contacts_count: 47 } },
  },
  {
    title: 'delete_call_result',
    tool: 'delete_call_result',
    args: { call_result_id: 60 },
    world: { '/api/call_result/60': result(60, 'Moved'), '/api/call_result/61': result(61, 'Dead') },
    request: 'DELETE /api/call_result/60',
    undone: "by Hitrate's support",
    shown: ['Moved (60)'],
    other: { call_result_id: 61 },
    changed: { '/api/call_result/60': result(60, 'Moved abroad') },
  },
  {
    title: 'delete_client',
    tool: 'delete_client',
    args: { client_id: 3 },
    world: { '/api/client/3': client(3, 'Hitrate'), '/api/client/4': client(4, 'Foodie') },
    request: 'DELETE /api/client/3',
    undone: "by Hitrate's support",
    shown: ['Hitrate (3)'],
    other: { client_id: 4 },
    changed: { '/api/client/3': client(3, 'Hitrate AB') },
  },
  {
    title: 'delete_product',
    tool: 'delete_product',
    args: { product_id: 8 },
    world: {
      '/api/product/8': product8,
      '/api/product/9': product9,
      '/api/campaign/products/?product_id=8': [links[0]],
      '/api/campaign/products/?product_id=9': [links[1]],
      ...campaignList,
    },
    request: 'DELETE /api/product/8',
    undone: "by Hitrate's support",
    shown: ['Dog box (8)', '399', 'campaigns now: Animal snacks (2)'],
    other: { product_id: 9 },
    changed: { '/api/campaign/products/?product_id=8': [links[0], { ...links[0], id: 18, campaign_id: 3 }] },
  },
  {
    title: 'delete_product_field',
    tool: 'delete_product_field',
    args: { product_field_id: 15 },
    world: fieldWorld,
    request: 'DELETE /api/products/field/15',
    undone: "by Hitrate's support",
    shown: ['Numeric field (15)', 'int'],
    other: { product_field_id: 16 },
    changed: { '/api/products/field/15': { ...field15, name: 'Height' } },
  },
  {
    title: 'delete_sms_template',
    tool: 'delete_sms_template',
    args: { sms_template_id: 2 },
    world: { '/api/sms_template/2': template(2, 'Order'), '/api/sms_template/3': template(3, 'Thanks') },
    request: 'DELETE /api/sms_template/2',
    undone: "by Hitrate's support",
    shown: ['Order (2)', 'Hi !firstname'],
    other: { sms_template_id: 3 },
    changed: { '/api/sms_template/2': { ...template(2, 'Order'), content: 'Hi' } },
  },
  {
    title: 'delete_user',
    tool: 'delete_user',
    args: { user_id: 6 },
    world: userWorld,
    request: 'DELETE /api/user/6',
    undone: "by Hitrate's support",
    shown: ['Mawila Nathaniel (6)', 'mawila', 'World', 'user name and password are destroyed'],
    other: { user_id: 26 },
    changed: { '/api/user/6': { ...mawila, office: 'New York' } },
  },
];

/** Shared with acts-escalated.ts. */
export const people = { anna, bo, mawila, axel, byPhone, userWorld };
export const things = {
  blocklists,
  campaign2,
  campaignList,
  productList,
  smsList,
  order,
  links,
  product8,
  product9,
  list34,
  lists,
  listWorld,
  field15,
  field16,
  fieldWorld,
};

export const destructiveActs: Act[] = destructive.map((act) => ({ ...act, tooLow: 'write' }));
