/** What a server needs once it is called, made of everything that it does not need in order to start. */
import { tools } from '../../tools/index.ts';
import type { Config } from '../config/config.ts';
import type { Completions } from '../define/completion.ts';
import { createDialer } from '../dialer/client.ts';
import { createCompletions } from '../lookup/completions.ts';
import { createNameLookup } from '../lookup/name-cache.ts';
import { createRecordingDelivery } from '../recordings/deliver.ts';
import { createResourceRegistry } from '../recordings/resource-registry.ts';
import { createResources, type Resources } from '../recordings/resources.ts';
import { commandEngine } from '../recordings/transcription/engines/command.ts';
import type { SpeechEngine } from '../recordings/transcription/engines/engine.ts';
import { httpEngine } from '../recordings/transcription/engines/http.ts';
import { createTranscriber } from '../recordings/transcription/transcriber.ts';
import { createLogger, type Logger } from '../shared/logger.ts';
import { type Caller, createCaller } from './call-tool.ts';

export interface Services {
  caller: Caller;
  resources: Resources;
  completions: Completions;
  log: Logger;
  close(): Promise<void>;
}

/** @param sandboxUrl starts the embedded dialer and tells its address; called at the first request, if at all. */
export function createServices(
  config: Config,
  env: Record<string, string | undefined>,
  sandboxUrl: () => Promise<string>,
): Services {
  const dialer = createDialer({
    origin: config.origin === undefined ? sandboxUrl : async () => config.origin!,
    token: config.token ?? '',
    maxConnections: config.maxConnections,
    env,
  });
  const met = createResourceRegistry();
  const speech = speechEngine(config, env);
  const transcribe = speech && createTranscriber(config, speech, dialer, tools, met);
  const log = createLogger(config.logLevel);
  if (speech) log.debug({ engine: speech.name }, 'speech engine');
  const means = { dialer, tools, directory: createNameLookup(dialer, tools), met, transcribe };
  return {
    caller: createCaller(config, means, createRecordingDelivery(config, dialer, met)),
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
