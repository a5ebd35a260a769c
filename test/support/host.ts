/** The built bundle as a child process, talked to by the SDK's client: what a host sees. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CallToolResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { expect } from 'vitest';
import { connectHost, type Host, type HostOptions } from '../../src/mcp/client.ts';
import { TRUST_ENV } from './trust-env.ts';

export const bundle = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a tool's answer says: its first block is JSON. */
export const answerRow = ({ content }: any): any => JSON.parse(content[0].text);

/** A token that must never be seen outside of a request to the dialer. */
export const SECRET = 'sekret-0123456789abcdef';

/** @param env settings; the address of a fake dialer as HITRATE_URL, or HITRATE_SANDBOX=on. */
export async function startHost(
  env: Record<string, string>,
  options: Pick<HostOptions, 'elicit' | 'openUrl' | 'name' | 'onStderr' | 'showsApps'> = {},
): Promise<Host> {
  if (!existsSync(bundle)) throw new Error('dist/main.js is missing: npm run build makes it');
  return connectHost({
    command: process.execPath,
    args: [bundle],
    env: {
      ...TRUST_ENV,
      HITRATE_LOG_LEVEL: 'silent',
      ...(env.HITRATE_SANDBOX ? {} : { HITRATE_TOKEN: SECRET }),
      ...env,
    },
    ...options,
  });
}

/** A host whose server is started by a line of shell, as `"$@"`: under another umask, by another user. */
export const startBehind = (shell: string, env: Record<string, string>): Promise<Host> =>
  connectHost({
    command: 'sh',
    args: ['-c', shell, 'sh', process.execPath, bundle],
    env: { ...TRUST_ENV, HITRATE_TOKEN: SECRET, HITRATE_LOG_LEVEL: 'silent', ...env },
  });

/** All that a tool's answer consists of. */
export async function answerOf(
  host: Host,
  [name, args]: readonly [string, Record<string, unknown>],
  more: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<{ about: any; besides: any; text: string; isError: boolean }> {
  const result = (await host.client.callTool({ name, arguments: { ...args, ...more } }, undefined, {
    signal,
  })) as CallToolResult;
  expect(JSON.stringify(result)).not.toContain(SECRET);
  const [first, besides, ...rest] = result.content;
  expect(rest).toEqual([]);
  const { text } = first as { text: string };
  if (result.isError) expect(result).toEqual({ isError: true, content: [{ type: 'text', text }] });
  else expect(result).not.toHaveProperty('structuredContent');
  return {
    about: result.isError ? undefined : JSON.parse(text),
    besides,
    text,
    isError: result.isError === true,
  };
}

/** The file of a resource that was read. */
export const bytesOf = (read: ReadResourceResult): Buffer =>
  Buffer.from((read.contents[0] as { blob: string }).blob, 'base64');
