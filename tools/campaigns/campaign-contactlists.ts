/** Which contact lists campaigns ring. */

import type { Args, Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { DirectAnswer, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { byId, countNoun, expectActedOn, expectSameId, label, list, numeric, record } from '../answers.ts';
import { body, destructiveTool, path, query, readTool, toolset, writeTool } from '../builders.ts';
import { campaignLabel, describeActivations, readContactlist } from '../labels.ts';
import { unchanged } from '../updates.ts';

export const campaignContactlists = toolset('campaigns', [
  readTool({
    name: 'list_campaign_contactlists',
    title: 'List contact lists on campaigns',
    description:
      'Which contact lists are active on which campaigns, each link with its own id (campaign_contactlist_id). For the lists themselves take list_contactlists.',
    input: s.object({
      campaign_id: s.id('list_campaigns').optional(),
      contactlist_id: s.id('list_contactlists').optional(),
    }),
    request: {
      method: 'GET',
      path: '/api/campaign/contactlists',
      args: { campaign_id: query('campaign_id'), contactlist_id: query('contactlist_id') },
    },
    answer: list(
      {
        campaign_contactlist_id: 'id',
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
  }),
  writeTool({
    name: 'activate_contactlist',
    title: 'Activate a contact list',
    description:
      'Puts a contact list on a campaign, whose agents then start to ring its customers, also while they work.',
    searchHint: 'start calling a contact list in a campaign',
    input: s.object({ campaign_id: s.id('list_campaigns'), contactlist_id: s.id('list_contactlists') }),
    request: {
      method: 'POST',
      path: '/api/campaign/contactlist',
      args: { campaign_id: body('campaign_id'), contactlist_id: body('contactlist_id') },
    },
    prepare: async (args, context) => (await existingActivation(args, context)) ?? {},
    answer: {
      is: 'record',
      record: (body, args, { name }) => ({
        status: 'done',
        campaign_contactlist_id: numeric(body.id),
        contactlist: label(name('contactlist', args.contactlist_id), args.contactlist_id),
        campaign: label(name('campaign', args.campaign_id), args.campaign_id),
      }),
      joins: ['campaign', 'contactlist'],
    },
    consequences: { contact: true },
    check: 'list_campaign_contactlists',
    reachesPeople: true,
    guard: {
      undo: 'deactivate_contactlist; whom agents have rung meanwhile stays rung',
      preview: previewActivation,
    },
  }),
  destructiveTool({
    name: 'deactivate_contactlist',
    title: 'Deactivate a contact list',
    description: 'Takes a contact list off a campaign, so that its customers are no longer rung there.',
    searchHint: 'stop calling a contact list in a campaign',
    input: s.object({
      campaign_id: s.id('list_campaigns').optional(),
      contactlist_id: s.id('list_contactlists').optional(),
      campaign_contactlist_id: s.quiet(s.id('list_campaign_contactlists').optional()),
    }),
    oneOf: ['campaign_id', 'campaign_contactlist_id'],
    anyOf: [['contactlist_id', 'campaign_contactlist_id']],
    request: {
      method: 'DELETE',
      path: '/api/campaign/contactlist/:id',
      args: { campaign_contactlist_id: path('id') },
    },
    answer: record((body, args, _, known) => ({
      status: 'done',
      campaign_contactlist_id: expectActedOn('campaign_contactlist_id', body.id, args),
      ...known,
    })),
    consequences: { data: true },
    check: 'list_campaign_contactlists',
    guard: {
      undo: 'activate_contactlist; the dialer resumes in the same state',
      preview: previewDeactivation,
    },
  }),
]);

/** Which link of a contact list to a campaign: by its own id, or by both of theirs. */
interface ActivationChoice {
  campaign_contactlist_id?: number;
  campaign_id?: number;
  contactlist_id?: number;
}

/** Returns the link that is meant; undefined where that list is not on that campaign. @throws ToolError */
async function findActivation(
  { campaign_contactlist_id, campaign_id, contactlist_id }: ActivationChoice,
  read: ReadDialer,
): Promise<Row | undefined> {
  if (campaign_contactlist_id === undefined) {
    const links = await describeActivations(read, { campaign_id, contactlist_id });
    const link = links.find(
      (row) => row.campaign_id === campaign_id && row.contactlist_id === contactlist_id,
    );
    if (link || !links.length) return link;
    throw new ToolError(
      'bad_answer',
      'The dialer answered with other contact lists than it was asked for. Nothing was done.',
    );
  }
  const link = byId(await describeActivations(read, {}), campaign_contactlist_id);
  if (!link)
    throw new ToolError('not_found', `There is no campaign contact list ${campaign_contactlist_id}.`);
  return contactlist_id === undefined
    ? link
    : expectSameId('contact list', link, contactlist_id, 'contactlist_id');
}

type Activation = Required<Pick<ActivationChoice, 'campaign_id' | 'contactlist_id'>> & Args;

/** Returns that the list is active on the campaign already, where it is. */
async function existingActivation(
  args: Activation,
  { read, lookup }: Pick<ReadContext, 'read' | 'lookup'>,
): Promise<DirectAnswer | undefined> {
  const { campaign_id, contactlist_id } = args;
  const link = await findActivation({ campaign_id, contactlist_id }, read);
  if (!link) return undefined;
  const name = await lookup.names(['campaign', 'contactlist']);
  return unchanged(
    {
      campaign_contactlist_id: link.id,
      contactlist: label(name('contactlist', contactlist_id), contactlist_id),
      campaign: label(name('campaign', campaign_id), campaign_id),
    },
    'The list is active on that campaign already: nothing was sent.',
  );
}

async function previewActivation(
  args: Activation,
  read: ReadDialer,
  _format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview | DirectAnswer> {
  const existing = await existingActivation(args, context);
  if (existing) return existing;
  const contacts = await readContactlist(args, read);
  const campaign = await campaignLabel(read, args.campaign_id);
  const customers = countNoun(contacts.contacts_count, 'customer');
  return {
    args,
    target: `contact list ${args.contactlist_id} on campaign ${args.campaign_id}`,
    state: [contacts.title, contacts.contacts_count, campaign],
    summary: `Put contact list ${label(contacts.title, contacts.id)} with ${customers} on campaign ${campaign}.`,
    effects: [`agents who work on that campaign begin to ring its ${customers} at once`],
  };
}

async function previewDeactivation(
  args: ActivationChoice & Args,
  read: ReadDialer,
): Promise<Preview | DirectAnswer> {
  const link = await findActivation(args, read);
  if (!link) return inactiveAnswer(args, read);
  const contacts = await readContactlist({ contactlist_id: link.contactlist_id }, read);
  const campaign = await campaignLabel(read, link.campaign_id);
  const contactlist = label(contacts.title, contacts.id);
  return {
    args: { campaign_contactlist_id: link.id },
    known: { contactlist, campaign },
    target: `campaign contact list ${link.id}`,
    state: [link, contacts.title, campaign],
    summary: `Take contact list ${contactlist} off campaign ${campaign}.`,
    effects: [`its ${countNoun(contacts.contacts_count, 'customer')} are no longer rung on that campaign`],
  };
}

async function inactiveAnswer(
  { contactlist_id, campaign_id }: ActivationChoice,
  read: ReadDialer,
): Promise<DirectAnswer> {
  const [{ title }, campaign] = await Promise.all([
    readContactlist({ contactlist_id }, read),
    campaignLabel(read, campaign_id),
  ]);
  return unchanged(
    { contactlist: `${label(title, contactlist_id)}`, campaign },
    'The list is not active on that campaign: nothing was sent.',
  );
}
