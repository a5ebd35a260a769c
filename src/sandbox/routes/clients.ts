import { officeFor, sees } from '../http/auth.ts';
import type { Context, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { type Client, takeId } from '../state.ts';
import { int, str } from '../values.ts';

const missingId = () => fail(400, { success: false, error: 'id is required' });
const missingName = () => fail(500, { success: false, error: 'name is required' });
const notFound = () => fail(404, { success: false, error: 'client not found' });

function findClient(context: Context): Client | undefined {
  const client = context.state.clients.get(int(context.params.id) ?? 0);
  return client && !client.deleted && sees(context, client) ? client : undefined;
}

function get(context: Context): Reply {
  if (int(context.params.id) === null) return missingId();
  const client = findClient(context);
  if (!client) return notFound();
  const { id, name, office_id } = client;
  return ok({ success: true, client: { id, name, office_id } });
}

function create(context: Context): Reply {
  const name = str(context.body.name);
  if (!name) return missingName();
  const id = takeId(context.state, 'clients');
  const office_id = officeFor(context, int(context.body.office_id));
  context.state.clients.set(id, { id, name, office_id, deleted: false });
  return ok({ success: true, id });
}

function update(context: Context): Reply {
  if (int(context.params.id) === null) return missingId();
  const name = str(context.body.name);
  const office_id = int(context.body.office_id);
  if (!name && office_id === null) return missingName();
  const client = findClient(context);
  if (!client) return notFound();
  client.name = name || client.name;
  if (office_id !== null) client.office_id = officeFor(context, office_id);
  return ok({ success: true });
}

function remove(context: Context): Reply {
  if (int(context.params.id) === null) return missingId();
  const client = findClient(context);
  if (!client) return notFound();
  client.deleted = true;
  return ok({ success: true });
}

export const clientRoutes: Route[] = [
  route('GET /api/client', missingId),
  route('GET /api/client/:id', get),
  route('POST /api/client', create, 'admin clients'),
  route('PUT /api/client', missingId, 'admin clients'),
  route('PUT /api/client/:id', update, 'admin clients'),
  route('DELETE /api/client', missingId, 'admin clients'),
  route('DELETE /api/client/:id', remove, 'admin clients'),
];
