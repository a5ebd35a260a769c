/** Where a request comes from, by what proxies say and by what anybody can say. */
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress, isForwarded, isIn } from '../../src/http/client-address.ts';

const proxies = new BlockList();
proxies.addSubnet('10.0.0.0', 8, 'ipv4');
proxies.addSubnet('fd00::', 8, 'ipv6');

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;
const from = (peer: string, forwarded?: string) => clientAddress(request(peer, forwarded), proxies);

describe('the address of a client', () => {
  it.each([
    ['nobody forwards', '192.0.2.1', undefined, '192.0.2.1'],
    ['a stranger says who forwarded', '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['a proxy says so', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a client has written before the proxy', '10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
    ['a client calls itself a proxy', '10.0.0.1', '1.1.1.1, 10.9.9.9, 198.51.100.7', '198.51.100.7'],
    ['two proxies stand in a row', '10.0.0.1', '1.1.1.1, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['all are proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['the proxy writes the port', '10.0.0.1', '1.1.1.1, 198.51.100.7:4711', '198.51.100.7'],
    ['the proxy writes IPv6 and the port', '10.0.0.1', '1.1.1.1, [2001:db8::1]:4711', '2001:db8::1'],
    ['the proxy hides the client', '10.0.0.1', '1.1.1.1, unknown', '10.0.0.1'],
    ['the header is empty', '10.0.0.1', '', '10.0.0.1'],
    ['the header is no list of addresses', '10.0.0.1', '1.1.1.1,,', '10.0.0.1'],
    ['IPv4 comes within IPv6', '::ffff:10.0.0.1', '::ffff:198.51.100.7', '198.51.100.7'],
    ['the proxy has IPv6', 'fd00::1', '2001:db8::1', '2001:db8::1'],
  ])('where %s is the right one', (_, peer, forwarded, address) => {
    expect(from(peer, forwarded)).toBe(address);
  });

  it('is found in 10,000 words too', () => {
    expect(from('10.0.0.1', `${'10.0.0.2, '.repeat(10_000)}10.0.0.2`)).toBe('10.0.0.2');
  });
});

describe('networks', () => {
  it.each(['', 'localhost', '10.0.0.1.', '10.1', undefined as never])('"%s" is in none', (address) => {
    expect(isIn(proxies, address ?? '')).toBe(false);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])('%s says that a proxy was there', (name) => {
    expect(isForwarded({ headers: { [name]: '' } } as never)).toBe(true);
    expect(isForwarded({ headers: {} } as never)).toBe(false);
  });
});
