/** What a server needs once it is called, made of everything that it does not need in order to start. */
import { tools } from '../tools/index.ts';
import { type Caller, createCaller } from './call.ts';
import type { Config } from './config.ts';
import { createDialer } from './dialer/client.ts';
import { createLog, type Log } from './log.ts';
import { createResources, type Resources } from './recordings/resources.ts';

export interface Engine {
  caller: Caller;
  resources: Resources;
  log: Log;
  close(): Promise<void>;
}

/** @param sandboxUrl starts the embedded dialer and tells its address; called at the first request, if at all. */
export function createEngine(
  config: Config,
  env: Record<string, string | undefined>,
  sandboxUrl: () => Promise<string>,
): Engine {
  const dialer = createDialer({
    origin: config.origin === undefined ? sandboxUrl : async () => config.origin!,
    token: config.token ?? '',
    maxConnections: config.maxConnections,
    env,
  });
  return {
    caller: createCaller(config, dialer, tools),
    resources: createResources(config, dialer, tools),
    log: createLog(config.logLevel),
    close: () => dialer.close(),
  };
}
