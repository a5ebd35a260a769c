import type { Row } from '../src/define/row.ts';
import * as s from '../src/define/schema.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { alsoSet, asInt, expectSameId, fullName, label, list, numeric, record } from './answers.ts';
import { bodies, body, destructiveTool, path, readTool, toolset, writeTool } from './builders.ts';
import { deletedAnswer, previewDeletion } from './deletions.ts';
import { labelsOf } from './labels.ts';
import {
  changeLines,
  echoedUpdate,
  flagOf,
  pick,
  previewUpdate,
  type State,
  type UpdateTarget,
  valuesToSet,
} from './updates.ts';

const userArgs = {
  ...bodies('username', 'password', 'firstname', 'lastname', 'email'),
  // Documented as hire_date for new users, yet sent as hiredate in every recorded request.
  hire_date: body('hiredate'),
  ...bodies('language_id', 'address', 'postal_code', 'city'),
  role_ids: body('role'),
};

/** Accepted from the server alone: passwords never pass through a conversation. */
const madeByServer = s.quiet(s.text.optional());

const personFields = {
  email: s.text.optional(),
  hire_date: s.day.optional(),
  language_id: s.id().optional(),
  address: s.text.optional(),
  postal_code: s.text.optional(),
  city: s.text.optional(),
  role_ids: s.ids().optional(),
};

const userLabel = (user: Row): string | null => label(fullName(user.firstname, user.lastname), user.id);

const readUser = async ({ user_id }: { user_id: number }, read: ReadDialer): Promise<Row> =>
  expectSameId('user', await read('get_user', { user_id }), user_id);

/** The dialer tells neither date of hire nor language of a user; an update echoes them. */
const userState = (user: Row): State => ({
  ...pick(user, 'username', 'firstname', 'lastname', 'email', 'hire_date', 'language_id'),
  ...pick(user, 'address', 'postal_code', 'city'),
  role_ids: user.role,
  active: flagOf(user.active),
  // The dialer echoes a hash of it.
  password: user.password === undefined ? undefined : null,
});

const target: UpdateTarget<'user_id'> = { id: 'user_id', read: readUser, state: userState };
const update = echoedUpdate(target, { hiredate: 'hire_date' });

/** Describes roles by the users who have them, since the API has no names of roles. */
async function describeRoles(ids: readonly number[], read: ReadDialer): Promise<string> {
  const users: Row[] = await read('list_users', {});
  return ids
    .map((id) => {
      const [first, ...others] = users.filter((user) => Array.isArray(user.role) && user.role.includes(id));
      if (!first) return `${id} (which no user has)`;
      const more = others.length ? ` and ${others.length} more` : '';
      return `${id} (which ${userLabel(first)}${more} ${more ? 'have' : 'has'})`;
    })
    .join(', ');
}

interface PowerArgs {
  username?: string;
  email?: string;
  new_password?: boolean;
  role_ids?: number[];
  active?: boolean;
}

/** Returns the arguments of an update that lock out or empower a person: a password may be reset by the e-mail address. */
const powersIn = ({ username, email, new_password, role_ids, active }: PowerArgs): string[] =>
  Object.entries({ username, email, new_password: new_password || undefined, role_ids, active })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);

