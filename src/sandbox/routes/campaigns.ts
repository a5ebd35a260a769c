import { sees, seesCampaign } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findContactlist } from '../lookup.ts';
import { type CampaignProduct, takeId } from '../state.ts';
import { flag, int } from '../values.ts';

const SETTING_KEYS = ['sms_template_id', 'email_template_id', 'scrive_template_id'] as const;

function getCampaign(context: Context): Reply {
  const campaign = context.state.campaigns.get(int(context.params.id) ?? 0);
  return campaign && sees(context, campaign)
    ? ok({ id: campaign.id, name: campaign.name })
    : fail(500, { message: 'Campaigns does not exist or you dont have permission' });
}

type Link = { campaign_id: number };

/**
 * Returns the links of a campaign and a product or list. Both filters are optional; what is no number matches nothing.
 */
function matching<T extends Link>(context: Context, rows: Iterable<T>, filters: Record<string, string>): T[] {
  const conditions = Object.entries(filters).map(
    ([key, value]) => [key as keyof T, int(value) ?? -1] as const,
  );
  return [...rows].filter(
    (row) => seesCampaign(context, row.campaign_id) && conditions.every(([key, value]) => row[key] === value),
  );
}

function pick(source: Record<string, string>, keys: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(source).filter(([key]) => keys.includes(key)));
}

const listProducts = (context: Context): Reply =>
  ok(
    matching(
      context,
      context.state.campaign_products.values(),
      pick(context.query, ['campaign_id', 'product_id']),
    ),
  );

function addProduct(context: Context): Reply {
  const { state, body } = context;
  const campaign_id = int(body.campaign_id);
  const product_id = int(body.product_id);
  if (campaign_id === null || product_id === null) {
    return fail(500, { error: 'Server Error', details: 'Validation error' });
  }
  for (const row of state.campaign_products.values()) {
    if (row.campaign_id === campaign_id && row.product_id === product_id) {
      return fail(409, { message: 'Campaign Product already exist' });
    }
  }
  if (!sees(context, state.campaigns.get(campaign_id)))
    return fail(404, { message: 'Campaign does not exist' });
  const product = state.products.get(product_id);
  if (!product || product.deleted || !sees(context, product)) {
    return fail(404, { message: 'Product does not exist' });
  }
  const id = takeId(state, 'campaign_products');
  state.campaign_products.set(id, {
    id,
    campaign_id,
    product_id,
    sms_template_id: int(body.sms_template_id),
    email_template_id: int(body.email_template_id),
    scrive_template_id: int(body.scrive_template_id),
    is_power_of_attorney: flag(body.is_power_of_attorney) ?? 0,
  });
  return ok({ status: 'success', id });
}

/** Updates one pair, or with one of the two ids every match. The ids are echoed as the text they came as. */
function updateProducts(context: Context): Reply {
  const { state, body } = context;
  const filters = pick({ ...context.query, ...context.params }, ['campaign_id', 'product_id']);
  const rows = matching(context, state.campaign_products.values(), filters);
  if (Object.keys(filters).length === 0 || rows.length === 0) {
    return fail(404, { message: 'Campaign product not found' });
  }
  const change: Partial<CampaignProduct> = {};
  for (const key of SETTING_KEYS) {
    if (body[key] === null || int(body[key]) !== null) change[key] = int(body[key]);
  }
  const attorney = flag(body.is_power_of_attorney);
  if (attorney !== null) change.is_power_of_attorney = attorney;
  for (const row of rows) Object.assign(row, change);
  const echo: Json = {
    campaign_id: filters.campaign_id ?? null,
    product_id: filters.product_id ?? null,
    ...change,
  };
  return ok(echo);
}

function removeProduct(context: Context): Reply {
  const { state, params } = context;
  const row = state.campaign_products.get(int(params.id) ?? 0);
  if (!row || !seesCampaign(context, row.campaign_id)) {
    return fail(404, { message: 'Campaign product not found' });
  }
  state.campaign_products.delete(row.id);
  return ok({ id: params.id, message: 'Campaign Product is deleted' });
}

function listContactlists(context: Context): Reply {
  const rows = matching(
    context,
    context.state.campaign_contactlists.values(),
    pick(context.query, ['campaign_id', 'contactlist_id']),
  );
  return rows.length > 0 ? ok(rows) : fail(404, { message: 'Contactlists not found' });
}

function activate(context: Context): Reply {
  const { state, body } = context;
  const campaign_id = int(body.campaign_id) ?? 0;
  const contactlist_id = int(body.contactlist_id) ?? 0;
  if (!sees(context, state.campaigns.get(campaign_id)))
    return fail(404, { message: 'Campaign does not exist' });
  if (!findContactlist(context, contactlist_id)) return fail(404, { message: 'Contactlist does not exist' });
  for (const row of state.campaign_contactlists.values()) {
    if (row.campaign_id === campaign_id && row.contactlist_id === contactlist_id) {
      return fail(409, { message: 'Contactlist already exist on campaign' });
    }
  }
  const id = takeId(state, 'campaign_contactlists');
  state.campaign_contactlists.set(id, {
    id,
    campaign_id,
    contactlist_id,
    start_date: null,
    end_date: null,
    block_public_recurring: 0,
    block_private_recurring: 0,
  });
  return ok({ status: 'success', id });
}

function deactivate(context: Context): Reply {
  const { state, params } = context;
  const row = state.campaign_contactlists.get(int(params.id) ?? 0);
  if (!row || !seesCampaign(context, row.campaign_id)) {
    return fail(404, { message: "can't find the campaign_contactlist" });
  }
  state.campaign_contactlists.delete(row.id);
  return ok({ status: 'success', id: row.id });
}

export const campaignRoutes: Route[] = [
  route('GET /api/campaigns', (context) =>
    ok(
      [...context.state.campaigns.values()]
        .filter((row) => sees(context, row))
        .map(({ id, name }) => ({ id, name })),
    ),
  ),
  route('GET /api/campaigns/:id', getCampaign),
  route('GET /api/campaign/products', listProducts),
  route('POST /api/campaign/product', addProduct, 'admin campaigns'),
  route('PUT /api/campaign/product', updateProducts, 'admin campaigns'),
  // As documented, though every recorded request has them in the query.
  route('PUT /api/campaign/:campaign_id/product/:product_id', updateProducts, 'admin campaigns'),
  route('DELETE /api/campaign/product/:id', removeProduct, 'admin campaigns'),
  route('GET /api/campaign/contactlists', listContactlists),
  route('POST /api/campaign/contactlist', activate, 'admin campaigns'),
  route('DELETE /api/campaign/contactlist/:id', deactivate, 'admin campaigns'),
];
