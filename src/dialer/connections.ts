/** The connections to one address, through the proxy that the environment names for it. */
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { ToolError } from '../shared/tool-error.ts';
import { proxyClient } from './proxy.ts';

interface DispatcherSettings {
  maxConnections: number;
  env: Record<string, string | undefined>;
}

/** @throws ToolError unavailable where the proxy's address is none */
export function createDispatcher(origin: string, { maxConnections, env }: DispatcherSettings): Dispatcher {
  const options: Agent.Options = {
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: 10_000 },
  };
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => env[name]);
  // What runs on this machine is never asked for through a proxy.
  const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(origin);
  if (!proxied || loopback) return new Agent(options);
  if (!/^https?:\/\/[^/]/i.test(env[proxied]!))
    throw new ToolError(
      'unavailable',
      `${proxied} is no address such as http://10.0.0.1:3128. Nothing was sent.`,
    );
  return new EnvHttpProxyAgent({ ...options, clientFactory: proxyClient });
}
