/** Connections through a proxy: what fails there fails before a byte for the dialer was sent. */
import { type Dispatcher, Pool } from 'undici';
import { codeOf, ProxyError } from './network-errors.ts';

/** Returns the connections to the proxy itself, for undici's ProxyAgent. */
export function proxyClient(proxy: URL, options: object): Dispatcher {
  const pool = new Pool(proxy, options);
  const connect = pool.connect.bind(pool) as (options: object) => Promise<Dispatcher.ConnectData>;
  return Object.assign(pool, {
    connect: async (options: object) => {
      const tunnel = await connect(options).catch((error) => {
        throw new ProxyError(`does not answer (${codeOf(error)})`);
      });
      if (tunnel.statusCode === 200) return tunnel;
      tunnel.socket.on('error', () => {}).destroy();
      throw new ProxyError(`does not let it through (status ${tunnel.statusCode})`);
    },
  });
}
