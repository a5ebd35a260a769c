import { smsTokens } from '../data/sms-tokens.ts';
import { officeFor, sees, seesCampaign, seesCustomer } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route, validationError } from '../http/router.ts';
import { findCustomer } from '../lookup.ts';
import { smsPdf } from '../pdf.ts';
import { e164 } from '../phone.ts';
import { type Customer, type Sms, type SmsTemplate, takeId } from '../state.ts';
import { iso, span } from '../time.ts';
import { absent, int, ints, str } from '../values.ts';

function findTemplate(context: Context): SmsTemplate | undefined {
  const template = context.state.sms_templates.get(int(context.params.id) ?? 0);
  return template && sees(context, template) ? template : undefined;
}

const noTemplate = () => fail(403, { message: 'Access denied or SMS Template does not exist' });

function createTemplate(context: Context): Reply {
  const { state, body } = context;
  const title = str(body.title);
  const content = str(body.content);
  const missing = [...(title ? [] : ['title']), ...(content === null ? ['content'] : [])];
  if (missing.length > 0) return validationError(missing);
  const id = takeId(state, 'sms_templates');
  const office_id = officeFor(context, int(body.office_id));
  state.sms_templates.set(id, { id, title: title!, content: content!, office_id });
  return ok({ status: 'success', id });
}

function updateTemplate(context: Context): Reply {
  const { body, params } = context;
  if (Object.keys(body).length === 0) return fail(400, { message: 'body parameters are empty' });
  const template = findTemplate(context);
  if (!template) return noTemplate();
  const echo: Json = { id: params.id };
  const title = str(body.title);
  const content = str(body.content);
  if (title) echo.title = template.title = title;
  if (content !== null) echo.content = template.content = content;
  if (body.office_id === null || int(body.office_id) !== null) {
    echo.office_id = template.office_id = officeFor(context, int(body.office_id));
  }
  return ok(echo);
}

function deleteTemplate(context: Context): Reply {
  const { state, params } = context;
  const template = findTemplate(context);
  if (!template) return noTemplate();
  state.sms_templates.delete(template.id);
  for (const row of state.campaign_products.values()) {
    if (row.sms_template_id === template.id) row.sms_template_id = null;
  }
  for (const product of state.products.values()) {
    if (product.notification_sms_template === template.id) product.notification_sms_template = null;
  }
  return ok({ id: params.id, message: 'Sms template is deleted' });
}

const noCustomer = () => fail(404, { error: 'No customer was found' });
const isGiven = (value: unknown) => !absent(value) && value !== '';

/** Returns the customer that the filter names: undefined where it names none, null where there is no such customer. */
function namedCustomer(context: Context): Customer | null | undefined {
  const { body } = context;
  if (isGiven(body.customer_id)) return findCustomer(context, { id: String(body.customer_id) }) ?? null;
  if (!isGiven(body.phonenumber)) return undefined;
  const phone = e164(body.phonenumber);
  if (!phone) return null;
  for (const customer of context.state.customers.values()) {
    if (customer.old_phones.includes(phone) && seesCustomer(context, customer)) return customer;
  }
  return findCustomer(context, { phone }) ?? null;
}

/** Returns the SMS that match, or the name of the parameter that is not valid. */
function matchingSms(context: Context, customer: Customer | undefined): Sms[] | string {
  const { state, body } = context;
  const conditions: ((sms: Sms) => boolean)[] = [
    (sms) => seesCampaign(context, sms.campaign_id),
    (sms) => state.customers.get(sms.customer_id)?.pruned === false,
  ];
  if (customer) conditions.push((sms) => sms.customer_id === customer.id);
  const users = ints(body.user_id);
  const campaigns = ints(body.campaign_id);
  const lists = ints(body.contactlist_id);
  if (users) conditions.push((sms) => users.includes(sms.user_id));
  if (campaigns) conditions.push((sms) => campaigns.includes(sms.campaign_id));
  if (lists) {
    conditions.push((sms) =>
      state.customers.get(sms.customer_id)!.contactlist_ids.some((id) => lists.includes(id)),
    );
  }
  for (const key of ['start_date', 'end_date'] as const) {
    if (!isGiven(body[key])) continue;
    const range = span(body[key]);
    if (!range) return key;
    conditions.push(key === 'start_date' ? (sms) => sms.sent >= range[0] : (sms) => sms.sent <= range[1]);
  }
  return state.sms.filter((sms) => conditions.every((holds) => holds(sms)));
}

const notValid = (key: string) => fail(400, { error: `${key} is not valid` });

function search(context: Context): Reply {
  const customer = namedCustomer(context);
  if (customer === null) return noCustomer();
  const messages = matchingSms(context, customer);
  if (typeof messages === 'string') return notValid(messages);
  const rows = new Map<number, { campaigns: Set<number>; users: Set<number>; sms_count: number }>();
  for (const sms of messages) {
    const row = rows.get(sms.customer_id) ?? { campaigns: new Set(), users: new Set(), sms_count: 0 };
    row.campaigns.add(sms.campaign_id);
    row.users.add(sms.user_id);
    // A note such as "Manually confirmed" is in the thread too, and was never sent.
    if (sms.sender !== 'none') row.sms_count += 1;
    rows.set(sms.customer_id, row);
  }
  return ok({
    rows: [...rows]
      .sort(([a], [b]) => a - b)
      .map(([customer_id, row]) => ({
        customer_id,
        campaign_ids: [...row.campaigns],
        user_ids: [...row.users],
        sms_count: row.sms_count,
      })),
  });
}

function history(context: Context): Reply {
  const customer = namedCustomer(context);
  if (!customer) return noCustomer();
  const messages = matchingSms(context, customer);
  if (typeof messages === 'string') return notValid(messages);
  return ok({
    customer_id: customer.id,
    phonenumber: customer.phone,
    rows: messages.map((sms) => ({
      agent: sms.user_id,
      message: sms.message,
      sent: iso(sms.sent),
      sender: sms.sender,
      sms_type: sms.sms_type,
    })),
  });
}

function pdf(context: Context): Reply {
  const customer = namedCustomer(context);
  if (!customer) return noCustomer();
  const messages = matchingSms(context, customer);
  if (typeof messages === 'string') return notValid(messages);
  return { status: 200, bytes: smsPdf(context.state, customer, messages), type: 'application/pdf' };
}

export const smsRoutes: Route[] = [
  route('GET /api/sms_templates', (context) =>
    ok(
      [...context.state.sms_templates.values()]
        .filter((template) => sees(context, template))
        .map(({ id, title, content }) => ({ id, title, content })),
    ),
  ),
  route('GET /api/sms_templates/sms_tokens', () => ok(smsTokens)),
  route('GET /api/sms_template/:id', (context) => {
    const template = findTemplate(context);
    return template ? ok(template) : noTemplate();
  }),
  route('POST /api/sms_template', createTemplate, 'admin sms_templates'),
  route('PUT /api/sms_template/:id', updateTemplate, 'admin sms_templates'),
  route('DELETE /api/sms_template/:id', deleteTemplate, 'admin sms_templates'),
  route('GET /api/sms_communications', search),
  route('GET /api/sms_communication', history),
  route('GET /api/sms_communication/pdf', pdf),
];
