/** Where a request comes from: proxies that the operator trusts say so of others. */
import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';

export const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 within IPv6, as a socket of both families has it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Some proxies write the port too. */
const withoutPort = (text: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');

/** Returns the address of whoever is connected. */
export const peerAddress = ({ socket }: IncomingMessage): string => plain(socket.remoteAddress ?? '');

/**
 * Returns the client's address: from the right, the first one in X-Forwarded-For that is no trusted proxy. What stands to
 * its left anybody can have written.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: BlockList): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  let client = peerAddress(request);
  while (forwarded.length && isIn(trustedProxies, client)) {
    const next = plain(withoutPort(forwarded.pop()!.trim()));
    // What a trusted proxy wrote and is no address hides the client; what is before that is not the proxy's word.
    if (!isIP(next)) break;
    client = next;
  }
  return client;
}

/** Whether a proxy has passed the request on. */
export const isForwarded = ({ headers }: IncomingMessage): boolean =>
  ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
