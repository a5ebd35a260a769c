/** The built bundle as a child process, talked to by the SDK's client: what a host sees. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectHost, type Host, type HostOptions } from '../../src/mcp/client.ts';

export const bundle = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a tool's answer says: its first block is JSON. */
export const answerRow = ({ content }: any): any => JSON.parse(content[0].text);

/** A token that must never be seen outside of a request to the dialer. */
export const SECRET = 'sekret-0123456789abcdef';

/** @param env settings; the address of a fake dialer as HITRATE_URL, or HITRATE_SANDBOX=on. */
export async function startHost(
  env: Record<string, string>,
  options: Pick<HostOptions, 'elicit' | 'name' | 'onStderr'> = {},
): Promise<Host> {
  if (!existsSync(bundle)) throw new Error('dist/main.js is missing: npm run build makes it');
  return connectHost({
    command: process.execPath,
    args: [bundle],
    env: { HITRATE_LOG_LEVEL: 'silent', ...(env.HITRATE_SANDBOX ? {} : { HITRATE_TOKEN: SECRET }), ...env },
    ...options,
  });
}
