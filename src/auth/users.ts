/** The people of the user file, with their dialer tokens, as they are on the disk now. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SettingError } from '../config/parse.ts';
import { readTokenFile } from '../config/token.ts';
import type { DialerTokens } from '../define/person.ts';
import { type Clock, monotonicClock } from '../shared/deadline.ts';
import { createExpiringCache } from '../shared/expiring-cache.ts';
import { readUserFile, type UserEntry } from './user-file.ts';

/** So often the files are looked at, at most. */
const CHECK_MS = 1_000;

export interface User extends UserEntry {
  tokens: DialerTokens;
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
 * @param dialers their names, where there is a file of them
 * @param report is told once of what is wrong, and once that it is right again
 * @throws SettingError where they can't be used at the start
 */
export function createLiveUsers(
  path: string,
  dialers: readonly string[] | undefined,
  report: (message: string) => void,
  clock: Clock = monotonicClock,
): LiveUsers {
  const checks = createExpiringCache<string, Users>({
    lifetimeMs: CHECK_MS,
    keepsError: () => true,
    clock,
  });
  let last: LoadedUsers | undefined = loadUsers(path, dialers);
  let reported: string | undefined;

  async function check(): Promise<Users> {
    if (last && isUnchanged(last.stamps)) return last.users;
    last = undefined;
    try {
      last = loadUsers(path, dialers);
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

function loadUsers(path: string, dialers: readonly string[] | undefined): LoadedUsers {
  const stamps = new Map([[path, stampOf(path)]]);
  const file = readUserFile(path);
  const users = file.users.map((entry, index): User => {
    // Who is shut out needs no token any more.
    if (entry.disabled) return { ...entry, tokens: {}, version: '' };
    checkDialers(entry, dialers, `${path}: users[${index}]`);
    const tokens: DialerTokens = {};
    for (const { dialer, member, file } of tokenFilesOf(entry, path)) {
      stamps.set(file, stampOf(file));
      tokens[dialer] = readUserToken(file, `${path}: users[${index}].${member}`);
    }
    return { ...entry, tokens, version: versionOf(entry, tokens) };
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

/** @throws SettingError where it can't be told at which dialer a token is to be used */
function checkDialers(
  { token_file, token_files = {} }: UserEntry,
  dialers: readonly string[] | undefined,
  where: string,
): void {
  const names = (dialers ?? []).join(', ');
  if (token_file !== undefined && dialers && dialers.length > 1)
    throw new SettingError(`${where}.token_file: there are several dialers: give token_files, by ${names}`);
  for (const name of Object.keys(token_files))
    if (!dialers?.includes(name))
      throw new SettingError(
        `${where}.token_files: there is no dialer ${name.slice(0, 40)}; ${dialers ? `there are ${names}` : 'give token_file, or name the dialers by HITRATE_DIALERS'}`,
      );
}

interface TokenFile {
  /** Empty: the only one. */
  dialer: string;
  /** Names it in the user file. */
  member: string;
  file: string;
}

export function tokenFilesOf({ token_file, token_files }: UserEntry, userFile: string): TokenFile[] {
  const inFolder = (file: string) => resolve(dirname(userFile), file);
  if (token_file !== undefined) return [{ dialer: '', member: 'token_file', file: inFolder(token_file) }];
  return Object.entries(token_files ?? {}).map(([dialer, file]) => ({
    dialer,
    member: `token_files.${dialer}`,
    file: inFolder(file),
  }));
}

/** @throws SettingError, also for what is no plain error of the file */
function readUserToken(path: string, from: string): string {
  try {
    return readTokenFile(path, from);
  } catch (error) {
    throw error instanceof SettingError ? error : new SettingError(`${from}=${path}: can't be read`);
  }
}

const versionOf = (entry: UserEntry, tokens: DialerTokens): string =>
  createHash('sha256')
    .update(JSON.stringify([entry, tokens]))
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
