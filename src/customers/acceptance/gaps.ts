/** What is missing of a written acceptance, each by a name under which several orders share its words. */

import type { Row } from '../../define/row.ts';
import { type Cause, causesOf } from '../order-sms.ts';
import { type Findings, isAfter, type OrderEvidence, timeOf } from './evidence.ts';

type Name =
  | 'no_call'
  | 'call_not_read'
  | 'call_end_not_known'
  | 'order_time_not_known'
  | 'other_orders_not_read'
  | 'sms_not_read'
  | 'no_order_sms'
  | 'no_answer'
  | 'yes_too_early'
  | 'yes_before_order_sms'
  | 'several_order_sms'
  | 'also_a_no'
  | 'unclear_answer'
  | 'document_not_signed'
  | 'no_document'
  | 'confirmed_only'
  | 'customer_rang'
  | 'company'
  | Cause;

export interface Gap {
  gap: Name;
  text: string;
  /** The same for any order, where the text is of this one. */
  shared: string;
}

const CAUSES: Record<Cause, string> = {
  sms_not_set_up:
    "The campaign's product has no SMS template today (sms_template_id of list_campaign_products).",
  sms_set_up: 'An SMS template is set up all the same: why it did not go out, the API does not tell.',
  not_on_campaign: 'The product is not on the campaign today: what was set up then can not be seen.',
  document_set_up: 'A document to be signed is set up for the product.',
};

export function gapsOf(seen: OrderEvidence, looked: Findings): Gap[] {
  const { order, call, failed, next, end } = seen;
  const { asked, written, answers, yes, signed } = looked;
  const stretch = next ? 'between the call and the next order' : 'after the call';
  const accepted = Boolean(yes) || signed.length > 0;
  const documents: Row[] = order.scrive_documents ?? [];
  const askedBefore = yes && asked.filter(({ sent }) => timeOf(sent) <= timeOf(yes.at)).length;
  const noSms = !failed.sms && !asked.length;
  const gap = (is: unknown, name: Name, text: string, shared = text): Gap[] =>
    is ? [{ gap: name, text, shared }] : [];
  return [
    ...gap(
      !call && !failed.call,
      'no_call',
      'The order names no call: when the call ended is not known, the time of the order stands for it.',
    ),
    ...gap(
      failed.call,
      'call_not_read',
      'The call could not be read: the time of the order stands for its end.',
    ),
    ...gap(
      call && Number.isNaN(timeOf(call.finish_time)),
      'call_end_not_known',
      'The call has no possible time of its end: the time of the order stands for it.',
    ),
    ...gap(
      Number.isNaN(end),
      'order_time_not_known',
      'The order has no possible time either: what came after the call is not known, and nothing is shown as that.',
    ),
    ...gap(
      failed.other_orders,
      'other_orders_not_read',
      "The customer's other orders could not be read: an answer may be to another one.",
    ),
    ...gap(failed.sms, 'sms_not_read', 'The SMS could not be read: whether there is an answer is not known.'),
    ...gap(
      noSms,
      'no_order_sms',
      `No order SMS went out ${stretch}: there is nothing in writing to accept.`,
      'No order SMS went out after the call: there is nothing in writing to accept.',
    ),
    ...(noSms && seen.links ? causesOf(order, seen.links) : []).map(({ cause, text }) => ({
      gap: cause,
      text,
      shared: CAUSES[cause],
    })),
    ...gap(
      !failed.sms && !answers.length,
      'no_answer',
      `No SMS of the customer came in ${stretch}.`,
      'No SMS of the customer came in after the call.',
    ),
    ...gap(
      written.some((one) => one.reads_as === 'yes' && !isAfter(one.at, seen)),
      'yes_too_early',
      'A yes of the customer came before the call had ended: that is no acceptance after it.',
    ),
    ...gap(
      asked.length > 0 && askedBefore === 0,
      'yes_before_order_sms',
      'The yes came before the order SMS: it answers something else, or came by itself.',
    ),
    ...gap(
      Number(askedBefore) > 1,
      'several_order_sms',
      `Between the call and the yes ${askedBefore} order SMS went out: it may answer for another order.`,
      'Between the call and the yes several order SMS went out: it may answer for another order.',
    ),
    ...gap(
      yes && answers.some(({ reads_as }) => reads_as === 'no'),
      'also_a_no',
      'Another SMS of the customer reads like a no: read it.',
    ),
    ...gap(
      answers.length > 0 && !yes,
      'unclear_answer',
      'The answer of the customer does not read like a clear yes: read it.',
    ),
    ...gap(!signed.length && documents.length > 0, 'document_not_signed', 'The document is not signed.'),
    ...gap(!accepted && !documents.length, 'no_document', 'No document went out to be signed.'),
    ...gap(
      !accepted && order.verified,
      'confirmed_only',
      'The order is confirmed in the dialer; that is not a written acceptance.',
    ),
    ...gap(
      call?.type === 'incoming',
      'customer_rang',
      'The customer rang: the rule on being rung up may not apply.',
    ),
    ...gap(order.is_company === true, 'company', 'The customer is a company: the rule protects consumers.'),
  ];
}
