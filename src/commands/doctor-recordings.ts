/** What doctor looks at beside the dialer: the download folder and the speech engine. Nothing is recorded or sent. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { Config } from '../config.ts';
import type { EngineConfig } from '../config-recordings.ts';
import { withDeadline } from '../dialer/deadline.ts';
import { dispatcherFor } from '../dialer/dispatcher.ts';
import { codeOf } from '../dialer/network.ts';

type Tell = (mark: 'ok' | 'bad' | '--', line: string) => void;

const CONNECT_MS = 10_000;

/** @returns whether all that is set up works */
export async function recordingsHealth(config: Config, tell: Tell): Promise<boolean> {
  const { downloadDir, engine } = config.recordings;
  const folder = !downloadDir || (await writable(downloadDir, tell));
  if (!engine) return folder;
  return (engine.is === 'http' ? await answers(engine, tell) : await installed(engine, tell)) && folder;
}

async function writable(folder: string, tell: Tell): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    tell('ok', `download folder: ${folder} can be written to`);
    return true;
  } catch (error) {
    tell('bad', `download folder: ${folder} can't be written to (${codeOf(error)})`);
    return false;
  }
}

/** Any answer at all will do: a transcript would need a voice. */
async function answers({ url, model }: EngineConfig & { is: 'http' }, tell: Tell): Promise<boolean> {
  const { origin, pathname } = new URL(url);
  let dispatcher: Dispatcher | undefined;
  try {
    const connections = dispatcherFor(origin, { maxConnections: 1, env: process.env });
    dispatcher = connections;
    const { statusCode, body } = await withDeadline(CONNECT_MS, undefined, ({ signal }) =>
      connections.request({ origin, path: pathname, method: 'OPTIONS', signal }),
    );
    body.on('error', () => {}).destroy();
    tell(
      'ok',
      `transcription: ${origin} answers (status ${statusCode}); whether it knows ${model} is not tried`,
    );
    return true;
  } catch (error) {
    tell(
      'bad',
      `transcription: no answer from ${origin} (${codeOf(error) || (error as Error).name}); check HITRATE_TRANSCRIBE_URL`,
    );
    return false;
  } finally {
    await dispatcher?.destroy();
  }
}

async function installed({ command }: EngineConfig & { is: 'command' }, tell: Tell): Promise<boolean> {
  const program = command[0]!;
  const named = /[\\/]/.test(program);
  const folders = named ? [''] : (process.env.PATH ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd'] : [''];
  for (const folder of folders)
    for (const ending of endings) {
      const found = await access(join(folder, program + ending), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) {
        tell('ok', `transcription: ${program} is there; whether its arguments are right is not tried`);
        return true;
      }
    }
  tell(
    'bad',
    `transcription: there is no program ${program}; give its full path in HITRATE_TRANSCRIBE_COMMAND`,
  );
  return false;
}
