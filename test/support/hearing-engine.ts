/**
 * A speech server that listens: it knows how the sandbox's lines sound, and finds them in whatever WAV it is posted. What
 * comes out of the tool can so be compared with the truth, without a word on how the recording was cut on its way.
 */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { samplesOf } from '../../src/recordings/audio/pcm.ts';
import { createWavReader, type WavFormat } from '../../src/recordings/audio/wav.ts';
import { fileOf, samples } from '../../src/sandbox/samples.ts';
import { type Posted, type Scripted, type SpeechServer, speechServer } from './speech-server.ts';

export interface Heard {
  start: number;
  end: number;
  text: string;
}

/** 16-bit samples of one channel. */
export interface Mono {
  rate: number;
  samples: Buffer;
}

interface Known {
  text: string;
  language: string;
  /** From its first sample to its last. */
  sound: Buffer;
  /** The loudest piece of it, and where in the line that is: what is searched, since silence is everywhere. */
  loud: Buffer;
  loudAt: number;
}

const RATE = 8000;
const PIECE = 400;

/** A channel of a WAV file as engines get it. */
export function channelOf(wav: Buffer, channel: number): Mono {
  const pieces: Buffer[] = [];
  const walk = createWavReader((piece) => void pieces.push(piece));
  walk.push(wav);
  walk.end();
  const format = walk.format() as WavFormat;
  const data = Buffer.concat(pieces);
  const samples = Math.floor(data.length / format.frameBytes);
  const mono = samplesOf({ format, data, samples }, channel, 0, samples);
  return { rate: format.rate, samples: Buffer.from(mono.buffer) };
}

function loudest(sound: Buffer): { loud: Buffer; loudAt: number } {
  let best = { power: -1, at: 0 };
  for (let at = 0; at + PIECE * 2 <= sound.length; at += PIECE * 2) {
    let power = 0;
    for (let i = at; i < at + PIECE * 2; i += 2) power += sound.readInt16LE(i) ** 2;
    if (power > best.power) best = { power, at };
  }
  return { loud: sound.subarray(best.at, best.at + PIECE * 2), loudAt: best.at };
}

let known: Known[] | undefined;

const knownLines = (): Known[] =>
  (known ??= samples().flatMap((sample) => {
    const wav = readFileSync(fileOf(sample, 'wav'));
    const channels = { agent: channelOf(wav, 0), customer: channelOf(wav, 1) };
    return sample.lines.map(({ speaker, start_s, end_s, text }) => {
      const at = (seconds: number) => Math.round(seconds * RATE) * 2;
      const sound = channels[speaker].samples.subarray(at(start_s), at(end_s));
      return { text, language: sample.language, sound, ...loudest(sound) };
    });
  }));

/** A line counts as heard where all of it sounds, sample for sample. In the order of time. */
export function listen({ rate, samples: sound }: Mono): { segments: Heard[]; language: string } {
  if (rate !== RATE) throw new Error(`the samples have ${RATE} Hz, not ${rate}`);
  const segments: Heard[] = [];
  let language = 'sv';
  for (const line of knownLines())
    for (let at = sound.indexOf(line.loud); at !== -1; at = sound.indexOf(line.loud, at + 1)) {
      const from = at - line.loudAt;
      const to = from + line.sound.length;
      if (from < 0 || from % 2 || to > sound.length || !sound.subarray(from, to).equals(line.sound)) continue;
      segments.push({ start: from / 2 / RATE, end: to / 2 / RATE, text: line.text });
      language = line.language;
    }
  return { segments: segments.sort((one, other) => one.start - other.start), language };
}

/** The file that was posted: 16-bit PCM of one channel behind the plainest header. @throws Error for any other */
export function postedWav({ parts }: Posted): Mono {
  const { bytes, filename, type } = parts.at(-1)!;
  const header = {
    filename,
    type,
    riff: bytes.toString('latin1', 0, 4),
    riffBytes: bytes.readUInt32LE(4),
    wave: bytes.toString('latin1', 8, 16),
    fmt: [bytes.readUInt32LE(16), bytes.readUInt16LE(20), bytes.readUInt16LE(22)],
    rate: bytes.readUInt32LE(24),
    perSecond: bytes.readUInt32LE(28),
    perFrame: [bytes.readUInt16LE(32), bytes.readUInt16LE(34)],
    data: bytes.toString('latin1', 36, 40),
    dataBytes: bytes.readUInt32LE(40),
  };
  const right = {
    filename: 'audio.wav',
    type: 'audio/wav',
    riff: 'RIFF',
    riffBytes: bytes.length - 8,
    wave: 'WAVEfmt ',
    fmt: [16, 1, 1],
    rate: header.rate,
    perSecond: header.rate * 2,
    perFrame: [2, 16],
    data: 'data',
    dataBytes: bytes.length - 44,
  };
  if (JSON.stringify(header) !== JSON.stringify(right)) throw new Error(`bad WAV: ${JSON.stringify(header)}`);
  return { rate: header.rate, samples: bytes.subarray(44) };
}

/** OpenAI's verbose_json of what sounds in the posted WAV. */
export function verbose(posted: Posted): Scripted {
  const wav = postedWav(posted);
  const { segments, language } = listen(wav);
  return {
    body: {
      task: 'transcribe',
      language,
      duration: wav.samples.length / 2 / wav.rate,
      text: segments.map(({ text }) => text).join(' '),
      segments: segments.map((segment, id) => ({ id, ...segment })),
    },
  };
}

/** The same without times, as of OpenAI's later models. */
export const plain = (posted: Posted): Scripted => ({
  body: {
    text: listen(postedWav(posted))
      .segments.map(({ text }) => text)
      .join(' '),
  },
});

export type Answering = (posted: Posted, response: ServerResponse) => Scripted | undefined;

export interface Listener extends SpeechServer {
  /** How it answers from now on; what throws is answered with status 400. */
  script(answering: Answering): void;
}

export async function listener(answering: Answering = verbose): Promise<Listener> {
  let current = answering;
  const server = await speechServer((posted, response) => {
    try {
      return current(posted, response);
    } catch (error) {
      return { status: 400, body: { error: { message: (error as Error).message } } };
    }
  });
  // Its own members stay its own: a test may set some of them.
  return Object.assign(server, {
    script: (next: Answering) => {
      current = next;
    },
  });
}

/** Answers when it is let go, and as it would have answered then. */
export function holding(answering: Answering = verbose) {
  const held: ((refusal?: Scripted) => void)[] = [];
  let open = false;
  let dropped = 0;
  return {
    /** What waits for its answer: each is answered by a call, in the listener's way or as the call says. */
    held,
    /** Requests that were given up before they had an answer. */
    dropped: () => dropped,
    script: ((posted, response) => {
      const answer = (refusal?: Scripted) => {
        const { status = 200, body } = refusal ?? answering(posted, response)!;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      response.on('close', () => {
        if (!response.writableFinished) dropped++;
      });
      if (open) answer();
      else held.push(answer);
      return undefined;
    }) satisfies Answering,
    letGo: () => {
      open = true;
      for (const answer of held.splice(0)) answer();
    },
  };
}
