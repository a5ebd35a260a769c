/** What doctor looks at beside the dialer: the download folder and the speech engine. Nothing is recorded or sent. */
import { constants } from 'node:fs';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { Config } from '../config/config.ts';
import type { EngineConfig } from '../config/recordings.ts';
import { createDispatcher } from '../dialer/connections.ts';
import { codeOf } from '../dialer/network-errors.ts';
import { lostConnection } from '../recordings/transcription/engines/http-errors.ts';
import { withDeadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';

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
    // The rights alone do not tell: some folders take no files from anybody.
    const trial = join(folder, `.hitrate-mcp-${process.pid}`);
    await writeFile(trial, '', { flag: 'wx' });
    await rm(trial);
    tell('ok', `download folder: ${folder} can be written to`);
    return true;
  } catch (error) {
    tell('bad', `download folder: ${folder} can't be written to (${codeOf(error)})`);
    return false;
  }
}

/** Any answer at all will do: a transcript would need a voice. */
async function answers({ url, key, model }: EngineConfig & { is: 'http' }, tell: Tell): Promise<boolean> {
  const { origin, pathname } = new URL(url);
  let dispatcher: Dispatcher | undefined;
  try {
    const connections = createDispatcher(origin, { maxConnections: 1, env: process.env });
    dispatcher = connections;
    const { statusCode, body } = await withDeadline(CONNECT_MS, undefined, ({ signal }) =>
      connections.request({
        origin,
        path: pathname,
        method: 'OPTIONS',
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
        signal,
      }),
    );
    body.on('error', () => {}).destroy();
    const refused = statusCode === 401 || statusCode === 403;
    const healthy = !refused && statusCode < 500;
    const verdict = refused
      ? 'check HITRATE_TRANSCRIBE_KEY'
      : healthy
        ? `whether it knows ${model} is not tried`
        : 'it is not well';
    tell(healthy ? 'ok' : 'bad', `transcription: ${origin} answers (status ${statusCode}); ${verdict}`);
    return healthy;
  } catch (error) {
    tell('bad', `transcription: ${lostWords(error)} (${origin})`);
    return false;
  } finally {
    await dispatcher?.destroy();
  }
}

function lostWords(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `no answer within ${CONNECT_MS / 1000} s`;
  return (error instanceof ToolError ? error : lostConnection(error).error).message;
}

async function installed({ command }: EngineConfig & { is: 'command' }, tell: Tell): Promise<boolean> {
  const program = command[0]!;
  const named = /[\\/]/.test(program);
  const folders = named ? [''] : (process.env.PATH ?? '').split(delimiter);
  // A .cmd or .bat is a script for a shell, and none is started.
  const endings = process.platform === 'win32' ? ['', '.exe', '.com'] : [''];
  for (const folder of folders)
    for (const ending of endings) {
      if (await runs(join(folder, program + ending))) {
        tell('ok', `transcription: ${program} is there; whether its arguments are right is not tried`);
        return true;
      }
    }
  tell(
    'bad',
    `transcription: there is no program ${program} that may be run; give its full path in HITRATE_TRANSCRIBE_COMMAND`,
  );
  return false;
}

async function runs(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
