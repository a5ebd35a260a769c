/** What a server needs once it is called, made of everything that it does not need in order to start. */
import { tools } from '../../tools/index.ts';
import type { Config } from '../config/config.ts';
import type { Completions } from '../define/completion.ts';
import { createDialer } from '../dialer/client.ts';
import { createCompletions } from '../lookup/completions.ts';
import { createDirectory } from '../lookup/name-cache.ts';
import { createDelivery } from '../recordings/deliver.ts';
import { createMet } from '../recordings/resource-registry.ts';
import { createResources, type Resources } from '../recordings/resources.ts';
import { commandEngine } from '../recordings/transcription/engines/command.ts';
import type { SpeechEngine } from '../recordings/transcription/engines/engine.ts';
import { httpEngine } from '../recordings/transcription/engines/http.ts';
import { createTranscriber } from '../recordings/transcription/transcriber.ts';
import { createLog, type Log } from '../shared/logger.ts';
import { type Caller, createCaller } from './call-tool.ts';

export interface Engine {
  caller: Caller;
  resources: Resources;
  completions: Completions;
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
  const met = createMet();
  const speech = speechEngine(config, env);
  const transcribe = speech && createTranscriber(config, speech, dialer, tools, met);
  const log = createLog(config.logLevel);
  if (speech) log.debug({ engine: speech.name }, 'speech engine');
  const means = { dialer, tools, directory: createDirectory(dialer, tools), met, transcribe };
  return {
    caller: createCaller(config, means, createDelivery(config, dialer, met)),
    resources: createResources(config, dialer, tools, met),
    completions: createCompletions(config, dialer, tools),
    log,
    close: () => dialer.close(),
  };
}

function speechEngine(
  { recordings: { engine } }: Config,
  env: Record<string, string | undefined>,
): SpeechEngine | undefined {
  if (!engine) return undefined;
  return engine.is === 'http' ? httpEngine({ ...engine, env }) : commandEngine(engine);
}
