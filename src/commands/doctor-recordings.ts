/** What doctor checks beside the dialer: the download folder and the speech engine. No recording is read or sent. */
import { constants } from 'node:fs';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { Config } from '../config/config.ts';
import type { EngineConfig } from '../config/recordings.ts';
import { createDispatcher } from '../dialer/transport/connections.ts';
import { codeOf } from '../dialer/transport/network-errors.ts';
import { lostConnection } from '../recordings/transcription/engines/http-errors.ts';
import { withDeadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { showWhile } from './terminal/progress-line.ts';

type Tell = (mark: 'ok' | 'bad' | '--', line: string) => void;

const CONNECT_MS = 10_000;

/** Checks the download folder and the speech engine, where they are set. Returns whether all of it works. */
export async function checkRecordings(config: Config, tell: Tell): Promise<boolean> {
  const { downloadDir, engine } = config.recordings;
  const folderHealthy = !downloadDir || (await checkFolder(await firstExisting(downloadDir, config), tell));
  if (!engine) return folderHealthy;
  const engineHealthy =
    engine.is === 'http' ? await checkServer(engine, tell) : await checkProgram(engine, tell);
  return engineHealthy && folderHealthy;
}

/** The part of a dialer is made at its first call. */
async function firstExisting(folder: string, { profile }: Config): Promise<string> {
  const isMissing = profile && (await stat(folder).catch((error) => error.code === 'ENOENT')) === true;
  return isMissing ? dirname(folder) : folder;
}

async function checkFolder(folder: string, tell: Tell): Promise<boolean> {
  try {
    // Permissions alone do not tell: in some folders nobody can create files.
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

/** Any response will do: a transcript would need a voice. */
async function checkServer({ url, key, model }: EngineConfig & { is: 'http' }, tell: Tell): Promise<boolean> {
  const { origin, pathname } = new URL(url);
  let dispatcher: Dispatcher | undefined;
  try {
    const connections = createDispatcher(origin, { maxConnections: 1, env: process.env });
    dispatcher = connections;
    const { statusCode, body } = await showWhile(`Waiting for the speech engine (${origin})`, () =>
      withDeadline(CONNECT_MS, undefined, ({ signal }) =>
        connections.request({
          origin,
          path: pathname,
          method: 'OPTIONS',
          headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
          signal,
        }),
      ),
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
    tell('bad', `transcription: ${failureMessage(error)} (${origin})`);
    return false;
  } finally {
    await dispatcher?.destroy();
  }
}

function failureMessage(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `no answer within ${CONNECT_MS / 1000} s`;
  return (error instanceof ToolError ? error : lostConnection(error).error).message;
}

async function checkProgram({ command }: EngineConfig & { is: 'command' }, tell: Tell): Promise<boolean> {
  const program = command[0]!;
  const isPath = /[\\/]/.test(program);
  const folders = isPath ? [''] : (process.env.PATH ?? '').split(delimiter);
  // A .cmd or .bat needs a shell, and none is started.
  const endings = process.platform === 'win32' ? ['', '.exe', '.com'] : [''];
  for (const folder of folders)
    for (const ending of endings) {
      if (await isExecutable(join(folder, program + ending))) {
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

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
