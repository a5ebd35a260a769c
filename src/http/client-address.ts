/** Where a request comes from: proxies that the operator trusts say so of others. */
import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';

export const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 within IPv6, as a socket of both families has it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Returns the address of whoever is connected. */
export const peerAddress = ({ socket }: IncomingMessage): string => plain(socket.remoteAddress ?? '');

/**
 * Returns the client's address: from the right, the first one in X-Forwarded-For that is no trusted proxy. What stands to
 * its left anybody can have written.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: BlockList): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const way = [
    ...forwarded.map((part) => plain(part.trim())).filter((part) => isIP(part)),
    peerAddress(request),
  ];
  for (let at = way.length - 1; at > 0; at--) if (!isIn(trustedProxies, way[at]!)) return way[at]!;
  return way[0]!;
}

/** Whether a proxy has passed the request on. */
export const isForwarded = ({ headers }: IncomingMessage): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
