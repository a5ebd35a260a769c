/** Secrets that a person types: not shown on a terminal. Without a terminal they are lines of stdin. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { MIN_PIN_LENGTH, pinProblem } from '../approval/proofs/pin.ts';
import { SettingError } from '../config/parse.ts';
import { ToolError } from '../shared/tool-error.ts';

export interface SecretReader {
  /** Returns what was typed. @throws SettingError where there is nothing more */
  ask(question: string): Promise<string>;
  close(): void;
}

function createSecretReader(): SecretReader {
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

export async function withSecretReader<T>(work: (reader: SecretReader) => Promise<T>): Promise<T> {
  const reader = createSecretReader();
  try {
    return await work(reader);
  } finally {
    reader.close();
  }
}

/** Returns a new PIN that was typed twice. @param noun what it is called @throws ToolError */
export async function askNewPin(reader: SecretReader, noun: string): Promise<string> {
  const refuse = (problem: string) =>
    new ToolError('invalid_arguments', `The ${noun} was not set: ${problem}.`);
  const pin = await reader.ask(`New ${noun} (${MIN_PIN_LENGTH} characters or more; it is not shown)`);
  const problem = pinProblem(pin, noun);
  if (problem) throw refuse(problem);
  if ((await reader.ask('The same once more')) !== pin) throw refuse('the two are not the same');
  return pin;
}
