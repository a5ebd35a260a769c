/** What the far server knows the person by: a static key, or a login whose token is renewed when it is refused. */

import { createLock } from '../../../shared/installation/lock.ts';
import { oneLine } from '../../../shared/text.ts';
import { BridgeError } from '../bridge-error.ts';
import { type Login, readLogin, writeLogin } from './login-file.ts';

/** Another bridge that renews the login waits for the authorization server. */
const MAX_LOCK_WAIT_MS = 30_000;
/** Before its end a token is renewed. */
const EARLY_MS = 10_000;

export interface Credentials {
  /** Returns what to send as the bearer; undefined where there is nothing yet. */
  token(): Promise<string | undefined>;
  /** Returns another token in place of one that was refused. @throws BridgeError where a person has to do something */
  replace(refused: string | undefined): Promise<string>;
  /** Returns once no token is being renewed: an end in between would lose it. */
  settled(): Promise<unknown>;
}

export const staticKey = (key: string, origin: string): Credentials => ({
  token: async () => key,
  async replace() {
    throw new BridgeError(
      `${origin} refuses the key (status 401): check HITRATE_CONNECT_KEY or HITRATE_CONNECT_KEY_FILE, and start this server anew.`,
    );
  },
  settled: async () => {},
});

interface LoginSettings {
  url: URL;
  /** Of the login. */
  path: string;
  /** The line to type. */
  loginLine: string;
  /** Returns the login with a new token; undefined where the refresh token no longer counts. */
  refresh(login: Login): Promise<Login | undefined>;
  /** Opens the browser, at the first call alone. */
  startLogin(): void;
}

export function storedLogin({ url, path, loginLine, refresh, startLogin }: LoginSettings): Credentials {
  let login: Login | undefined;
  let renewal: Promise<Login | undefined> | undefined;

  async function read(): Promise<Login | undefined> {
    try {
      return await readLogin(path, url);
    } catch (error) {
      throw new BridgeError(`The login for ${url.origin} can't be read: ${(error as Error).message}.`);
    }
  }

  async function renew(refused: string | undefined): Promise<Login | undefined> {
    const isOther = ({ tokens }: Login) => tokens.access_token !== refused;
    const found = await read();
    if (!found || isOther(found)) return found;
    if (!found.tokens.refresh_token) return undefined;
    const lock = createLock(`${path}.lock`, MAX_LOCK_WAIT_MS);
    try {
      return await lock.hold(async () => {
        // Another bridge may have renewed it meanwhile: a refresh token counts once.
        const latest = await read();
        if (!latest || isOther(latest)) return latest;
        const renewed = await refresh(latest);
        if (renewed) await writeLogin(path, renewed);
        return renewed;
      });
    } catch (error) {
      if (error instanceof BridgeError) throw error;
      throw new BridgeError(`The login can't be renewed here: ${oneLine((error as Error).message, 200)}.`);
    } finally {
      await lock.close();
    }
  }

  /** Once for all requests that wait for it. */
  function renewOnce(refused: string | undefined): Promise<Login | undefined> {
    renewal ??= renew(refused).finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  return {
    settled: async () => renewal?.catch(() => {}),
    async token() {
      login ??= await read();
      // Before it runs out: a server may take many refused tokens for an attack.
      if (login && (renewal || isRunningOut(login)))
        login = (await renewOnce(login.tokens.access_token).catch(() => undefined)) ?? login;
      return login?.tokens.access_token;
    },
    async replace(refused) {
      login = await renewOnce(refused);
      if (login && login.tokens.access_token !== refused) return login.tokens.access_token;
      startLogin();
      throw new BridgeError(
        `Nobody is logged in at ${url.origin}: log in by the browser window that opens, or run: ${loginLine} Then start this server anew.`,
      );
    },
  };
}

const isRunningOut = ({ expiresAt, tokens }: Login): boolean =>
  expiresAt !== undefined && tokens.refresh_token !== undefined && expiresAt - EARLY_MS < Date.now();
