import { ToolError } from '../src/errors.ts';
import * as s from '../src/schema.ts';
import { type Args, body, path, query, type Read, type Row, toolset } from '../src/tool.ts';
import { asInt, asked, byId, changes, done, label, list, record, several, updated } from './shapes.ts';

const templateArgs = {
  sms_template_id: body('sms_template_id'),
  email_template_id: body('email_template_id'),
  scrive_template_id: body('scrive_template_id'),
  is_power_of_attorney: body('is_power_of_attorney', asInt),
};

const templateFields = {
  sms_template_id: s.id.optional(),
  email_template_id: s.id.optional(),
  scrive_template_id: s.id.describe('document to sign').optional(),
  is_power_of_attorney: s.flag.optional(),
};

const campaignName = async (read: Read, campaign_id: unknown): Promise<unknown> =>
  asked('campaign', await read('get_campaign', { campaign_id }), campaign_id).name;

const matching = async (args: Args, read: Read): Promise<Row[]> => {
  const { campaign_id, product_id } = args;
  const rows: Row[] = await read('list_campaign_products', { campaign_id, product_id });
  const [key, id] =
    campaign_id === undefined
      ? (['product_id', product_id] as const)
      : (['campaign_id', campaign_id] as const);
  return rows.map((row) => asked(key.replace('_id', ''), row, id, key));
};

