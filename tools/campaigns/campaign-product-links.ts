/** Links of products to campaigns: what their settings mean, and what changing or removing one does. */

import type { Names } from '../../src/define/lookup.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { DirectAnswer, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { alsoSet, asInt, byId, countNoun, describeValues, expectSameId, label } from '../answers.ts';
import { body } from '../builders.ts';
import { isBulk } from '../consequences.ts';
import { campaignLabel, type LabelOf, labelsOf, smsTemplateLabels } from '../labels.ts';
import { difference, flagOf, pick, type State, same, unchanged } from '../updates.ts';

export const templateArgs = {
  sms_template_id: body('sms_template_id'),
  email_template_id: body('email_template_id'),
  scrive_template_id: body('scrive_template_id'),
  is_power_of_attorney: body('is_power_of_attorney', asInt),
};

/** Which links: those of a campaign, of a product, or the one of both. */
interface LinkChoice {
  campaign_id?: number;
  product_id?: number;
}

/** What a link can be set to. */
interface LinkSettings {
  sms_template_id?: number;
  email_template_id?: number;
  scrive_template_id?: number;
  is_power_of_attorney?: boolean;
}

async function findLink(
  { campaign_id, product_id }: Required<LinkChoice>,
  read: ReadDialer,
): Promise<Row | undefined> {
  const rows: Row[] = await read('list_campaign_products', { campaign_id, product_id });
  return rows.find((row) => row.campaign_id === campaign_id && row.product_id === product_id);
}

/** @throws ToolError where the dialer answers with other links than were asked for */
export async function matchingLinks(
  { campaign_id, product_id }: LinkChoice,
  read: ReadDialer,
): Promise<Row[]> {
  const links: Row[] = await read('list_campaign_products', { campaign_id, product_id });
  return links.map((link) =>
    campaign_id === undefined
      ? expectSameId('product', link, product_id, 'product_id')
      : expectSameId('campaign', link, campaign_id, 'campaign_id'),
  );
}

export const linkState = (link: Row): State => ({
  ...pick(link, 'sms_template_id', 'email_template_id', 'scrive_template_id'),
  is_power_of_attorney: flagOf(link.is_power_of_attorney),
});

/** Returns those of the arguments that set something. */
export const settingsOf = (args: LinkSettings & Args): Row =>
  Object.fromEntries(
    Object.keys(templateArgs)
      .filter((name) => args[name] !== undefined)
      .map((name) => [name, args[name]]),
  );

export const isAlreadySet = (args: LinkSettings & Args, link: Row): boolean =>
  Object.entries(settingsOf(args)).every(([name, value]) => same(linkState(link)[name], value));

