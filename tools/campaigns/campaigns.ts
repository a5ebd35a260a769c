import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import {
  byId,
  changes,
  countNoun,
  expectActedOn,
  expectSameId,
  label,
  list,
  numeric,
  record,
} from '../answers.ts';
import { body, destructiveTool, path, query, readTool, toolset, writeTool } from '../builders.ts';
import { campaignLabel, labelsOf } from '../labels.ts';
import { unchanged } from '../updates.ts';
import {
  explainTemplates,
  isAlreadySet,
  linkState,
  type Matches,
  matching,
  templateArgs,
  templateSettings,
  templates,
  updatedLinks,
  withTemplate,
} from './campaign-links.ts';

const templateFields = {
  sms_template_id: s.id('list_sms_templates').optional(),
  email_template_id: s.id().optional(),
  scrive_template_id: s.id().describe('document to sign').optional(),
  is_power_of_attorney: s.flag.optional(),
};

export const campaigns = toolset('campaigns', [
  readTool({
    name: 'list_campaigns',
    title: 'List campaigns',
    description: 'All campaigns (kampanjer) with id and name; not whether one is running.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/campaigns' },
    answer: list({ id: 'id', name: 'name' }, 'There is no campaign, or none that this token may see.'),
    quotes: 'names',
  }),
  readTool({
    name: 'get_campaign',
    title: 'Get a campaign',
    description: 'The name of one campaign by its id. For ids by name: find.',
    input: s.object({ campaign_id: s.id('list_campaigns') }),
    request: { method: 'GET', path: '/api/campaigns/:id', args: { campaign_id: path('id') } },
    answer: record((campaign) => campaign),
    quotes: 'names',
  }),
  readTool({
    name: 'list_campaign_products',
    title: 'List campaign products',
    description:
      'Which products are sold on which campaigns, each link with its own id (campaign_product_id) and templates. Give campaign_id or product_id, or neither for all.',
    input: s.object({
      campaign_id: s.id('list_campaigns').optional(),
      product_id: s.id('list_products').optional(),
    }),
    request: {
      method: 'GET',
      path: '/api/campaign/products/',
      args: { campaign_id: query('campaign_id'), product_id: query('product_id') },
    },
    answer: list(
      {
        campaign_product_id: 'id',
        campaign_id: 'campaign_id',
        product_id: 'product_id',
        sms_template_id: 'sms_template_id',
        email_template_id: 'email_template_id',
        scrive_template_id: 'scrive_template_id',
        power_of_attorney: (row) => Boolean(row.is_power_of_attorney),
      },
      'No product is on such a campaign.',
    ),
  }),
  writeTool({
    name: 'add_campaign_product',
    title: 'Add a product to a campaign',
    description:
      'Puts a product on a campaign, so that agents there can sell it. An SMS template or document makes its orders count as unconfirmed until answered or signed; a power of attorney holds back all other products of the order.',
    input: s.object({
      campaign_id: s.id('list_campaigns'),
      product_id: s.id('list_products'),
      ...templateFields,
    }),
    request: {
      method: 'POST',
      path: '/api/campaign/product',
      args: { campaign_id: body('campaign_id'), product_id: body('product_id'), ...templateArgs },
    },
    prepare: async (args, { read, lookup }) => {
      const { campaign_id, product_id } = args;
      const rows: Row[] = await read('list_campaign_products', { campaign_id, product_id });
      const link = rows.find((row) => row.campaign_id === campaign_id && row.product_id === product_id);
      if (!link) return {};
      const name = await lookup.names(['campaign', 'product']);
      const about = {
        campaign_product_id: link.id,
        campaign: label(name('campaign', campaign_id), campaign_id),
        product: label(name('product', product_id), product_id),
      };
      if (isAlreadySet(args, link))
        return unchanged(about, 'It is on that campaign already: nothing was sent.');
      return unchanged(
        { ...about, stays: linkState(link), not_saved: templateSettings(args) },
        'It is on that campaign already, with other settings, which stay: update_campaign_products changes them.',
      );
    },
    answer: {
      ...record((body, args, { name }) => ({
        status: 'done',
        campaign_product_id: numeric(body.id),
        campaign: label(name('campaign', args.campaign_id), args.campaign_id),
        product: label(name('product', args.product_id), args.product_id),
        means: explainTemplates(args),
      })),
      joins: ['campaign', 'product'],
    },
    check: 'list_campaign_products',
  }),
  writeTool({
    name: 'update_campaign_products',
    title: 'Update campaign products',
    description:
      'Changes the templates of a product on a campaign. Give both ids for one link; with only one of them every match changes, which needs a confirmation.',
    input: s.object({
      campaign_id: s.id('list_campaigns').optional(),
      product_id: s.id('list_products').optional(),
      ...templateFields,
    }),
    request: {
      method: 'PUT',
      path: '/api/campaign/product/',
      args: { campaign_id: query('campaign_id'), product_id: query('product_id'), ...templateArgs },
    },
    anyOf: [['campaign_id', 'product_id'], Object.keys(templateArgs)],
    prepare: async (args, { read }) => {
      const links = await matching(args, read);
      if (links.length && links.every((link) => isAlreadySet(args, link)))
        return unchanged({ unchanged: links.map((link) => link.id) });
      return { known: { links, template: await templates(args, read) } satisfies Matches };
    },
    answer: {
      ...record((body, args, { name }, known: Matches) => {
        const links = updatedLinks(body, args, known, name);
        return {
          status: 'done',
          ...(links.length === 1 ? links[0] : { campaign_products: links }),
          means: explainTemplates(args),
        };
      }),
      echo: {},
      joins: ['campaign', 'product'],
    },
    check: 'list_campaign_products',
    guard: {
      when: (args) =>
        args.campaign_id === undefined || args.product_id === undefined
          ? 'with only one of campaign_id and product_id it changes every match'
          : undefined,
      undo: 'update_campaign_products with the old values shown here, link by link; back to none only by remove_campaign_product and add_campaign_product',
      preview: async (args, read) => {
        const rows = await matching(args, read);
        const [campaign, product, template] = await Promise.all([
          labelsOf(read, 'campaign'),
          labelsOf(read, 'product'),
          templates(args, read),
        ]);
        const all =
          args.campaign_id === undefined
            ? `product ${product(args.product_id)}`
            : `campaign ${campaign(args.campaign_id)}`;
        if (!rows.length)
          throw new ToolError('not_found', `No product is linked to ${all}: nothing would change.`);
        if (rows.every((row) => isAlreadySet(args, row)))
          return unchanged({ unchanged: rows.map((row) => row.id) });
        const old = (row: Row) => {
          const before = withTemplate(linkState(row), template);
          return Object.keys(templateSettings(args))
            .map((name) => `${name} ${before[name] ?? 'none'}`)
            .join(', ');
        };
        return {
          args,
          known: { links: rows, template } satisfies Matches,
          target: all,
          state: rows,
          summary: `Change ${countNoun(rows.length, 'campaign product')} of ${all} to ${changes(withTemplate(templateSettings(args), template), [])}.`,
          effects: [
            ...explainTemplates(args),
            ...rows.map(
              (row) =>
                `campaign ${campaign(row.campaign_id)}, product ${product(row.product_id)}: until now ${old(row)}`,
            ),
          ],
        };
      },
    },
  }),
  destructiveTool({
    name: 'remove_campaign_product',
    title: 'Take a product off a campaign',
    description:
      'Takes one product off one campaign. campaign_product_id is the id of the link, from list_campaign_products, not of the product.',
    input: s.object({ campaign_product_id: s.id('list_campaign_products') }),
    request: {
      method: 'DELETE',
      path: '/api/campaign/product/:id',
      args: { campaign_product_id: path('id') },
    },
    answer: record((body, args, _, known: Row) => ({
      status: 'done',
      campaign_product_id: expectActedOn('campaign_product_id', body.id, args),
      ...known,
    })),
    check: 'list_campaign_products',
    guard: {
      undo: 'add_campaign_product with the values shown here',
      preview: async (args, read) => {
        const link = byId(await read('list_campaign_products', {}), args.campaign_product_id);
        if (!link)
          throw new ToolError('not_found', `There is no campaign product ${args.campaign_product_id}.`);
        const { product_id } = link;
        const product = expectSameId('product', await read('get_product', { product_id }), product_id);
        const campaign = await campaignLabel(read, link.campaign_id);
        const { id, campaign_id: _, product_id: __, ...others } = link;
        const values = others.sms_template_id
          ? withTemplate(others, await labelsOf(read, 'sms_template'))
          : others;
        return {
          args,
          known: { product: label(product.title, product.id), campaign },
          target: `campaign product ${id}`,
          state: [link, campaign, product.title],
          summary: `Take product ${label(product.title, link.product_id)} off campaign ${campaign}.`,
          effects: ['agents there can no longer sell it; orders stay', `its values: ${changes(values, [])}`],
        };
      },
    },
  }),
]);
