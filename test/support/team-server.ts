/** The built server for a team, as a process of its own, and requests to it. */
import { join } from 'node:path';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { newFolder } from './files.ts';
import { SECRET } from './host.ts';
import { type Running, run } from './process.ts';
import { envelope } from './stateless-messages.ts';
import { TRUST_ENV } from './trust-env.ts';
import { writeUserFile } from './user-file.ts';
import { until } from './waiting.ts';

/** Somebody with a key. What is not said is as in the user file. */
export interface Member {
  subject: string;
  key: string;
  access?: string;
  [entry: string]: unknown;
}

export const member = (subject: string, access = 'destructive', more: object = {}): Member => ({
  subject,
  key: newKey(),
  access,
  ...more,
});

export interface TeamServer extends Running {
  /** Its address, without a path; with a public URL where it listens. */
  url: string;
  /** The path of its user file. */
  users: string;
  /** Posts a message to /mcp. @param key of a member; absent: without a login */
  post(message: unknown, key?: string, headers?: Record<string, string>): Promise<Response>;
  /** Calls a tool in the initialize era. @returns the JSON-RPC answer */
  call(key: string, name: string, args?: object): Promise<any>;
  /** Calls a tool in the stateless era, from a host with forms. @param more such as `requestState` */
  callStateless(key: string, name: string, args?: object, more?: object): Promise<any>;
}

/** Writes a user file of its own folder. Returns its path. */
export const writeMembers = (members: readonly Member[]): string =>
  writeUserFile(
    newFolder(),
    members.map(({ key, ...entry }) => ({ ...entry, key: hashOfKey(key) })) as never,
  );

/**
 * @param members or the path of a user file that exists
 * @param env such as HITRATE_URL, or HITRATE_SANDBOX=on
 */
export async function startTeamServer(
  members: readonly Member[] | string,
  env: Record<string, string>,
): Promise<TeamServer> {
  const folder = newFolder();
  const users = typeof members === 'string' ? members : members.length ? writeMembers(members) : '';
  const running = run(['serve', '--http'], {
    env: {
      HITRATE_HTTP_PORT: '0',
      ...TRUST_ENV,
      HITRATE_LOG_LEVEL: 'info',
      HITRATE_STATE_DIR: join(folder, 'state'),
      ...(users ? { HITRATE_USERS: users } : { HITRATE_TOKEN: SECRET }),
      ...env,
    },
  });
  const address = () => /serving at (\S+)\/mcp/.exec(running.stderr())?.[1];
  await until(() => address() !== undefined || running.child.exitCode !== null);
  const port = /listening at \S+, port (\d+)/.exec(running.stderr())?.[1];
  const url = port ? `http://127.0.0.1:${port}` : address();
  if (!url) throw new Error(`the server did not start: ${running.stderr()}`);

  return { ...running, url, users, ...clientOf(url) };
}

/** Requests to a server, or to a proxy before several. */
export function clientOf(url: string): Pick<TeamServer, 'post' | 'call' | 'callStateless'> {
  const post: TeamServer['post'] = (message, key, headers = {}) =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(key && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      body: typeof message === 'string' ? message : JSON.stringify(message),
    });
  return {
    post,
    async call(key, name, args = {}) {
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
      return (await post(message, key)).json();
    },
    async callStateless(key, name, args = {}, more = {}) {
      const params = { name, arguments: args, ...more, _meta: envelope() };
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
      const headers = {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': name,
      };
      return (await post(message, key, headers)).json();
    },
  };
}
