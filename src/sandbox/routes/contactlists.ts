import { officeFor, sees } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, plain, route } from '../http/router.ts';
import { countContacts } from '../lookup.ts';
import { e164 } from '../phone.ts';
import { type Blocklist, type Contactlist, seconds, takeId } from '../state.ts';
import { isDate, iso } from '../time.ts';
import { absent, flag, int, str } from '../values.ts';

const listRow = (list: Contactlist, contacts_count: number) => ({
  id: list.id,
  office_id: list.office_id,
  is_company: list.is_company,
  title: list.title,
  contacts_count,
  deleted: list.deleted,
  prune_date: list.prune_date === null ? null : `${list.prune_date}T00:00:00.000Z`,
  keep_order_on_prune: list.keep_order_on_prune,
  pruned: list.pruned,
  updated_at: iso(list.updated_at),
  created_at: iso(list.created_at),
});

const invalidId = () => fail(400, { message: 'Invalid ID format' });
const noList = () => fail(404, { message: 'Contactlist does not exist' });

function create(context: Context): Reply {
  const { state, body } = context;
  const title = str(body.title);
  const office_id = officeFor(context, int(body.office_id));
  if (!title) {
    // As recorded: without an office too, the dialer fails later and says less.
    return office_id === null
      ? fail(500, { success: 'false', error: 'Server Error', details: 'Validation error' })
      : fail(400, { message: 'title field not found' });
  }
  const id = takeId(state, 'contactlists');
  const now = seconds(state);
  state.contactlists.set(id, {
    id,
    office_id,
    is_company: flag(body.is_company) ?? 0,
    title,
    deleted: 0,
    prune_date: isDate(body.prune_date) ? body.prune_date.slice(0, 10) : null,
    keep_order_on_prune: flag(body.keep_order_on_prune) ?? 1,
    pruned: 0,
    updated_at: now,
    created_at: now,
  });
  return ok({ status: 'success', id });
}

/** What is not valid is dropped without an error, and user_group_id always. */
function update(context: Context): Reply {
  const { state, body, params } = context;
  if (int(params.id) === null) return invalidId();
  const list = state.contactlists.get(int(params.id)!);
  if (!list || !sees(context, list)) return noList();
  const echo: Json = { id: params.id };
  const title = str(body.title);
  if (title) echo.title = list.title = title;
  for (const key of ['keep_order_on_prune', 'is_company'] as const) {
    const value = flag(body[key]);
    if (value !== null) echo[key] = list[key] = value;
  }
  const office_id = int(body.office_id);
  if (office_id !== null) echo.office_id = list.office_id = officeFor(context, office_id);
  if (body.prune_date === null) {
    echo.prune_date = list.prune_date = null;
  } else if (isDate(body.prune_date)) {
    list.prune_date = body.prune_date.slice(0, 10);
    echo.prune_date = `${list.prune_date} 00:00:00`;
  }
  list.updated_at = seconds(state);
  return ok(echo);
}

function get(context: Context): Reply {
  const id = int(context.params.id);
  if (id === null) return invalidId();
  const list = context.state.contactlists.get(id);
  if (!list || !sees(context, list)) return noList();
  return ok(listRow(list, countContacts(context.state).get(id) ?? 0));
}

function listAll(context: Context): Reply {
  const counts = countContacts(context.state);
  return ok(
    [...context.state.contactlists.values()]
      .filter((list) => !list.deleted && sees(context, list))
      .map((list) => listRow(list, counts.get(list.id) ?? 0)),
  );
}

function customFields({ state }: Context): Reply {
  return ok([...state.fields.values()]);
}

function findBlocklist(context: Context, id: number): Blocklist | undefined {
  const list = context.state.blocklists.get(id);
  return list && sees(context, list) ? list : undefined;
}

const noBlocklist = () => fail(404, { message: 'Nixlist not found' });

function createBlocklist(context: Context): Reply {
  const title = str(context.body.title);
  if (!title) return fail(400, { message: 'title field must be provided' });
  const id = takeId(context.state, 'blocklists');
  const office_id = officeFor(context, null);
  context.state.blocklists.set(id, { id, title, office_id, numbers: new Map() });
  return ok({ status: 'success', id });
}

function blockNumber(context: Context): Reply {
  const { body, state } = context;
  const id = int(body.id);
  if (id === null) return invalidId();
  if (absent(body.phone)) return fail(400, { message: 'phone field must be provided' });
  // Optional in the documentation, required by the dialer.
  if (absent(body.comment)) return fail(400, { message: 'comment field must be provided' });
  const phone = e164(body.phone);
  if (!phone) return fail(400, { message: 'Invalid phone format' });
  if (!absent(body.end_date) && body.end_date !== '' && !isDate(body.end_date)) {
    return fail(400, { message: 'Invalid end_date format' });
  }
  const list = findBlocklist(context, id);
  if (!list) return noBlocklist();
  if (list.numbers.has(phone)) {
    return fail(500, {
      success: false,
      error: 'Server Error',
      message: `Duplicate entry '${id}-${phone}' for key 'unique_nixlist_item'`,
    });
  }
  const item = takeId(state, 'blocked_numbers');
  const end_date = isDate(body.end_date) ? body.end_date.slice(0, 10) : null;
  list.numbers.set(phone, { id: item, phone, end_date, comment: String(body.comment) });
  return ok({ status: 'success', id: item });
}

function deleteBlocklist(context: Context): Reply {
  const list = findBlocklist(context, int(context.body.id) ?? 0);
  if (!list) return noBlocklist();
  context.state.blocklists.delete(list.id);
  return ok({ success: true });
}

function unblockNumber(context: Context): Reply {
  const list = findBlocklist(context, int(context.body.id) ?? 0);
  const phone = e164(context.body.phone);
  return phone && list?.numbers.delete(phone) ? ok({ success: true }) : plain(404, 'Nixlist item not found');
}

export const contactlistRoutes: Route[] = [
  route('POST /api/contactlist', create, 'admin contactlists'),
  route('PUT /api/contactlist', invalidId, 'admin contactlists'),
  route('PUT /api/contactlist/:id', update, 'admin contactlists'),
  route('GET /api/contactlist', listAll),
  route('GET /api/contactlist/:id', get),
  route('GET /api/customfield', customFields),
  route('POST /api/blocklist', createBlocklist, 'admin blocklists'),
  route('GET /api/blocklist', (context) =>
    ok(
      [...context.state.blocklists.values()]
        .filter((list) => sees(context, list))
        .map((list) => ({ id: list.id, title: list.title, count: list.numbers.size })),
    ),
  ),
  route('POST /api/blocklist/customer', blockNumber),
  route('DELETE /api/blocklist', deleteBlocklist, 'admin blocklists'),
  route('DELETE /api/blocklist/customer', unblockNumber, 'admin blocklists'),
];
