/** Names beside ids, read before an act: what can't be read stops it. */

import type { Args, Row } from '../src/define/row.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { ToolError } from '../src/shared/tool-error.ts';
import { byId, expectSameId, label } from './answers.ts';

export const campaignLabel = async (read: ReadDialer, campaign_id: unknown): Promise<string> =>
  `${label(expectSameId('campaign', await read('get_campaign', { campaign_id }), campaign_id).name, campaign_id)}`;

export const contactlistLabel = async (read: ReadDialer, contactlist_id: unknown): Promise<string> => {
  const list = expectSameId(
    'contact list',
    await read('get_contactlist', { contactlist_id }),
    contactlist_id,
  );
  return `${label(list.title, contactlist_id)}`;
};

/** What an id is called that a list of the dialer has; the id alone where it has none. */
export type Labels = (id: unknown) => string;

const LISTS = {
  campaign: ['list_campaigns', 'name'],
  contactlist: ['list_contactlists', 'title'],
  office: ['list_offices', 'name'],
  product: ['list_products', 'title'],
  sms_template: ['list_sms_templates', 'title'],
} as const;

export async function labelsOf(read: ReadDialer, kind: keyof typeof LISTS): Promise<Labels> {
  const [tool, name] = LISTS[kind];
  const rows: Row[] = await read(tool, {});
  const names = new Map(rows.map((row) => [row.id, row[name]]));
  return (id) => String(label(names.get(id), id));
}

/** The same for one, which must be there. */
export async function smsTemplate(read: ReadDialer, id: unknown): Promise<Labels> {
  const rows: Row[] = await read('list_sms_templates', {});
  if (!byId(rows, id))
    throw new ToolError('not_found', `There is no SMS template ${id}; list_sms_templates has them.`);
  return (one) => String(label(byId(rows, one)?.title, one));
}

/** The arguments with names beside the ids of offices and SMS templates. */
export async function withNames(args: Args, read: ReadDialer): Promise<Args> {
  const named = { ...args };
  const put = async (argument: string, kind: 'office' | 'sms_template') => {
    if (args[argument] !== undefined) named[argument] = (await labelsOf(read, kind))(args[argument]);
  };
  await Promise.all([put('office_id', 'office'), put('notification_sms_template_id', 'sms_template')]);
  return named;
}

/** The contact lists that are on campaigns; the dialer says "not found" where there is none. */
export async function describeActivations(read: ReadDialer, filter: Args): Promise<Row[]> {
  try {
    return await read('list_campaign_contactlists', filter);
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return [];
    throw error;
  }
}