/** Explains what the settings do to orders, as the dialer counts them. */
export function explainSettings({
  sms_template_id,
  email_template_id,
  scrive_template_id,
  is_power_of_attorney,
}: LinkSettings): string[] {
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

/** Returns settings with the names of SMS templates; the API has none of e-mail and document templates. */
function withTemplateLabel(values: Row, template: LabelOf): Row {
  const { sms_template_id: id } = values;
  return id === undefined || id === null ? values : { ...values, sms_template_id: template(id) };
}

export const templateLabels = async (
  { sms_template_id }: LinkSettings,
  read: ReadDialer,
): Promise<LabelOf> => (sms_template_id === undefined ? String : smsTemplateLabels(read, sms_template_id));

/** What an update of links needs to know of them beforehand. */
export interface LinkUpdate {
  links: Row[];
  template: LabelOf;
}

/** Returns what each link was and is, by the values that the dialer echoed. */
export function updatedLinks(
  echoed: Row,
  args: LinkSettings & Args,
  { links, template }: LinkUpdate,
  name: Names,
): Row[] {
  const after = linkState(echoed);
  const settings = Object.entries(settingsOf(args)).filter(([name]) => after[name] !== undefined);
  return links.map((link) => ({
    campaign_product_id: link.id,
    campaign: label(name('campaign', link.campaign_id), link.campaign_id),
    product: label(name('product', link.product_id), link.product_id),
    ...difference(
      withTemplateLabel(Object.fromEntries(settings), template),
      withTemplateLabel(linkState(link), template),
      withTemplateLabel(after, template),
    ),
  }));
}

type LinkCreation = Required<LinkChoice> & LinkSettings & Args;

/** Returns that the product is on the campaign already, where it is. */
export async function existingLink(
  args: LinkCreation,
  { read, lookup }: Pick<ReadContext, 'read' | 'lookup'>,
): Promise<DirectAnswer | undefined> {
  const { campaign_id, product_id } = args;
  const link = await findLink(args, read);
  if (!link) return undefined;
  const name = await lookup.names(['campaign', 'product']);
  const about = {
    campaign_product_id: link.id,
    campaign: label(name('campaign', campaign_id), campaign_id),
    product: label(name('product', product_id), product_id),
  };
  if (isAlreadySet(args, link)) return unchanged(about, 'It is on that campaign already: nothing was sent.');
  return unchanged(
    { ...about, stays: linkState(link), not_saved: settingsOf(args) },
    'It is on that campaign already, with other settings, which stay: update_campaign_products changes them.',
  );
}

/** Previews a new link. */
export async function previewLinkCreation(
  args: LinkCreation,
  read: ReadDialer,
  _format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview | DirectAnswer> {
  const existing = await existingLink(args, context);
  if (existing) return existing;
  const { campaign_id, product_id } = args;
  const [campaign, product, template] = await Promise.all([
    campaignLabel(read, campaign_id),
    read('get_product', { product_id }),
    templateLabels(args, read),
  ]);
  const { title } = expectSameId('product', product, product_id);
  const about = [label(title, product_id), campaign];
  return {
    args,
    target: `product ${args.product_id} on campaign ${args.campaign_id}`,
    state: about,
    summary: `Put product ${about[0]} on campaign ${about[1]}.`,
    effects: [
      'agents there can sell it at once',
      ...explainSettings(args),
      ...alsoSet(withTemplateLabel(settingsOf(args), template), []),
    ],
  };
}

/** Previews an update of all links that match. */
export async function previewLinkUpdate(
  args: LinkChoice & LinkSettings & Args,
  read: ReadDialer,
): Promise<Preview | DirectAnswer> {
  const links = await matchingLinks(args, read);
  const [campaign, product, template] = await Promise.all([
    labelsOf(read, 'campaign'),
    labelsOf(read, 'product'),
    templateLabels(args, read),
  ]);
  const target =
    args.campaign_id === undefined
      ? `product ${product(args.product_id)}`
      : `campaign ${campaign(args.campaign_id)}`;
  if (!links.length)
    throw new ToolError('not_found', `No product is linked to ${target}: nothing would change.`);
  if (links.every((link) => isAlreadySet(args, link)))
    return unchanged({ unchanged: links.map((link) => link.id) });
  const settings = settingsOf(args);
  const describeBefore = (link: Row) => {
    const before = withTemplateLabel(linkState(link), template);
    return Object.keys(settings)
      .map((name) => `${name} ${before[name] ?? 'none'}`)
      .join(', ');
  };
  return {
    args,
    known: { links, template } satisfies LinkUpdate,
    target,
    state: links,
    records: links.length,
    ...(!isBulk(links.length) && { without: ['bulk'] }),
    summary: `Change ${countNoun(links.length, 'campaign product')} of ${target} to ${describeValues(withTemplateLabel(settings, template))}.`,
    effects: [
      ...explainSettings(args),
      ...links.map(
        (link) =>
          `campaign ${campaign(link.campaign_id)}, product ${product(link.product_id)}: until now ${describeBefore(link)}`,
      ),
    ],
  };
}

export async function previewLinkRemoval(
  args: { campaign_product_id: number } & Args,
  read: ReadDialer,
): Promise<Preview> {
  const link = byId(await read('list_campaign_products', {}), args.campaign_product_id);
  if (!link) throw new ToolError('not_found', `There is no campaign product ${args.campaign_product_id}.`);
  const { id, campaign_id, product_id, ...settings } = link;
  const product = expectSameId('product', await read('get_product', { product_id }), product_id);
  const campaign = await campaignLabel(read, campaign_id);
  const values = settings.sms_template_id
    ? withTemplateLabel(settings, await labelsOf(read, 'sms_template'))
    : settings;
  const productLabel = label(product.title, product.id);
  return {
    args,
    known: { product: productLabel, campaign },
    target: `campaign product ${id}`,
    state: [link, campaign, product.title],
    summary: `Take product ${productLabel} off campaign ${campaign}.`,
    effects: ['agents there can no longer sell it; orders stay', `its values: ${describeValues(values)}`],
  };
}
