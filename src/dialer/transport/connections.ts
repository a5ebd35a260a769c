/** The connections to one origin, through the proxy that the environment names for it. */
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopback } from '../../shared/network/loopback.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { DIALER_LIMITS } from './limits.ts';
import { proxyClient } from './proxy.ts';

interface DispatcherSettings {
  maxConnections: number;
  env: Record<string, string | undefined>;
  connectTimeoutMs?: number;
}

interface PoolSettings extends DispatcherSettings {
  origin: () => Promise<string>;
}

interface Pool {
  /** Opens the pool at the first call. @throws what the origin throws, or ToolError for want of a usable proxy */
  connect(): Promise<{ origin: string; dispatcher: Dispatcher }>;
  close(): Promise<void>;
}

export function createPool(settings: PoolSettings): Pool {
  let opened: ReturnType<Pool['connect']> | undefined;
  const open = async () => {
    const origin = await settings.origin();
    return { origin, dispatcher: createDispatcher(origin, settings) };
  };
  return {
    connect() {
      // A start that failed, of the sandbox or for want of a usable proxy, is tried again.
      opened ??= open().catch((error) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      const pool = await opened?.catch(() => undefined);
      await pool?.dispatcher.destroy();
    },
  };
}

/** @throws ToolError unavailable where the proxy's address is none */
export function createDispatcher(
  origin: string,
  { maxConnections, env, connectTimeoutMs = DIALER_LIMITS.connectTimeoutMs }: DispatcherSettings,
): Dispatcher {
  const options: Agent.Options = {
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
  };
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => env[name]);
  // This machine is never reached through a proxy.
  const url = new URL(origin);
  const isLocal = url.protocol === 'http:' && isLoopback(url);
  if (!proxied || isLocal) return new Agent(options);
  if (!/^https?:\/\/[^/]/i.test(env[proxied]!))
    throw new ToolError(
      'unavailable',
      `${proxied} is no address such as http://10.0.0.1:3128. Nothing was sent.`,
    );
  return new EnvHttpProxyAgent({ ...options, clientFactory: proxyClient });
}
