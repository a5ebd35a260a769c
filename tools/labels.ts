/** Names beside ids, read before an act: what can't be read stops it. */

import type { Args, Row } from '../src/define/row.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { ToolError } from '../src/shared/tool-error.ts';
import { byId, expectSameId, label } from './answers.ts';

export async function campaignLabel(read: ReadDialer, campaign_id: number | undefined): Promise<string> {
  const campaign = expectSameId('campaign', await read('get_campaign', { campaign_id }), campaign_id);
  return String(label(campaign.name, campaign_id));
}

export const readContactlist = async (
  { contactlist_id }: { contactlist_id?: number },
  read: ReadDialer,
): Promise<Row> =>
  expectSameId('contact list', await read('get_contactlist', { contactlist_id }), contactlist_id);

/** Returns the name and id of what an id stands for; the id alone where its list has none. */
export type LabelOf = (id: unknown) => string;

const LISTS = {
  campaign: ['list_campaigns', 'name'],
  contactlist: ['list_contactlists', 'title'],
  office: ['list_offices', 'name'],
  product: ['list_products', 'title'],
  sms_template: ['list_sms_templates', 'title'],
} as const;

export async function labelsOf(read: ReadDialer, kind: keyof typeof LISTS): Promise<LabelOf> {
  const [tool, name] = LISTS[kind];
  const rows: Row[] = await read(tool, {});
  const names = new Map(rows.map((row) => [row.id, row[name]]));
  return (id) => String(label(names.get(id), id));
}

/** Returns the labels of SMS templates. @throws ToolError not_found where there is none with that id */
export async function smsTemplateLabels(read: ReadDialer, id: number): Promise<LabelOf> {
  const rows: Row[] = await read('list_sms_templates', {});
  if (!byId(rows, id))
    throw new ToolError('not_found', `There is no SMS template ${id}; list_sms_templates has them.`);
  return (templateId) => String(label(byId(rows, templateId)?.title, templateId));
}

/** Returns the arguments with names beside the ids of offices and SMS templates. */
export async function withLabels(args: Args, read: ReadDialer): Promise<Args> {
  const labelArgument = async (name: string, kind: keyof typeof LISTS) =>
    args[name] === undefined ? {} : { [name]: (await labelsOf(read, kind))(args[name]) };
  const [office, template] = await Promise.all([
    labelArgument('office_id', 'office'),
    labelArgument('notification_sms_template_id', 'sms_template'),
  ]);
  return { ...args, ...office, ...template };
}

/** Returns the links of contact lists to campaigns; the dialer says "not found" where there is none. */
export async function describeActivations(read: ReadDialer, filter: Args): Promise<Row[]> {
  try {
    return await read('list_campaign_contactlists', filter);
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return [];
    throw error;
  }
}

/** Returns the names of the campaigns with a contact list. */
export async function campaignsRinging(contactlist_id: number, read: ReadDialer): Promise<string[]> {
  const [links, campaign] = await Promise.all([
    describeActivations(read, { contactlist_id }),
    labelsOf(read, 'campaign'),
  ]);
  return links
    .filter((link) => link.contactlist_id === contactlist_id)
    .map((link) => campaign(link.campaign_id));
}
