/** What a written acceptance lacks. Each gap has a name, so that its explanation is given once for several orders. */

import type { Row } from '../../define/row.ts';
import { type Cause, causesOf } from '../order-sms.ts';
import { type Findings, isAfterCall, type OrderEvidence, timeOf } from './evidence.ts';

export interface Gap {
  gap: string;
  text: string;
  /** The text without what is particular to the order. */
  shared: string;
}

/** What the rules look at. */
interface Facts extends OrderEvidence, Findings {
  documents: readonly Row[];
  /** Signed, or a clear yes. */
  isAccepted: boolean;
  /** No order SMS went out, as far as the SMS could be read. */
  hasNoOrderSms: boolean;
  /** Order SMS before the yes; undefined without a yes. */
  orderSmsBeforeYes: number | undefined;
  /** When an answer counts, in words. */
  answerPeriod: string;
}

interface GapRule {
  gap: string;
  applies(facts: Facts): unknown;
  text: string | ((facts: Facts) => string);
  /** Needed where the text is made of the facts. */
  shared?: string;
}

/** What could not be read, and whether an order SMS was sent. */
const SOURCE_RULES: readonly GapRule[] = [
  {
    gap: 'no_call',
    applies: ({ call, failures }) => !call && !failures.call,
    text: 'The order names no call: when the call ended is not known, the time of the order stands for it.',
  },
  {
    gap: 'call_not_read',
    applies: ({ failures }) => failures.call,
    text: 'The call could not be read: the time of the order stands for its end.',
  },
  {
    gap: 'call_end_not_known',
    applies: ({ call }) => call && Number.isNaN(timeOf(call.finish_time)),
    text: 'The call has no possible time of its end: the time of the order stands for it.',
  },
  {
    gap: 'order_time_not_known',
    applies: ({ end }) => Number.isNaN(end),
    text: 'The order has no possible time either: what came after the call is not known, and nothing is shown as that.',
  },
  {
    gap: 'other_orders_not_read',
    applies: ({ failures }) => failures.other_orders,
    text: "The customer's other orders could not be read: an answer may be to another one.",
  },
  {
    gap: 'sms_not_read',
    applies: ({ failures }) => failures.sms,
    text: 'The SMS could not be read: whether there is an answer is not known.',
  },
  {
    gap: 'no_order_sms',
    applies: ({ hasNoOrderSms }) => hasNoOrderSms,
    text: ({ answerPeriod }) =>
      `No order SMS went out ${answerPeriod}: there is nothing in writing to accept.`,
    shared: 'No order SMS went out after the call: there is nothing in writing to accept.',
  },
];

/** The shared texts of causes. */
const SHARED_CAUSES: Record<Cause, string> = {
  sms_not_set_up:
    "The campaign's product has no SMS template today (sms_template_id of list_campaign_products).",
  sms_set_up: 'An SMS template is set up all the same: why it did not go out, the API does not tell.',
  not_on_campaign: 'The product is not on the campaign today: what was set up then can not be seen.',
  document_set_up: 'A document to be signed is set up for the product.',
};

/** What the answer and the document lack, and when the rule on being called may not apply. */
const ACCEPTANCE_RULES: readonly GapRule[] = [
  {
    gap: 'no_answer',
    applies: ({ failures, answers }) => !failures.sms && !answers.length,
    text: ({ answerPeriod }) => `No SMS of the customer came in ${answerPeriod}.`,
    shared: 'No SMS of the customer came in after the call.',
  },
  {
    gap: 'yes_too_early',
    applies: (facts) =>
      facts.replies.some(({ reads_as, at }) => reads_as === 'yes' && !isAfterCall(at, facts)),
    text: 'A yes of the customer came before the call had ended: that is no acceptance after it.',
  },
  {
    gap: 'yes_before_order_sms',
    applies: ({ orderSms, orderSmsBeforeYes }) => orderSms.length > 0 && orderSmsBeforeYes === 0,
    text: 'The yes came before the order SMS: it answers something else, or came by itself.',
  },
  {
    gap: 'several_order_sms',
    applies: ({ orderSmsBeforeYes = 0 }) => orderSmsBeforeYes > 1,
    text: ({ orderSmsBeforeYes }) =>
      `Between the call and the yes ${orderSmsBeforeYes} order SMS went out: it may answer for another order.`,
    shared: 'Between the call and the yes several order SMS went out: it may answer for another order.',
  },
  {
    gap: 'also_a_no',
    applies: ({ yes, answers }) => yes && answers.some(({ reads_as }) => reads_as === 'no'),
    text: 'Another SMS of the customer reads like a no: read it.',
  },
  {
    gap: 'unclear_answer',
    applies: ({ yes, answers }) => answers.length > 0 && !yes,
    text: 'The answer of the customer does not read like a clear yes: read it.',
  },
  {
    gap: 'document_not_signed',
    applies: ({ documents, signedDocuments }) => !signedDocuments.length && documents.length > 0,
    text: 'The document is not signed.',
  },
  {
    gap: 'no_document',
    applies: ({ documents, isAccepted }) => !isAccepted && !documents.length,
    text: 'No document went out to be signed.',
  },
  {
    gap: 'confirmed_only',
    applies: ({ order, isAccepted }) => !isAccepted && order.verified,
    text: 'The order is confirmed in the dialer; that is not a written acceptance.',
  },
  {
    gap: 'customer_rang',
    applies: ({ call }) => call?.type === 'incoming',
    text: 'The customer rang: the rule on being rung up may not apply.',
  },
  {
    gap: 'company',
    applies: ({ order }) => order.is_company === true,
    text: 'The customer is a company: the rule protects consumers.',
  },
];

/** Returns the gaps: first what is not known, then the order SMS, the answer and the document. */
export function gapsOf(evidence: OrderEvidence, findings: Findings): Gap[] {
  const facts = factsOf(evidence, findings);
  return [...applyRules(SOURCE_RULES, facts), ...causeGaps(facts), ...applyRules(ACCEPTANCE_RULES, facts)];
}

function factsOf(evidence: OrderEvidence, findings: Findings): Facts {
  const { order, failures, nextOrder } = evidence;
  const { orderSms, yes, signedDocuments } = findings;
  return {
    ...evidence,
    ...findings,
    documents: order.scrive_documents ?? [],
    isAccepted: yes !== undefined || signedDocuments.length > 0,
    hasNoOrderSms: !failures.sms && !orderSms.length,
    orderSmsBeforeYes: yes && orderSms.filter(({ sent }) => timeOf(sent) <= timeOf(yes.at)).length,
    answerPeriod: nextOrder ? 'between the call and the next order' : 'after the call',
  };
}

const applyRules = (rules: readonly GapRule[], facts: Facts): Gap[] =>
  rules
    .filter(({ applies }) => applies(facts))
    .map(({ gap, text: wording, shared }) => {
      const text = typeof wording === 'string' ? wording : wording(facts);
      return { gap, text, shared: shared ?? text };
    });

const causeGaps = ({ hasNoOrderSms, campaignProducts, order }: Facts): Gap[] =>
  hasNoOrderSms && campaignProducts
    ? causesOf(order, campaignProducts).map(({ cause, text }) => ({
        gap: cause,
        text,
        shared: SHARED_CAUSES[cause],
      }))
    : [];
