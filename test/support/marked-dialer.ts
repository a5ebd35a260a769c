/** A dialer at which everybody has a company of their own, whose every name and text says whose it is. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';
import { createSandbox } from '../../src/sandbox/index.ts';

/** What stands in all that the dialer says to somebody. */
export const markOf = (subject: string): string => `${subject.toUpperCase()}MARK`;

const NAMES = 'title|name|\\w*firstname|\\w*lastname|agent_name|campaign_title|message|text|comment|username';
const NAMED = new RegExp(`"(${NAMES})":"((?:[^"\\\\]|\\\\.)+)"`, 'g');

/** @param subjects who have the tokens `dialer-token-of-<subject>` */
export async function markedDialer(
  subjects: readonly string[],
): Promise<{ url: string; close(): Promise<void> }> {
  const companies = new Map<string, { url: string; close(): Promise<void> }>();
  for (const subject of subjects)
    companies.set(`Bearer dialer-token-of-${subject}`, await createSandbox({ calls: 300 }).listen());
  const server = createServer(async (incoming, response) => {
    const { authorization = '', 'content-type': type } = incoming.headers;
    const company = companies.get(authorization);
    if (!company) return response.writeHead(401).end();
    const body = await buffer(incoming);
    const answer = await request(company.url + incoming.url, {
      method: incoming.method as 'GET',
      headers: { authorization: `Bearer sandbox-admin`, ...(type && { 'content-type': type }) },
      body: body.length ? body : undefined,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const answerType = String(answer.headers['content-type'] ?? '');
    const mark = markOf(authorization.slice('Bearer dialer-token-of-'.length));
    const isJson = answerType.startsWith('application/json');
    response.writeHead(answer.statusCode, { 'content-type': answerType });
    response.end(isJson ? bytes.toString().replace(NAMED, `"$1":"$2 ${mark}"`) : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all([...companies.values()].map((company) => company.close()));
    },
  };
}
