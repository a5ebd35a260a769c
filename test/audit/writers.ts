/** Writers of the log as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';

/** Builds writer.ts: what starts quickly can be killed often. @returns the path */
export async function buildWriter(): Promise<string> {
  const outfile = join(newFolder(), 'writer.mjs');
  await build({
    entryPoints: ['test/audit/writer.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

export interface Writer {
  child: ChildProcess;
  /** Whole lines of what it said so far. */
  said(): string[];
  /** What came on stderr so far. */
  heads(): string;
  /** Its next line, or its end. */
  spoke: Promise<unknown>;
  ended: Promise<unknown>;
}

export function startWriter(program: string, args: readonly string[]): Writer {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  afterThisTest(() => child.kill('SIGKILL'));
  let text = '';
  let heads = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    heads += part;
  });
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    child,
    said: () => text.split('\n').slice(0, -1),
    heads: () => heads,
    spoke: Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]),
    ended,
  };
}
