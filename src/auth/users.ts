/** The people of the user file, with their dialer tokens, as they are on the disk now. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SettingError } from '../config/parse.ts';
import { readTokenFile } from '../config/token.ts';
import { type Clock, monotonicClock } from '../shared/deadline.ts';
import { createExpiringCache } from '../shared/expiring-cache.ts';
import { readUserFile, type UserEntry } from './user-file.ts';

/** So often the files are looked at, at most. */
const CHECK_MS = 1_000;

export interface User extends UserEntry {
  dialerToken: string;
  /** Another one after each change of the entry or the token. */
  version: string;
}

export interface Users {
  contact?: string;
  bySubject: ReadonlyMap<string, User>;
  /** By the hash of the key. */
  byKey: ReadonlyMap<string, User>;
}

export interface LiveUsers {
  /** Returns them as the files are now. @throws SettingError where those can't be used: then nobody is let in */
  current(): Promise<Users>;
}

/**
 * Reads the files, and again after each change. A damaged one never goes on as it was: it may have been changed to shut
 * somebody out.
 * @param report is told once of what is wrong, and once that it is right again
 * @throws SettingError where they can't be used at the start
 */
export function createLiveUsers(
  path: string,
  report: (message: string) => void,
  clock: Clock = monotonicClock,
): LiveUsers {
  const checks = createExpiringCache<string, Users>({
    lifetimeMs: CHECK_MS,
    keepsError: () => true,
    clock,
  });
  let last: LoadedUsers | undefined = loadUsers(path);
  let reported: string | undefined;

  async function check(): Promise<Users> {
    if (last && isUnchanged(last.stamps)) return last.users;
    last = undefined;
    try {
      last = loadUsers(path);
    } catch (error) {
      const { message } = error as Error;
      if (message !== reported) report(`nobody is let in: ${message}`);
      reported = message;
      throw error;
    }
    if (reported !== undefined) report(`people are let in again: ${path} is right again`);
    reported = undefined;
    return last.users;
  }
  return { current: () => checks.get(path, check) };
}

interface LoadedUsers {
  users: Users;
  /** What tells one content of a file from the next, by path; taken before it was read. */
  stamps: ReadonlyMap<string, string>;
}

function loadUsers(path: string): LoadedUsers {
  const stamps = new Map([[path, stampOf(path)]]);
  const file = readUserFile(path);
  const users = file.users.map((entry, index): User => {
    // Who is shut out needs no token any more.
    if (entry.disabled) return { ...entry, dialerToken: '', version: '' };
    const tokenPath = tokenPathOf(entry, path);
    stamps.set(tokenPath, stampOf(tokenPath));
    const dialerToken = readUserToken(tokenPath, `${path}: users[${index}].token_file`);
    return { ...entry, dialerToken, version: versionOf(entry, dialerToken) };
  });
  return {
    users: {
      contact: file.contact,
      bySubject: new Map(users.map((user) => [user.subject, user])),
      byKey: new Map(users.flatMap((user) => (user.key ? [[user.key, user]] : []))),
    },
    stamps,
  };
}

export const tokenPathOf = ({ token_file }: Pick<UserEntry, 'token_file'>, userFile: string): string =>
  resolve(dirname(userFile), token_file);

/** @throws SettingError, also for what is no plain error of the file */
function readUserToken(path: string, from: string): string {
  try {
    return readTokenFile(path, from);
  } catch (error) {
    throw error instanceof SettingError ? error : new SettingError(`${from}=${path}: can't be read`);
  }
}

const versionOf = (entry: UserEntry, dialerToken: string): string =>
  createHash('sha256')
    .update(JSON.stringify([entry, dialerToken]))
    .digest('base64url');

const isUnchanged = (stamps: ReadonlyMap<string, string>): boolean =>
  [...stamps].every(([path, stamp]) => stampOf(path) === stamp);

/** The time of the last change of rights is part of it: who may read a file is seen there alone. */
function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    // Reading it says what is wrong.
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
