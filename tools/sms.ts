import { smsCounts, smsDocument, smsHistory } from '../src/customers/sms-history.ts';
import type { Row } from '../src/define/row.ts';
import * as s from '../src/define/schema.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { createdAnswer, expectSameId, label, list, oneOrMany, record } from './answers.ts';
import { bodies, body, destructiveTool, path, readTool, toolset, writeTool } from './builders.ts';
import { previewCreation } from './creations.ts';
import { deletedAnswer, previewDeletion } from './deletions.ts';
import { echoedUpdate, pick, previewChanges, type UpdateTarget } from './updates.ts';

/** For the text of a template in a preview. */
const MAX_TEXT_LENGTH = 160;

const listFilters = {
  user_ids: s.ids('list_users').optional(),
  campaign_ids: s.ids('list_campaigns').optional(),
  contactlist_ids: s.ids('list_contactlists').optional(),
};

const filterFields = {
  phone: s.phone.optional(),
  ...listFilters,
  period: s.periodToo.optional(),
  start_date: s.day.optional(),
  end_date: s.day.optional(),
};

const customerFields = { customer_id: s.id('get_customer').optional(), external_id: s.scalar.optional() };
const CUSTOMER_FIELDS = ['customer_id', 'phone', 'external_id'];

/** Nobody asks for the SMS of one customer by agent or list, so hosts do not see these filters. */
const historyFields = {
  ...customerFields,
  ...filterFields,
  user_ids: s.quiet(listFilters.user_ids),
  campaign_ids: s.quiet(listFilters.campaign_ids),
  contactlist_ids: s.quiet(listFilters.contactlist_ids),
};

const filterArgs = {
  customer_id: body('customer_id'),
  phone: body('phonenumber'),
  user_ids: body('user_id', oneOrMany),
  campaign_ids: body('campaign_id', oneOrMany),
  contactlist_ids: body('contactlist_id', oneOrMany),
  start_date: body('start_date'),
  end_date: body('end_date'),
};

const templateArgs = bodies('title', 'content', 'office_id');

const readTemplate = async (
  { sms_template_id }: { sms_template_id: number },
  read: ReadDialer,
): Promise<Row> =>
  expectSameId('SMS template', await read('get_sms_template', { sms_template_id }), sms_template_id);

const templateTarget: UpdateTarget<'sms_template_id'> = {
  id: 'sms_template_id',
  read: readTemplate,
  state: (template) => pick(template, 'title', 'content', 'office_id'),
};

