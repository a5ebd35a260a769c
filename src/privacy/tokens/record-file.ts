/**
 * A file of encrypted records that several processes add to: each record is one write to the end, and each process
 * reads them in the order in which they came to stand there.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

export interface RecordFile {
  /** Adds records. @returns those that are new to this process, its own among them. @throws Error of the system, or where the file is damaged */
  append(records: readonly string[]): string[];
  /** Returns what others have added since. @throws as `append` does */
  readNew(): string[];
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;

/** @param key of 32 bytes */
export function createRecordFile(path: string, key: Buffer): RecordFile {
  /** Up to where this process has read. */
  let position = 0;

  function withFile<T>(work: (file: number) => T): T {
    const file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      return work(file);
    } finally {
      closeSync(file);
    }
  }

  function readNew(file: number): string[] {
    const { size } = fstatSync(file);
    if (size < position) throw new Error(`${path} has become shorter`);
    const bytes = Buffer.alloc(size - position);
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(file, bytes, read, bytes.length - read, position + read);
      if (count === 0) break;
      read += count;
    }
    // What stands behind the last line break is still being written.
    const end = bytes.lastIndexOf('\n', read - 1) + 1;
    position += end;
    return bytes
      .toString('latin1', 0, end)
      .split('\n')
      .flatMap((line) => decrypt(line) ?? []);
  }

  /** Returns undefined for a record that a process was stopped in the middle of. @throws Error for one that was changed */
  function decrypt(line: string): string | undefined {
    const [, length, text = ''] = /^(\d*)(?::(.*))?$/.exec(line) ?? [];
    if (length === undefined || text.length > Number(length)) throw new Error(`${path} is damaged`);
    if (text === '' || text.length < Number(length)) return undefined;
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  }

  /** It begins with a line break too, since a record before it may be torn. */
  function encrypt(record: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const bytes = Buffer.concat([nonce, cipher.update(record, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const text = bytes.toString('base64');
    return `\n${text.length}:${text}\n`;
  }

  return {
    append: (records) =>
      withFile((file) => {
        const bytes = Buffer.from(records.map(encrypt).join(''), 'latin1');
        if (writeSync(file, bytes) !== bytes.length) throw new Error(`${path} could not be written whole`);
        fdatasyncSync(file);
        return readNew(file);
      }),
    readNew: () => withFile(readNew),
  };
}
