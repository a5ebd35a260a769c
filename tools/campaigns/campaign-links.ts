/** What links of products and contact lists to campaigns are, and what their settings mean. */

import type { Names } from '../../src/define/lookup.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { asInt, byId, expectSameId, label } from '../answers.ts';
import { body } from '../builders.ts';
import { describeActivations, type Labels, smsTemplate } from '../labels.ts';
import { difference, flagOf, members, type State, same } from '../updates.ts';

export const templateArgs = {
  sms_template_id: body('sms_template_id'),
  email_template_id: body('email_template_id'),
  scrive_template_id: body('scrive_template_id'),
  is_power_of_attorney: body('is_power_of_attorney', asInt),
};

export const matching = async (args: Args, read: ReadDialer): Promise<Row[]> => {
  const { campaign_id, product_id } = args;
  const rows: Row[] = await read('list_campaign_products', { campaign_id, product_id });
  const [key, id] =
    campaign_id === undefined
      ? (['product_id', product_id] as const)
      : (['campaign_id', campaign_id] as const);
  return rows.map((row) => expectSameId(key.replace('_id', ''), row, id, key));
};

/** The link that is meant; undefined where that list is not on that campaign. */
export async function activation(args: Args, read: ReadDialer): Promise<Row | undefined> {
  const { campaign_contactlist_id, campaign_id, contactlist_id } = args;
  if (campaign_contactlist_id === undefined) {
    const rows = await describeActivations(read, { campaign_id, contactlist_id });
    const link = rows.find((row) => row.campaign_id === campaign_id && row.contactlist_id === contactlist_id);
    if (link || !rows.length) return link;
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

export const linkState = (link: Row): State => ({
  ...members(link, 'sms_template_id', 'email_template_id', 'scrive_template_id'),
  is_power_of_attorney: flagOf(link.is_power_of_attorney),
});

/** What of the arguments a link is given. */
export const templateSettings = (args: Args): Row =>
  Object.fromEntries(
    Object.keys(templateArgs)
      .filter((name) => args[name] !== undefined)
      .map((name) => [name, args[name]]),
  );

export const isAlreadySet = (args: Args, link: Row): boolean =>
  Object.entries(templateSettings(args)).every(([name, value]) => same(linkState(link)[name], value));

/** What such a setting does to orders, as the dialer counts them. */
export function explainTemplates({
  sms_template_id,
  email_template_id,
  scrive_template_id,
  is_power_of_attorney,
}: Args) {
  const lines: string[] = [];
  if (sms_template_id !== undefined)
    lines.push('its orders count as unconfirmed until the customer answers the SMS');
  if (scrive_template_id !== undefined)
    lines.push('its orders count as unconfirmed until the document is signed');
  if (email_template_id !== undefined) lines.push('an e-mail does not hold back confirmation');
  if (is_power_of_attorney === true)
    lines.push('no product of an order counts as confirmed before the power of attorney is');
  if (is_power_of_attorney === false)
    lines.push('the other products of an order no longer wait for this one to be confirmed');
  return lines;
}

/** Settings with the names of SMS templates; the API has none of e-mail and document templates. */
export const withTemplate = (values: Row, template: Labels): Row => {
  const { sms_template_id: id } = values;
  return id === undefined || id === null ? values : { ...values, sms_template_id: template(id) };
};

export const templates = (args: Args, read: ReadDialer): Promise<Labels> =>
  args.sms_template_id === undefined
    ? Promise.resolve(String as Labels)
    : smsTemplate(read, args.sms_template_id);

export interface Matches {
  links: Row[];
  template: Labels;
}

/** What each link was and is, by the values that the dialer echoed. */
export function updatedLinks(echoed: Row, args: Args, { links, template }: Matches, name: Names): Row[] {
  const after = linkState(echoed);
  const taken = Object.entries(templateSettings(args)).filter(([name]) => after[name] !== undefined);
  return links.map((link) => ({
    campaign_product_id: link.id,
    campaign: label(name('campaign', link.campaign_id), link.campaign_id),
    product: label(name('product', link.product_id), link.product_id),
    ...difference(
      withTemplate(Object.fromEntries(taken), template),
      withTemplate(linkState(link), template),
      withTemplate(after, template),
    ),
  }));
}
