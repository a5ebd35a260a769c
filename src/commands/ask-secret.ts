/** Secrets that a person types: not shown on a terminal. Without a terminal they are lines of stdin. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SettingError } from '../config/parse.ts';

export interface SecretReader {
  /** Returns what was typed. @throws SettingError where there is nothing more */
  ask(question: string): Promise<string>;
  close(): void;
}

export function createSecretReader(): SecretReader {
  const terminal = process.stdin.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal });
  lines.on('SIGINT', () => process.exit(130));
  const iterator = lines[Symbol.asyncIterator]();
  return {
    async ask(question) {
      if (terminal) process.stderr.write(`${question}: `);
      const { value, done } = await iterator.next();
      if (terminal) process.stderr.write('\n');
      if (done) throw new SettingError(`nothing was typed for: ${question}`);
      return value;
    },
    close: () => lines.close(),
  };
}