export const sms = toolset('sms', [
  readTool({
    name: 'list_sms_templates',
    title: 'List SMS templates',
    description: 'All SMS templates (sms-mallar) with id, title and text; no tool sends an SMS.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/sms_templates' },
    answer: list({ id: 'id', title: 'title', content: 'content' }, 'There is no SMS template.', {
      office_id: 'office_id',
    }),
    quotes: 'titles and texts',
  }),
  readTool({
    name: 'get_sms_template',
    title: 'Get an SMS template',
    description: 'One SMS template with its text and office.',
    input: s.object({ sms_template_id: s.id('list_sms_templates') }),
    request: { method: 'GET', path: '/api/sms_template/:id', args: { sms_template_id: path('id') } },
    answer: record((template) => template),
    quotes: 'titles and texts',
  }),
  readTool({
    name: 'list_sms_tokens',
    title: 'List SMS placeholders',
    description:
      'The placeholders that SMS and e-mail templates can hold, such as !firstname, and what each becomes.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/sms_templates/sms_tokens' },
    answer: {
      ...list({ placeholder: 'placeholder', becomes: 'becomes' }, 'There is no placeholder.'),
      rows: (answer: Record<string, string>) =>
        Object.entries(answer).map(([placeholder, becomes]) => ({ placeholder, becomes })),
    },
  }),
  writeTool({
    name: 'create_sms_template',
    title: 'Create an SMS template',
    description: 'Makes an SMS template; list_sms_tokens has the placeholders that its text may hold.',
    input: s.object({ title: s.text, content: s.text, office_id: s.id('list_offices').optional() }),
    request: { method: 'POST', path: '/api/sms_template', args: templateArgs },
    answer: createdAnswer('sms_template_id', 'title'),
    consequences: { data: true },
    check: 'list_sms_templates',
    guard: { undo: 'delete_sms_template', preview: previewCreation('SMS template', 'title') },
  }),
  writeTool({
    name: 'update_sms_template',
    title: 'Update an SMS template',
    description: 'Changes what is given of an SMS template and keeps the rest; "(empty)" clears its content.',
    input: s.object({
      sms_template_id: s.id('list_sms_templates'),
      title: s.text.optional(),
      content: s.anyText.optional(),
      office_id: s.id('list_offices').optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/sms_template/:id',
      args: { sms_template_id: path('id'), ...templateArgs },
    },
    anyOf: [Object.keys(templateArgs)],
    ...echoedUpdate(templateTarget),
    // What customers are sent, and may answer to.
    consequences: { data: true, legal: ({ content }) => content !== undefined },
    check: 'get_sms_template',
    guard: {
      undo: 'update_sms_template with the old values',
      preview: previewChanges(templateTarget, 'SMS template', 'title'),
    },
  }),
  destructiveTool({
    name: 'delete_sms_template',
    title: 'Delete an SMS template',
    description:
      'Deletes an SMS template, also from every product, call result and notification that uses it.',
    input: s.object({ sms_template_id: s.id('list_sms_templates') }),
    request: { method: 'DELETE', path: '/api/sms_template/:id', args: { sms_template_id: path('id') } },
    answer: deletedAnswer('sms_template_id'),
    consequences: { data: true },
    check: 'get_sms_template',
    guard: {
      support: true,
      undo: 'they can restore it; it leaves every product, call result and notification that uses it',
      preview: async (args, read) => {
        const template = await readTemplate(args, read);
        return previewDeletion({
          args,
          kind: 'SMS template',
          row: template,
          name: template.title,
          effects: [
            `its text: "${String(template.content ?? '').slice(0, MAX_TEXT_LENGTH)}"`,
            'products, call results and notifications that use it send it no longer',
          ],
        });
      },
    },
  }),
  readTool({
    name: 'search_sms',
    title: 'Search SMS',
    description:
      'Which customers have had SMS with the dialer, how many, by which agents and campaigns. For the messages themselves take get_sms_history.',
    input: s.object({ ...customerFields, ...filterFields }),
    request: { method: 'GET', path: '/api/sms_communications', args: filterArgs },
    fetch: smsCounts,
    answer: {
      ...list(
        { customer_id: 'customer_id', sms: 'sms_count', user_ids: 'user_ids', campaign_ids: 'campaign_ids' },
        'No SMS matches.',
      ),
      rows: (answer) => answer.rows,
      beside: (answer) => answer.beside ?? {},
    },
  }),
  readTool({
    name: 'get_sms_history',
    title: 'Get the SMS of a customer',
    description:
      "A customer's SMS in both directions, newest first, with time, sender, kind and text, over all numbers the customer has had. By phone: of all ids that have it. As a document: get_sms_history_pdf.",
    searchHint: 'SMS conversation, text messages with a customer',
    input: s.object(historyFields),
    anyOf: [CUSTOMER_FIELDS],
    request: { method: 'GET', path: '/api/sms_communication', args: filterArgs },
    fetch: smsHistory,
    answer: {
      ...list(
        {
          sent: (row: Row, format) => format.time(row.sent),
          kind: 'sms_type',
          sender: 'sender',
          agent: (row: Row, format) => label(format.name('user', row.agent), row.agent),
          message: 'message',
          customer_id: 'customer_id',
        },
        'There is no such SMS.',
      ),
      time: 'sent',
      joins: ['user'],
      rows: (answer) => answer.rows,
      beside: (answer) => ({
        customer_id: answer.customer_id,
        phone: answer.phonenumber,
        ...answer.beside,
      }),
    },
    quotes: 'names, messages',
  }),
  readTool({
    name: 'get_sms_history_pdf',
    title: "Get a customer's SMS as PDF",
    description:
      'The SMS of a customer as a PDF, for proof or an access request: how many, from when to when, size, sha256 and the resource URI that holds it. To read them take get_sms_history.',
    input: s.object(historyFields),
    anyOf: [CUSTOMER_FIELDS],
    request: { method: 'GET', path: '/api/sms_communication/pdf', args: filterArgs },
    prepare: smsDocument,
    answer: {
      is: 'file',
      sound: false,
      resources: [
        {
          address: 'hitrate://customer/{customer_id}/sms.pdf',
          clip: [],
          name: 'SMS of a customer (PDF)',
          mimeType: 'application/pdf',
          description: 'All SMS of a customer, with times and senders.',
        },
      ],
      stem: 'customer-{customer_id}-sms',
      title: 'SMS of customer {customer_id}',
    },
  }),
]);
