/** `connect URL`: hands a far MCP server to a host on this machine, and logs the person in there. */

import { dirname } from 'node:path';
import { SettingError } from '../config/parse.ts';
import { type ConnectConfig, readConnectConfig } from '../config/team/connect.ts';
import { BridgeError } from '../mcp/bridge/bridge-error.ts';
import { type Credentials, staticKey, storedLogin } from '../mcp/bridge/login/credentials.ts';
import { loginPath, writeLogin } from '../mcp/bridge/login/login-file.ts';
import { startLoginProcess } from '../mcp/bridge/login/login-process.ts';
import { serveBridge } from '../mcp/bridge/stdio.ts';
import { openBrowser } from '../pages/open-browser.ts';
import { ensureStateDir } from '../shared/installation/keys.ts';
import { createLock } from '../shared/installation/lock.ts';
import { ToolError } from '../shared/tool-error.ts';

export async function connect(argv: string[]): Promise<void> {
  const config = readConnectConfig(argv, process.env);
  if (config.login) return logInAndTell(config);
  if (process.stdin.isTTY) tell('waiting for an assistant on stdin; Ctrl-C ends. --login logs in.');
  try {
    serveBridge(config.url, process.env, credentialsOf(config, argv));
  } catch (error) {
    // A proxy's address that is none.
    throw error instanceof ToolError ? new SettingError(error.message) : error;
  }
}

function credentialsOf(config: ConnectConfig, argv: string[]): Credentials {
  const { url, key, stateDir } = config;
  if (key !== undefined) return staticKey(key, url.origin);
  let started = false;
  return storedLogin({
    url,
    path: loginPath(stateDir, url),
    loginLine: loginLine(config),
    async refresh(login) {
      const { createFetch, refreshLogin } = await import('../mcp/bridge/login/oauth.ts');
      return refreshLogin(login, createFetch(process.env));
    },
    startLogin() {
      if (!started) startLoginProcess([process.argv[1]!, 'connect', ...argv, '--login', '--background']);
      started = true;
    },
  });
}

/** What follows a question mark may be secret: it is not shown. */
function loginLine({ url, stateDir, isStateDirGiven }: ConnectConfig): string {
  const address = url.search ? '<the same address>' : url.href;
  const folder = isStateDirGiven ? ` --state-dir ${JSON.stringify(stateDir)}` : '';
  return `hitrate-mcp connect ${address} --login${folder}`;
}

async function logInAndTell(config: ConnectConfig): Promise<void> {
  const { url, key, background } = config;
  if (key !== undefined)
    throw new SettingError(
      'HITRATE_CONNECT_KEY or HITRATE_CONNECT_KEY_FILE is set: with a key there is no login',
    );
  // Whoever reads has gone: the login goes on.
  process.stderr.on('error', () => {});
  try {
    await (background ? unlessUnderWay(config, () => logInAndKeep(config)) : logInAndKeep(config));
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    tell(error.message);
    process.exit(1);
  }
  tell(`logged in at ${url.origin}. Start your assistant anew if it has not found the server.`);
  process.exit(0);
}

async function logInAndKeep({ url, clientId, stateDir }: ConnectConfig): Promise<void> {
  const [{ logIn }, { createFetch }] = await Promise.all([
    import('../mcp/bridge/login/log-in.ts'),
    import('../mcp/bridge/login/oauth.ts'),
  ]);
  const login = await logIn({
    url,
    clientId,
    fetchFn: createFetch(process.env),
    present(address) {
      tell(`log in to ${url.origin} in the browser; if none opens, open this address: ${address}`);
      void openBrowser(address);
    },
  });
  if (!login) throw new BridgeError(`${url.origin} asks for no login: connect works without.`);
  await writeLogin(loginPath(stateDir, url), login).catch((error) => {
    throw new BridgeError(`The login can't be kept in ${stateDir} (${error.code}).`);
  });
}

/** Hosts start a server again and again: one browser window is enough. */
async function unlessUnderWay({ url, stateDir }: ConnectConfig, work: () => Promise<void>): Promise<void> {
  const path = `${loginPath(stateDir, url)}.browser`;
  await ensureStateDir(dirname(path));
  const lock = createLock(path, 0);
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    await lock.hold(begin);
  } catch (error) {
    if (begun) throw error;
    throw new BridgeError(`a login for ${url.origin} is open in the browser already.`);
  } finally {
    await lock.close();
  }
}

const tell = (line: string): void => void process.stderr.write(`hitrate-mcp: ${line}\n`);