export const users = toolset('users', [
  readTool({
    name: 'list_users',
    title: 'List users',
    description:
      'All users (agents, coaches, admins; säljare, användare) with id, name, office, roles and whether active.',
    searchHint: 'agents, sellers, staff, employees',
    input: s.object({}),
    request: { method: 'GET', path: '/api/users' },
    answer: list(
      {
        id: 'id',
        name: (row) => fullName(row.firstname, row.lastname),
        username: 'username',
        office: 'office',
        role_ids: 'role',
        active: (row) => Boolean(row.active),
      },
      'There is no user that this token may see.',
      { email: 'email', address: 'address', postal_code: 'postal_code', city: 'city' },
    ),
    quotes: 'names',
  }),
  readTool({
    name: 'get_user',
    title: 'Get a user',
    description: 'One user with address, office and roles. For ids by name: find.',
    input: s.object({ user_id: s.id('list_users') }),
    request: { method: 'GET', path: '/api/user/:id', args: { user_id: path('id') } },
    answer: record((user) => ({ ...user, active: Boolean(user.active) })),
    quotes: 'names',
  }),
  readTool({
    name: 'list_offices',
    title: 'List offices',
    description: 'The offices (kontor) that this token may see, with id and name.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/users/office' },
    answer: list({ id: 'id', name: 'name' }, 'There is no office that this token may see.'),
    quotes: 'names',
  }),
  writeTool({
    name: 'create_user',
    title: 'Create a user',
    description:
      'Makes a login for an agent, coach or admin. User names are unique. The server makes the password and hands it to the person.',
    input: s.object({
      username: s.text,
      password: madeByServer,
      firstname: s.text,
      lastname: s.text,
      ...personFields,
      office_id: s.id('list_offices'),
    }),
    request: { method: 'POST', path: '/api/user', args: { ...userArgs, office_id: body('office_id') } },
    answer: {
      is: 'record',
      record: (body, args, _, office) => ({
        status: 'done',
        user_id: numeric(body.id),
        username: args.username,
        name: fullName(args.firstname, args.lastname),
        office,
      }),
    },
    consequences: { access: true },
    handover: { argument: 'password', label: ({ username }) => `password of ${username}` },
    check: 'list_users',
    guard: {
      when: () => 'a new user may log in',
      tier: 'write',
      undo: 'update_user with active = false, or delete_user',
      preview: async (args, read) => {
        const office = (await labelsOf(read, 'office'))(args.office_id);
        const { role_ids = [] } = args;
        const shown = ['username', 'password', 'firstname', 'lastname', 'office_id', 'role_ids'];
        return {
          args,
          target: `new user ${args.username}`,
          state: office,
          known: office,
          summary: `Create the login ${args.username} for ${fullName(args.firstname, args.lastname)}.`,
          effects: [
            `office ${office}`,
            role_ids.length
              ? `roles ${await describeRoles(role_ids, read)}, with all their rights`
              : 'no roles',
            'the server makes the password and hands it to you, not to the chat',
            ...alsoSet(args, shown),
          ],
        };
      },
    },
  }),
  writeTool({
    name: 'update_user',
    title: 'Update a user',
    description:
      'Changes what is given of a user and keeps the rest. new_password: the server makes one and hands it to the person. active = false locks the user out and keeps everything, unlike delete_user.',
    input: s.object({
      user_id: s.id('list_users'),
      username: s.text.optional(),
      password: madeByServer,
      new_password: s.flag.optional(),
      firstname: s.text.optional(),
      lastname: s.text.optional(),
      ...personFields,
      active: s.flag.optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/user/:id',
      args: { user_id: path('id'), ...userArgs, active: body('active', asInt) },
    },
    anyOf: [[...Object.keys(userArgs), 'new_password', 'active']],
    ...update,
    consequences: { data: true, access: (args) => powersIn(args).length > 0 },
    handover: {
      argument: 'password',
      label: ({ user_id, new_password }) => (new_password ? `new password of user ${user_id}` : undefined),
    },
    check: 'get_user',
    guard: {
      tier: 'write',
      when: (args) => {
        const powers = powersIn(args);
        return powers.length ? `${powers.join(' and ')} locks out or empowers a person` : undefined;
      },
      undo: 'update_user with the old values; an old password is not known to the dialer',
      irreversible: (args) => args.new_password === true,
      preview: (args, read) =>
        previewUpdate(target, args, read, async (user, before) => ({
          target: `user ${user.id}`,
          summary: `Change user ${userLabel(user)}, login ${user.username}.`,
          effects: [
            ...changeLines(valuesToSet({ ...args, new_password: undefined }, 'user_id'), before),
            `roles now: ${user.role?.join(', ') || 'none'}; ${user.active ? 'active' : 'not active'}`,
            ...(args.role_ids
              ? [`new roles: ${await describeRoles(args.role_ids, read)}, with all their rights`]
              : []),
            ...(args.new_password
              ? [
                  'the server makes a new password and hands it to you, not to the chat; the old one stops working at once',
                ]
              : []),
            ...(args.active === false ? ['the user can no longer log in'] : []),
          ],
        })),
    },
  }),
  destructiveTool({
    name: 'delete_user',
    title: 'Delete a user',
    description:
      'Deletes a user: user name and password are destroyed, private recurring calls become public. To lock somebody out take update_user with active = false.',
    input: s.object({ user_id: s.id('list_users') }),
    request: { method: 'DELETE', path: '/api/user/:id', args: { user_id: path('id') } },
    answer: deletedAnswer('user_id'),
    consequences: { access: true },
    check: 'get_user',
    guard: {
      support: true,
      undo: 'they can make the user anew; user name, password and private recurring calls do not come back',
      preview: async (args, read) => {
        const user = await readUser(args, read);
        return previewDeletion({
          args,
          kind: 'user',
          row: user,
          name: fullName(user.firstname, user.lastname),
          details: `, login ${user.username}, office ${user.office}`,
          effects: [
            'user name and password are destroyed',
            'private recurring calls become public',
            'update_user with active = false would lock the user out and keep everything',
          ],
        });
      },
    },
  }),
]);
