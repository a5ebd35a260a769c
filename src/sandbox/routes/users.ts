import { createHash } from 'node:crypto';
import { isAdmin, officeFor, sees } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { type State, takeId, type User } from '../state.ts';
import { isDate } from '../time.ts';
import { flag, int, str } from '../values.ts';

const userRow = (state: State, user: User) => ({
  id: user.id,
  username: user.username,
  firstname: user.firstname,
  lastname: user.lastname,
  active: user.active,
  email: user.email,
  address: user.address,
  postal_code: user.postal_code,
  city: user.city,
  office: state.offices.get(user.office_id ?? 0)?.name ?? null,
  role: user.role,
});

const invalidId = () => fail(400, { message: 'Invalid ID format' });
const notFound = () => fail(404, { message: 'User not found' });
const hash = (password: string) => createHash('sha256').update(password).digest('hex');

function findUser(context: Context): User | undefined {
  const user = context.state.users.get(int(context.params.id) ?? 0);
  return user && !user.deleted && sees(context, user) ? user : undefined;
}

function get(context: Context): Reply {
  if (int(context.params.id) === null) return invalidId();
  const user = findUser(context);
  return user ? ok(userRow(context.state, user)) : notFound();
}

/** Whether another user of any office has the name; a deleted user's name is free again. */
function isTaken(state: State, username: string, except?: User): boolean {
  for (const user of state.users.values()) if (user.username === username && user !== except) return true;
  return false;
}

const roles = (value: unknown): number[] | null =>
  Array.isArray(value) && value.every((entry) => int(entry) !== null)
    ? value.map((entry) => int(entry)!)
    : null;

function create(context: Context): Reply {
  const { state, body } = context;
  const office_id = officeFor(context, int(body.office_id));
  const missing = ['username', 'password', 'firstname', 'lastname'].filter((key) => !str(body[key]));
  if (office_id === null) missing.push('office_id');
  if (missing.length > 0) {
    return fail(400, { message: missing.map((key) => `${key} is required when creating users`) });
  }
  const username = str(body.username)!;
  if (isTaken(state, username)) return fail(409, { message: 'this username already exist' });
  const hireDate = body.hiredate ?? body.hire_date;
  const id = takeId(state, 'users');
  state.users.set(id, {
    id,
    username,
    password: hash(str(body.password)!),
    firstname: str(body.firstname)!,
    lastname: str(body.lastname)!,
    active: 1,
    email: str(body.email),
    address: str(body.address),
    postal_code: str(body.postal_code),
    city: str(body.city),
    office_id,
    role: roles(body.role) ?? [],
    hire_date: isDate(hireDate) ? hireDate.slice(0, 10) : null,
    language_id: int(body.language_id) ?? 1,
    online: false,
    in_call: false,
    deleted: false,
  });
  return ok({ status: 'success', id });
}

/** Echoes what was changed, the hash of a password included. What is not valid is dropped without an error. */
function update(context: Context): Reply {
  const { state, body, params } = context;
  if (int(params.id) === null) return invalidId();
  const user = findUser(context);
  if (!user) return notFound();
  const username = str(body.username);
  if (username && isTaken(state, username, user)) return fail(409, { message: 'username already exist' });
  const echo: Json = {};
  if (username) echo.username = user.username = username;
  const password = str(body.password);
  if (password) echo.password = user.password = hash(password);
  for (const key of ['firstname', 'lastname'] as const) {
    const value = str(body[key]);
    if (value) echo[key] = user[key] = value;
  }
  if (body.email === null || str(body.email) !== null) echo.email = user.email = str(body.email);
  const dropped = body.hiredate !== undefined && !isDate(body.hiredate);
  if (isDate(body.hiredate)) echo.hire_date = user.hire_date = body.hiredate.slice(0, 10);
  const language_id = int(body.language_id);
  if (language_id !== null) echo.language_id = user.language_id = language_id;
  for (const key of ['address', 'postal_code', 'city'] as const) {
    if (body[key] === null || str(body[key]) !== null) echo[key] = user[key] = str(body[key]);
  }
  const active = flag(body.active);
  if (active !== null) echo.active = user.active = active;
  const role = roles(body.role);
  if (role) echo.role = user.role = role;
  // As recorded: the id is text, and a number where a value was dropped.
  return ok({ id: dropped ? user.id : params.id, ...echo });
}

function remove(context: Context): Reply {
  const user = findUser(context);
  if (!isAdmin(context.user)) return fail(403, { message: 'permission denied' });
  if (!user) return notFound();
  user.deleted = true;
  user.active = 0;
  user.online = false;
  user.username = null;
  user.password = null;
  return ok({ id: context.params.id, message: 'User is deleted' });
}

export const userRoutes: Route[] = [
  route('GET /api/users', (context) =>
    ok(
      [...context.state.users.values()]
        .filter((user) => !user.deleted && sees(context, user))
        .map((user) => userRow(context.state, user)),
    ),
  ),
  route('GET /api/users/office', ({ state, office }) =>
    ok(
      [...state.offices.values()]
        .filter((entry) => office === null || entry.id === office)
        .map(({ id, name }) => ({ id, name })),
    ),
  ),
  route('GET /api/user', invalidId),
  route('GET /api/user/:id', get),
  route('POST /api/user', create, 'admin users'),
  route('PUT /api/user', invalidId, 'admin users'),
  route('PUT /api/user/:id', update, 'admin users'),
  route('DELETE /api/user/:id', remove, 'admin users'),
];
