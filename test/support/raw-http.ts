/** HTTP over bare sockets: for requests that no client library would send. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends the bytes and reads until the server closes. @returns the responses, in order */
export async function sendRaw(url: string, bytes: string): Promise<RawResponse[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(bytes, 'latin1');
  return parseResponses(await text(socket).catch(() => ''));
}

/** Returns the text of a request. @param headers in their order; a name may stand more than once */
export const rawRequest = (
  line: string,
  headers: readonly (readonly [name: string, value: string])[],
  body = '',
): string => `${line}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;

function parseResponses(all: string): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = all;
  while (rest) {
    const end = rest.indexOf('\r\n\r\n');
    // A response that was cut is none.
    if (end < 0) break;
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((one) => {
        const colon = one.indexOf(':');
        return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
    responses.push({
      status: Number(line.split(' ')[1]),
      headers,
      body: rest.slice(end + 4, end + 4 + length),
    });
    rest = rest.slice(end + 4 + length);
  }
  return responses;
}
