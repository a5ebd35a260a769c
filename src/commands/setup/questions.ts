/** Questions on a terminal. Ctrl-C ends the program: all of them come before anything is written. */
import { createInterface } from 'node:readline/promises';
import { SettingError } from '../../config/parse.ts';
import { withSecretReader } from '../ask-secret.ts';

export const say = (line = ''): void => void process.stdout.write(`${line}\n`);

/** Turns an answer into what is wanted. @throws SettingError that says what is right */
export type ReadAnswer<T> = (answer: string) => T;

/** Asks until the answer is right. */
export const ask = <T>(question: string, read: ReadAnswer<T>): Promise<T> =>
  untilRight(() => askOnce(question), read);

/** The same without showing what is typed, also not what comes before the question is asked again. */
export async function askSecret<T>(question: string, read: ReadAnswer<T>): Promise<T> {
  return withSecretReader((reader) => untilRight(() => reader.ask(question).catch(() => giveUp()), read));
}

/** An empty answer is the standard one. */
export const askYesNo = (question: string, standard: boolean): Promise<boolean> =>
  ask(`${question} [${standard ? 'Y/n' : 'y/N'}]`, (answer) => {
    if (answer === '') return standard;
    if (/^(y|yes)$/i.test(answer)) return true;
    if (/^(n|no)$/i.test(answer)) return false;
    throw new SettingError('answer y or n');
  });

async function untilRight<T>(next: () => Promise<string>, read: ReadAnswer<T>): Promise<T> {
  for (;;) {
    const answer = (await next()).trim();
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      // Whoever answers a question knows no variables.
      say(`  ${error.message.replace(/^HITRATE_[A-Z_]+(=.*?)?: /, '')}`);
    }
  }
}

async function askOnce(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.on('SIGINT', giveUp);
  // The terminal is gone, or Ctrl-D.
  lines.on('close', giveUp);
  const answer = await lines.question(`${question}: `);
  lines.off('close', giveUp);
  lines.close();
  return answer;
}

function giveUp(): never {
  process.exit(130);
}