export const campaigns = toolset('campaigns', [
  {
    name: 'list_campaigns',
    title: 'List campaigns',
    tier: 'read',
    description: 'All campaigns (kampanjer) with id and name; not whether one is running.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/campaigns' },
    answer: list({ id: 'id', name: 'name' }, 'There is no campaign, or none that this token may see.'),
    quotes: 'names',
  },
  {
    name: 'get_campaign',
    title: 'Get a campaign',
    tier: 'read',
    description: 'The name of one campaign by its id. For ids by name: find.',
    input: s.object({ campaign_id: s.id }),
    request: { method: 'GET', path: '/api/campaigns/:id', args: { campaign_id: path('id') } },
    answer: record((campaign) => campaign),
    quotes: 'names',
  },
  {
    name: 'list_campaign_products',
    title: 'List campaign products',
    tier: 'read',
    description:
      'Which products are sold on which campaigns, each link with its own id (campaign_product_id) and templates. Give campaign_id or product_id, or neither for all.',
    input: s.object({ campaign_id: s.id.optional(), product_id: s.id.optional() }),
    request: {
      method: 'GET',
      path: '/api/campaign/products/',
      args: { campaign_id: query('campaign_id'), product_id: query('product_id') },
    },
    answer: list(
      {
        id: 'id',
        campaign_id: 'campaign_id',
        product_id: 'product_id',
        sms_template_id: 'sms_template_id',
        email_template_id: 'email_template_id',
        scrive_template_id: 'scrive_template_id',
        power_of_attorney: (row) => Boolean(row.is_power_of_attorney),
      },
      'No product is on such a campaign.',
    ),
  },
  {
    name: 'add_campaign_product',
    title: 'Add a product to a campaign',
    tier: 'write',
    description:
      'Puts a product on a campaign, so that agents there can sell it. An SMS template or document makes its orders count as unconfirmed until answered or signed; a power of attorney holds back all other products of the order.',
    input: s.object({ campaign_id: s.id, product_id: s.id, ...templateFields }),
    request: {
      method: 'POST',
      path: '/api/campaign/product',
      args: { campaign_id: body('campaign_id'), product_id: body('product_id'), ...templateArgs },
    },
    answer: done('campaign_product_id'),
    check: 'list_campaign_products',
  },
  {
    name: 'update_campaign_products',
    title: 'Update campaign products',
    tier: 'write',
    description:
      'Changes the templates of a product on a campaign. Give both ids for one link; with only one of them every match changes, which needs a confirmation.',
    input: s.object({ campaign_id: s.id.optional(), product_id: s.id.optional(), ...templateFields }),
    request: {
      method: 'PUT',
      path: '/api/campaign/product/',
      args: { campaign_id: query('campaign_id'), product_id: query('product_id'), ...templateArgs },
    },
    anyOf: [['campaign_id', 'product_id'], Object.keys(templateArgs)],
    answer: updated('campaign_product_id'),
    check: 'list_campaign_products',
    guard: {
      when: (args) =>
        args.campaign_id === undefined || args.product_id === undefined
          ? 'with only one of campaign_id and product_id it changes every match'
          : undefined,
      undo: 'update_campaign_products with the old values shown here, link by link',
      preview: async (args, read) => {
        const rows = await matching(args, read);
        const all =
          args.campaign_id === undefined ? `product ${args.product_id}` : `campaign ${args.campaign_id}`;
        if (!rows.length)
          throw new ToolError('not_found', `No product is linked to ${all}: nothing would change.`);
        const old = (row: Row) =>
          Object.keys(templateArgs)
            .filter((name) => args[name] !== undefined)
            .map((name) => `${name} ${row[name] ?? 'none'}`)
            .join(', ');
        return {
          args,
          target: all,
          state: rows,
          summary: `Change ${several(rows.length, 'campaign product')} of ${all} to ${changes(args, ['campaign_id', 'product_id'])}.`,
          effects: rows.map(
            (row) => `campaign ${row.campaign_id}, product ${row.product_id}: until now ${old(row)}`,
          ),
        };
      },
    },
  },
  {
    name: 'remove_campaign_product',
    title: 'Take a product off a campaign',
    tier: 'destructive',
    description:
      'Takes one product off one campaign. campaign_product_id is the id of the link, from list_campaign_products, not of the product.',
    input: s.object({ campaign_product_id: s.id }),
    request: {
      method: 'DELETE',
      path: '/api/campaign/product/:id',
      args: { campaign_product_id: path('id') },
    },
    answer: done('campaign_product_id'),
    check: 'list_campaign_products',
    guard: {
      undo: 'add_campaign_product with the values shown here',
      preview: async (args, read) => {
        const link = byId(await read('list_campaign_products', {}), args.campaign_product_id);
        if (!link)
          throw new ToolError('not_found', `There is no campaign product ${args.campaign_product_id}.`);
        const { product_id } = link;
        const product = asked('product', await read('get_product', { product_id }), product_id);
        const campaign = label(await campaignName(read, link.campaign_id), link.campaign_id);
        const { id, ...values } = link;
        return {
          args,
          target: `campaign product ${id}`,
          state: [link, campaign, product.title],
          summary: `Take product ${label(product.title, link.product_id)} off campaign ${campaign}.`,
          effects: [
            'agents there can no longer sell it; orders stay',
            `its values: ${changes(values, ['campaign_id', 'product_id'])}`,
          ],
        };
      },
    },
  },
  {
    name: 'list_campaign_contactlists',
    title: 'List contact lists on campaigns',
    tier: 'read',
    description:
      'Which contact lists are active on which campaigns, each link with its own id (campaign_contactlist_id). For the lists themselves take list_contactlists.',
    input: s.object({ campaign_id: s.id.optional(), contactlist_id: s.id.optional() }),
    request: {
      method: 'GET',
      path: '/api/campaign/contactlists',
      args: { campaign_id: query('campaign_id'), contactlist_id: query('contactlist_id') },
    },
    answer: list(
      {
        id: 'id',
        campaign_id: 'campaign_id',
        contactlist_id: 'contactlist_id',
        start_date: 'start_date',
        end_date: 'end_date',
        block_public_recurring: (row) => Boolean(row.block_public_recurring),
        block_private_recurring: (row) => Boolean(row.block_private_recurring),
      },
      'No contact list is active there.',
    ),
    hints: { not_found: 'No contact list is active there.' },
  },
  {
    name: 'activate_contactlist',
    title: 'Activate a contact list',
    tier: 'write',
    description:
      'Puts a contact list on a campaign, whose agents then start to ring its customers, also while they work.',
    input: s.object({ campaign_id: s.id, contactlist_id: s.id }),
    request: {
      method: 'POST',
      path: '/api/campaign/contactlist',
      args: { campaign_id: body('campaign_id'), contactlist_id: body('contactlist_id') },
    },
    answer: done('campaign_contactlist_id'),
    check: 'list_campaign_contactlists',
    reachesPeople: true,
  },
  {
    name: 'deactivate_contactlist',
    title: 'Deactivate a contact list',
    tier: 'destructive',
    description:
      'Takes a contact list off a campaign, so that its customers are no longer rung there. campaign_contactlist_id is the id of the link, from list_campaign_contactlists.',
    input: s.object({ campaign_contactlist_id: s.id }),
    request: {
      method: 'DELETE',
      path: '/api/campaign/contactlist/:id',
      args: { campaign_contactlist_id: path('id') },
    },
    answer: done('campaign_contactlist_id'),
    check: 'list_campaign_contactlists',
    guard: {
      undo: 'activate_contactlist; the dialer resumes in the same state',
      preview: async (args, read) => {
        const link = byId(await read('list_campaign_contactlists', {}), args.campaign_contactlist_id);
        if (!link)
          throw new ToolError(
            'not_found',
            `There is no campaign contact list ${args.campaign_contactlist_id}.`,
          );
        const { contactlist_id } = link;
        const contacts = asked(
          'contact list',
          await read('get_contactlist', { contactlist_id }),
          contactlist_id,
        );
        const campaign = label(await campaignName(read, link.campaign_id), link.campaign_id);
        return {
          args,
          target: `campaign contact list ${link.id}`,
          state: [link, contacts.title, campaign],
          summary: `Take contact list ${label(contacts.title, contacts.id)} off campaign ${campaign}.`,
          effects: [
            `its ${several(contacts.contacts_count, 'customer')} are no longer rung on that campaign`,
          ],
        };
      },
    },
  },
]);
