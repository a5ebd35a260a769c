/** What an order SMS tells of the order and what it leaves out, and why none went out: by words and numbers, never judged. */

import type { Row } from '../define/row.ts';
import { label, PERIODICITIES, type Periodicity, periodicityOf, productsOf } from '../response/wording.ts';

/** One word of them, not within another: "måndag" is no month. */
const word = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');

/** How often is paid, in Swedish or English. Once is not said of anything. */
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
  const found = text.match(
    /(?<![\d.,])\d{1,3}(?:[ .\u00a0]\d{3})+(?:,\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)/g,
  );
  return (found ?? []).map((number) =>
    Number(number.replace(/[ \u00a0]|\.(?=\d{3}(?!\d))/g, '').replace(',', '.')),
  );
}

export interface SmsCoverage {
  says: string[];
  leaves_out: string[];
}

/** @param templates of the products, absent where they could not be read: then nothing is said of periods */
export function smsCoverageOf(
  order: Row,
  texts: readonly unknown[],
  templates: ReadonlyMap<unknown, Row> | undefined,
): SmsCoverage {
  const text = texts.map((one) => String(one ?? '')).join('\n');
  const lower = text.toLowerCase();
  const numbers = numbersIn(text);
  const products = productsOf(order);
  const sold = products.map(({ product_id }) => templates?.get(product_id));
  const periods = new Set(sold.map(periodicityOf));
  const payments = new Set(sold.map((one) => Number(one?.periodicity_parts)).filter((count) => count > 1));
  const facts: [what: string, told: boolean][] = [
    ...products.map(({ title }): [string, boolean] => [
      products.length > 1 ? `product (${title})` : 'product',
      Boolean(title) && lower.includes(String(title).toLowerCase()),
    ]),
    [
      'price',
      numbers.includes(Number(order.value)) ||
        (products.length > 0 && products.every(({ unit_price }) => numbers.includes(Number(unit_price)))),
    ],
    ...PERIODICITIES.flatMap((period): [string, boolean][] =>
      period !== 'one_time' && periods.has(period)
        ? [[`period (${period})`, PERIODS[period].test(text)]]
        : [],
    ),
    ...[...payments].map((count): [string, boolean] => [`payments (${count})`, numbers.includes(count)]),
  ];
  const of = (is: boolean) => facts.filter(([, told]) => told === is).map(([what]) => what);
  return { says: of(true), leaves_out: of(false) };
}

/** Why no order SMS went out, as far as the campaign's products tell it: as they are set up today. */
export type Cause = 'sms_not_set_up' | 'sms_set_up' | 'not_on_campaign' | 'document_set_up';

/** @param links of list_campaign_products */
export const causesOf = (order: Row, links: readonly Row[]): { cause: Cause; text: string }[] =>
  productsOf(order).flatMap(({ product_id, title }) => {
    const product = label(title, product_id);
    const campaign = `campaign ${label(order.campaign_title, order.campaign_id)}`;
    const link = links.find((one) => one.product_id === product_id && one.campaign_id === order.campaign_id);
    const cause = (name: Cause, text: string) => [{ cause: name, text }];
    if (!link)
      return cause(
        'not_on_campaign',
        `${product} is not on ${campaign} today: what was set up then can not be seen.`,
      );
    const { sms_template_id, scrive_template_id } = link;
    return [
      ...(sms_template_id
        ? cause(
            'sms_set_up',
            `One is set up for ${product} on ${campaign} (SMS template ${sms_template_id}): why it did not go out, the API does not tell.`,
          )
        : cause(
            'sms_not_set_up',
            `None is set up: ${product} has no SMS template on ${campaign} (sms_template_id of list_campaign_products).`,
          )),
      ...(scrive_template_id
        ? cause(
            'document_set_up',
            `A document to be signed is set up for ${product} on ${campaign} (scrive_template_id ${scrive_template_id}).`,
          )
        : []),
    ];
  });
