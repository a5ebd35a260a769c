/** A scripted speech server and an engine that asks it. */

import type { Recognition } from '../../src/recordings/transcription/engines/engine.ts';
import { httpEngine } from '../../src/recordings/transcription/engines/http.ts';
import { outcome, SPEECH } from './speech-file.ts';
import { type Script, type Scripted, type SpeechServer, speechServer } from './speech-server.ts';

export const SPOKEN = { text: 'Hej', language: 'sv', segments: [{ start: 0.5, end: 1, text: ' Hej' }] };
export const HEARD: Recognition = {
  segments: [{ start_s: 0.5, end_s: 1, text: 'Hej' }],
  timed: true,
  language: 'sv',
};
export const ok: Scripted = { body: SPOKEN };

const servers: SpeechServer[] = [];
/** For when a file's tests are over. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
}

type Settings = Partial<Parameters<typeof httpEngine>[0]>;

/** A server that gives these answers one by one, the last one for good, and an engine that asks it. */
export async function serving(script: Script | Scripted[], settings: Settings = {}) {
  const played: Script = Array.isArray(script)
    ? () => script[Math.min(server.posted.length, script.length) - 1]
    : script;
  const server = await speechServer(played);
  servers.push(server);
  const engine = httpEngine({ url: server.url, model: 'whisper-1', language: 'sv', env: {}, ...settings });
  const ask = (signal = new AbortController().signal, speech = SPEECH) =>
    outcome(engine.transcribe(speech, signal));
  return { server, engine, ask };
}
