/** Which facts of an order its SMS state and which they leave out, and why none was sent: a comparison, no judgement. */

import type { Row } from '../define/row.ts';
import { label, PERIODICITIES, type Periodicity, periodicityOf, productsOf } from '../response/wording.ts';

/** Matches one of the words, not within another: "måndag" is no month. */
const word = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');

/** Words for a payment period, in Swedish or English. One payment has none. */
const PERIODS: { [period in Exclude<Periodicity, 'one_time'>]: RegExp } = {
  weekly: word('vecka|veckor|veckovis|per vecka|weeks?|weekly'),
  biweekly: word('varannan vecka|fortnight(?:ly)?|biweekly|every (?:other|second|two) weeks?'),
  monthly: word('mån|mnd|månad\\p{L}*|months?|monthly'),
  bimonthly: word('varannan månad|bimonthly|every (?:other|second|two) months?'),
  quarterly: word('kvartal\\p{L}*|quarter(?:s|ly)?'),
  half_yearly: word('halvår\\p{L}*|half[- ]year(?:ly)?|twice a year'),
  yearly: word('år|årlig\\p{L}*|årsavgift\\p{L}*|years?|yearly|annual(?:ly)?'),
};

/** "1 290", "1.290,50", "399,00" and "399:-" as numbers; groups of three are one number. */
function numbersIn(text: string): number[] {
  const numbers = text.match(
    /(?<![\d.,])\d{1,3}(?:[ .\u00a0]\d{3})+(?:,\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)/g,
  );
  return (numbers ?? []).map((number) =>
    Number(number.replace(/[ \u00a0]|\.(?=\d{3}(?!\d))/g, '').replace(',', '.')),
  );
}

export interface SmsCoverage {
  says: string[];
  leaves_out: string[];
}

/** A fact of the order, and whether the SMS state it. */
type Fact = [fact: string, isSaid: boolean];

/**
 * Returns which facts of an order its SMS state, and which they leave out.
 * @param templates of the products, absent where they could not be read: then periods are left out of the comparison
 */
export function smsCoverageOf(
  order: Row,
  texts: readonly unknown[],
  templates: ReadonlyMap<unknown, Row> | undefined,
): SmsCoverage {
  const text = texts.map((message) => String(message ?? '')).join('\n');
  const numbers = numbersIn(text);
  const products = productsOf(order);
  const facts = [
    ...productFacts(products, text),
    priceFact(order, products, numbers),
    ...paymentFacts(
      products.map(({ product_id }) => templates?.get(product_id)),
      text,
      numbers,
    ),
  ];
  const factsThat = (areSaid: boolean) =>
    facts.filter(([, isSaid]) => isSaid === areSaid).map(([fact]) => fact);
  return { says: factsThat(true), leaves_out: factsThat(false) };
}

function productFacts(products: readonly Row[], text: string): Fact[] {
  const lower = text.toLowerCase();
  return products.map(({ title }) => [
    products.length > 1 ? `product (${title})` : 'product',
    Boolean(title) && lower.includes(String(title).toLowerCase()),
  ]);
}

const priceFact = ({ value }: Row, products: readonly Row[], numbers: readonly number[]): Fact => [
  'price',
  numbers.includes(Number(value)) ||
    (products.length > 0 && products.every(({ unit_price }) => numbers.includes(Number(unit_price)))),
];

/** The payment period, and the number of payments. */
function paymentFacts(
  templates: readonly (Row | undefined)[],
  text: string,
  numbers: readonly number[],
): Fact[] {
  const periods = new Set(templates.map(periodicityOf));
  const payments = new Set(templates.map((template) => Number(template?.periodicity_parts)));
  return [
    ...PERIODICITIES.flatMap((period): Fact[] =>
      period !== 'one_time' && periods.has(period)
        ? [[`period (${period})`, PERIODS[period].test(text)]]
        : [],
    ),
    ...[...payments]
      .filter((count) => count > 1)
      .map((count): Fact => [`payments (${count})`, numbers.includes(count)]),
  ];
}

/** Why no order SMS was sent, as far as today's setup of the campaign's products tells. */
export type Cause = 'sms_not_set_up' | 'sms_set_up' | 'not_on_campaign' | 'document_set_up';

export interface ExplainedCause {
  cause: Cause;
  text: string;
}

/** Explains for each product of an order why no order SMS was sent. @param links of list_campaign_products */
export const causesOf = (order: Row, links: readonly Row[]): ExplainedCause[] =>
  productsOf(order).flatMap(({ product_id, title }) =>
    productCauses(
      label(title, product_id),
      `campaign ${label(order.campaign_title, order.campaign_id)}`,
      links.find((link) => link.product_id === product_id && link.campaign_id === order.campaign_id),
    ),
  );

function productCauses(product: string | null, campaign: string, link: Row | undefined): ExplainedCause[] {
  if (!link)
    return [
      {
        cause: 'not_on_campaign',
        text: `${product} is not on ${campaign} today: what was set up then can not be seen.`,
      },
    ];
  const { sms_template_id, scrive_template_id } = link;
  const causes: ExplainedCause[] = [
    sms_template_id
      ? {
          cause: 'sms_set_up',
          text: `One is set up for ${product} on ${campaign} (SMS template ${sms_template_id}): why it did not go out, the API does not tell.`,
        }
      : {
          cause: 'sms_not_set_up',
          text: `None is set up: ${product} has no SMS template on ${campaign} (sms_template_id of list_campaign_products).`,
        },
  ];
  if (scrive_template_id)
    causes.push({
      cause: 'document_set_up',
      text: `A document to be signed is set up for ${product} on ${campaign} (scrive_template_id ${scrive_template_id}).`,
    });
  return causes;
}
