/** What a server needs once it is called, made of everything that it does not need in order to start. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tools } from '../../tools/index.ts';
import type { Config } from '../config/config.ts';
import { principalOf } from '../config/principal.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { Completions } from '../define/completion.ts';
import type { OpenReviewPage } from '../define/recording.ts';
import type { ScopedStore } from '../define/state-store.ts';
import { endpoint } from '../define/tool.ts';
import { createDialer } from '../dialer/client.ts';
import { createEndpoints } from '../dialer/endpoints.ts';
import type { DialerLimits } from '../dialer/transport/limits.ts';
import { withheldBySetting } from '../guard/access.ts';
import { type ConfirmationTokenOptions, createConfirmationTokens } from '../guard/confirmation-token.ts';
import { createCompletions } from '../lookup/completions.ts';
import { LOOKUP_LIMITS, type LookupLimits } from '../lookup/limits.ts';
import { createNameLookup } from '../lookup/name-cache.ts';
import { createPrivacy } from '../privacy/create-privacy.ts';
import type { Privacy } from '../privacy/privacy.ts';
import { createRecordingDelivery } from '../recordings/deliver.ts';
import { createResourceRegistry } from '../recordings/resource-registry.ts';
import { createResources, type Resources } from '../recordings/resources.ts';
import { createSharedRegistry } from '../recordings/shared-registry.ts';
import { commandEngine } from '../recordings/transcription/engines/command.ts';
import type { SpeechEngine } from '../recordings/transcription/engines/engine.ts';
import type { EngineLimits } from '../recordings/transcription/engines/engine-limits.ts';
import { httpEngine } from '../recordings/transcription/engines/http.ts';
import type { TranscriptionLimits } from '../recordings/transcription/limits.ts';
import { createTranscriber } from '../recordings/transcription/transcriber.ts';
import { latestCalls } from '../reports/call-list.ts';
import { type Clock, monotonicClock } from '../shared/deadline.ts';
import { createLogger, type Logger } from '../shared/logger.ts';
import { createMemoryStore } from '../state/memory-store.ts';
import { deriveKey } from '../state/seal.ts';
import { newPassword } from './acts/handover.ts';
import type { CallObserver, Recheck } from './call.ts';
import { type Caller, createCaller } from './call-tool.ts';
import { createOutsideText, type Session } from './outside-text.ts';
import { createPeople, withLearning } from './people.ts';
import { HEARTBEAT_MS } from './progress/heartbeat.ts';
import { createReviewPages } from './review.ts';
import { createTrust } from './trust.ts';

export interface Services {
  caller: Caller;
  resources: Resources;
  completions: Completions;
  privacy: Privacy;
  log: Logger;
  /** Writes what the audit log still has to say. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What a server keeps to by default; tests pass less, so that nothing waits for real seconds. */
export interface ServiceOptions {
  limits?: {
    dialer?: Partial<DialerLimits>;
    lookup?: Partial<LookupLimits>;
    transcription?: Partial<TranscriptionLimits>;
    engine?: Partial<EngineLimits>;
    heartbeatMs?: number;
  };
  /** Milliseconds that only go forward. */
  clock?: Clock;
  /** Makes the secrets that are handed to a person. */
  newPassword?: () => string;
  observer?: CallObserver;
  /** Where people answer what they are asked; absent: on a page of this computer. */
  approvals?: Approvals;
  /** Looks before each act whether the person still may. */
  recheck?: Recheck;
  /** What this server's replicas share for the person that it serves; without it the server is the only one. */
  state?: ScopedStore;
  /** Absent where the dialer is the only one. */
  session?: Session;
  /** Opens the page on which a recording is heard; absent: on a page of this computer. */
  openReviewPage?: OpenReviewPage;
}

/** @param sandboxUrl starts the embedded dialer and tells its address; called at the first request, if at all. */
export function createServices(
  config: Config,
  env: Record<string, string | undefined>,
  sandboxUrl: () => Promise<string>,
  options: ServiceOptions = {},
): Services {
  const { limits = {}, clock = monotonicClock, session = { access: config.access } } = options;
  const dialer = createDialer({
    origin: config.origin === undefined ? sandboxUrl : async () => config.origin!,
    token: config.token ?? '',
    maxConnections: config.maxConnections,
    env,
    limits: limits.dialer,
  });
  const privacy = createPrivacy(config);
  const endpoints = withLearning(createEndpoints(dialer, tools), privacy);
  const lookupLimits = { ...LOOKUP_LIMITS, ...limits.lookup };
  const lookup = createNameLookup(endpoints, lookupLimits, clock);
  const registry = options.state ? createSharedRegistry(options.state) : createResourceRegistry();
  const speech = speechEngine(config, env, limits.engine);
  const log = createLogger(config.logLevel);
  if (config.profile && config.recordings.downloadDir) makeFolder(config.recordings.downloadDir, log);
  const trust = createTrust(config, log, options);
  session.outside ??= createOutsideText(tools, session);
  const { outside } = session;
  if (speech) log.debug({ engine: speech.name }, 'speech engine');
  const isOffered = (name: string) => !withheldBySetting(endpoint(tools, name), config);
  const resources = createResources(config, endpoints, tools, registry, privacy);
  const reviews = createReviewPages(config, async () => ({ caller, resources }));
  const openReviewPage = options.openReviewPage ?? reviews.open;
  const caller = createCaller({
    config,
    tools,
    endpoints,
    lookup,
    registry,
    delivery: createRecordingDelivery(config, endpoints, registry, openReviewPage),
    privacy,
    people: createPeople(endpoints, privacy),
    tokens: createConfirmationTokens(tokenOptions(config, options.state)),
    ...trust,
    outside,
    newPassword: options.newPassword ?? newPassword,
    dialerMs: dialer.waitedMs,
    heartbeat: {
      heartbeatMs: limits.heartbeatMs ?? HEARTBEAT_MS,
      isDialerAwaited: dialer.isAwaited,
    },
    observer: options.observer,
    recheck: options.recheck,
    principal: principalOf(config),
    transcribe:
      speech &&
      createTranscriber(config, speech, endpoints, tools, registry, limits.transcription, options.state),
  });
  return {
    caller,
    resources,
    completions: createCompletions(config, endpoints, isOffered, latestCalls, lookupLimits, clock),
    privacy,
    log,
    flush: trust.close,
    async close() {
      resources.close();
      await Promise.all([reviews.close(), dialer.close(), trust.close()]);
    },
  };
}

/** Replicas take each other's tokens: their key comes of what they share, and is another one for each person. */
const tokenOptions = ({ state: shared }: Config, state: ScopedStore | undefined): ConfirmationTokenOptions =>
  shared && state
    ? { state, key: deriveKey(shared.keySecret, `confirmation tokens of ${state.scope}`) }
    : { state: state ?? createMemoryStore(), key: randomBytes(32) };

/** The part of the download folder that is this dialer's. Where it can't be made, writing there says so. */
function makeFolder(path: string, log: Logger): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    log.warn({ code: (error as NodeJS.ErrnoException).code }, 'the download folder can not be made');
  }
}

function speechEngine(
  { recordings: { engine } }: Config,
  env: Record<string, string | undefined>,
  limits: Partial<EngineLimits> | undefined,
): SpeechEngine | undefined {
  if (!engine) return undefined;
  return engine.is === 'http' ? httpEngine({ ...engine, env, limits }) : commandEngine({ ...engine, limits });
}
