/** Which products campaigns sell. */

import * as s from '../../src/define/schema.ts';
import { expectActedOn, label, list, numeric, record } from '../answers.ts';
import { body, destructiveTool, path, query, readTool, toolset, writeTool } from '../builders.ts';
import { unchanged } from '../updates.ts';
import {
  existingLink,
  explainSettings,
  isAlreadySet,
  type LinkUpdate,
  matchingLinks,
  previewLinkCreation,
  previewLinkRemoval,
  previewLinkUpdate,
  settingsOf,
  templateArgs,
  templateLabels,
  updatedLinks,
} from './campaign-product-links.ts';

const templateFields = {
  sms_template_id: s.id('list_sms_templates').optional(),
  email_template_id: s.id().optional(),
  scrive_template_id: s.id().describe('document to sign').optional(),
  is_power_of_attorney: s.flag.optional(),
};

/** Without one of both ids it changes every match. */
const hitsSeveralLinks = (args: { campaign_id?: number; product_id?: number }): boolean =>
  args.campaign_id === undefined || args.product_id === undefined;

export const campaignProducts = toolset('campaigns', [
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
    prepare: async (args, context) => (await existingLink(args, context)) ?? {},
    answer: {
      is: 'record',
      record: (body, args, { name }) => ({
        status: 'done',
        campaign_product_id: numeric(body.id),
        campaign: label(name('campaign', args.campaign_id), args.campaign_id),
        product: label(name('product', args.product_id), args.product_id),
        means: explainSettings(args),
      }),
      joins: ['campaign', 'product'],
    },
    // Templates and powers of attorney decide when an order counts as confirmed.
    consequences: { data: true, legal: (args) => Object.keys(settingsOf(args)).length > 0 },
    check: 'list_campaign_products',
    guard: { undo: 'remove_campaign_product', preview: previewLinkCreation },
  }),
  writeTool({
    name: 'update_campaign_products',
    title: 'Update campaign products',
    description:
      'Changes the templates of a product on a campaign. Give both ids for one link; with only one of them every match changes.',
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
      const links = await matchingLinks(args, read);
      if (links.length && links.every((link) => isAlreadySet(args, link)))
        return unchanged({ unchanged: links.map((link) => link.id) });
      return { known: { links, template: await templateLabels(args, read) } satisfies LinkUpdate };
    },
    answer: {
      is: 'record',
      record: (body, args, { name }, update: LinkUpdate) => {
        const links = updatedLinks(body, args, update, name);
        return {
          status: 'done',
          ...(links.length === 1 ? links[0] : { campaign_products: links }),
          means: explainSettings(args),
        };
      },
      echo: {},
      joins: ['campaign', 'product'],
    },
    consequences: { legal: true, bulk: hitsSeveralLinks },
    check: 'list_campaign_products',
    guard: {
      when: (args) =>
        hitsSeveralLinks(args)
          ? 'with only one of campaign_id and product_id it changes every match'
          : undefined,
      undo: 'update_campaign_products with the old values shown here, link by link; back to none only by remove_campaign_product and add_campaign_product',
      preview: previewLinkUpdate,
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
    answer: record((body, args, _, known) => ({
      status: 'done',
      campaign_product_id: expectActedOn('campaign_product_id', body.id, args),
      ...known,
    })),
    consequences: { data: true },
    check: 'list_campaign_products',
    guard: {
      undo: 'add_campaign_product with the values shown here',
      preview: previewLinkRemoval,
    },
  }),
]);
