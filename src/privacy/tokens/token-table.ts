/**
 * The table of tokens: `person-7f3a` for a value of this installation, and back. It is a file that is only ever added
 * to, and all processes read it in the same order, so that all come to the same tokens without a lock: a token is the
 * start of a value's HMAC, longer where an earlier value has the short one.
 */
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { installationKey } from '../../shared/installation/keys.ts';
import type { TokenKind } from '../policy.ts';
import { createRecordFile, type RecordFile } from './record-file.ts';

/** A value of a kind, and what is the same in all its ways of writing. */
export interface TokenValue {
  kind: TokenKind;
  normal: string;
  /** As it is handed back. */
  value: string;
}

export interface TokenTable {
  /** Returns undefined where there is none yet. */
  tokenOf(value: Pick<TokenValue, 'kind' | 'normal'>): string | undefined;
  valueOf(token: string): TokenValue | undefined;
  /** Returns once they are on the disk. @throws Error of the system, or where the file is damaged */
  add(values: readonly TokenValue[]): void;
  /** Reads what other processes have added. @throws as `add` does */
  refresh(): void;
}

/** In hexadecimal characters: a token's, and by how many it grows. */
const MIN_LENGTH = 4;
const STEP = 2;

interface Entry extends TokenValue {
  token: string;
}

/**
 * @param onValue is told of every value of the table
 * @param subject whose table it is, on a server for a team: a token that one person has met says nothing to another
 * @throws Error of the system, or where the file is damaged
 */
export async function openTokenTable(
  stateDir: string,
  onValue: (value: TokenValue) => void,
  subject?: string,
): Promise<TokenTable> {
  const key = await installationKey(stateDir, 'pseudonyms.key');
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  const table = createTokenTable(
    createRecordFile(join(stateDir, `pseudonyms${suffixOf(subject)}.table`), derive('table')),
    derive('tokens'),
    onValue,
  );
  table.refresh();
  return table;
}

const suffixOf = (subject: string | undefined): string =>
  subject === undefined ? '' : `-${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;

export function createTokenTable(
  file: RecordFile,
  tokenKey: Buffer,
  onValue: (value: TokenValue) => void = () => {},
): TokenTable {
  const byValue = new Map<string, Entry>();
  const byToken = new Map<string, Entry>();
  const idOf = ({ kind, normal }: Pick<TokenValue, 'kind' | 'normal'>) => `${kind}\n${normal}`;

  function newToken({ kind, normal }: TokenValue): string {
    const hash = createHmac('sha256', tokenKey).update(`${kind}\n${normal}`).digest('hex');
    for (let length = MIN_LENGTH; length < hash.length; length += STEP) {
      const token = `${kind}-${hash.slice(0, length)}`;
      if (!byToken.has(token)) return token;
    }
    return `${kind}-${hash}`;
  }

  function take(record: string): void {
    const value = JSON.parse(record) as TokenValue;
    const existing = byValue.get(idOf(value));
    if (existing) existing.value = betterWritten(existing.value, value.value);
    else {
      const entry = { ...value, token: newToken(value) };
      byValue.set(idOf(value), entry);
      byToken.set(entry.token, entry);
    }
    onValue(value);
  }

  const isNews = (value: TokenValue): boolean => {
    const existing = byValue.get(idOf(value));
    return !existing || betterWritten(existing.value, value.value) !== existing.value;
  };

  return {
    tokenOf: (value) => byValue.get(idOf(value))?.token,
    valueOf: (token) => byToken.get(token),
    add(values) {
      const news = new Map(values.filter(isNews).map((value) => [idOf(value), value]));
      if (!news.size) return;
      for (const record of file.append([...news.values()].map((value) => JSON.stringify(value))))
        take(record);
    },
    refresh() {
      for (const record of file.readNew()) take(record);
    },
  };
}

/** Of two ways to write a name the one that has both capitals and small letters: `Anna Ek`, not `ANNA EK`. */
function betterWritten(old: string, other: string): string {
  const isMixed = (text: string) => text !== text.toLowerCase() && text !== text.toUpperCase();
  return !isMixed(old) && isMixed(other) ? other : old;
}
