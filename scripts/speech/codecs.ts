// Makes the files of test/recordings/audio: `npx tsx scripts/speech/codecs.ts`.
// Needs sox with MP3, and lame; it takes its voices from src/sandbox/speech. What the two programs tell about the files
// goes into an index, so that the tests need neither.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClipRange } from '../../src/define/recording.ts';
import { createMemorySink, fetchRecording } from '../../src/recordings/fetch-recording.ts';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const out = path('test/recordings/audio/files');
const speech = path('src/sandbox/speech/order-dog-box.wav');
const work = mkdtempSync(join(tmpdir(), 'codecs-'));

/** Runs sox without dither, which would make other bytes each time. */
const sox = (...args: (string | number)[]) => execFileSync('sox', ['-D', '-V1', ...args.map(String)]);
const soxi = (...args: string[]) => execFileSync('soxi', args, { encoding: 'utf8' }).trim();
/** Samples of 16 bits without a header. */
const RAW = ['-b', '16', '-e', 'signed-integer', '-L', '-t', 'raw'];
const at = (name: string) => join(out, name);
const temporary = (name: string) => join(work, name);

interface WavForm {
  rate?: number;
  channels?: number;
  /** Options of sox. */
  form: string[];
}

/** An odd number: samples of one byte need padding. */
const WAV_SAMPLES = 3201;
const WAVS: Record<string, WavForm> = {
  'pcm8-mono-8k': { channels: 1, form: ['-b', '8', '-e', 'unsigned-integer'] },
  'pcm8-stereo-8k': { form: ['-b', '8', '-e', 'unsigned-integer'] },
  'pcm16-stereo-8k': { form: ['-b', '16'] },
  'pcm16-mono-16k': { channels: 1, rate: 16_000, form: ['-b', '16'] },
  'pcm16-stereo-44k1': { rate: 44_100, form: ['-b', '16'] },
  'pcm16-four-8k': { channels: 4, form: ['-b', '16'] },
  'pcm24-stereo-8k': { form: ['-b', '24'] },
  'pcm24-plain-mono-16k': { channels: 1, rate: 16_000, form: ['-t', 'wavpcm', '-b', '24'] },
  'pcm32-mono-8k': { channels: 1, form: ['-b', '32'] },
  'float32-stereo-8k': { form: ['-e', 'floating-point', '-b', '32'] },
  'float64-mono-8k': { channels: 1, form: ['-e', 'floating-point', '-b', '64'] },
  'alaw-mono-8k': { channels: 1, form: ['-e', 'a-law'] },
  'alaw-stereo-8k': { form: ['-e', 'a-law'] },
  'mulaw-mono-8k': { channels: 1, form: ['-e', 'mu-law'] },
  'mulaw-stereo-16k': { rate: 16_000, form: ['-e', 'mu-law'] },
  'gsm-mono-8k': { channels: 1, form: ['-e', 'gsm-full-rate'] },
  'ima-stereo-8k': { form: ['-e', 'ima-adpcm'] },
  'ms-stereo-8k': { form: ['-e', 'ms-adpcm'] },
};
/** How many samples of each file are decoded for comparison. */
const DECODED_SAMPLES = 400;

interface Mp3Form {
  rate: number;
  /** Options of lame. */
  form: string[];
}

const tags = ['--add-id3v2', '--tt', 'Inspelning', '--ta', 'Djurboxen', '--tc', 'Ett samtal'];
const MP3S: Record<string, Mp3Form> = {
  'cbr24-stereo-8k': { rate: 8000, form: ['-b', '24', '--cbr', '-m', 's', '--resample', '8'] },
  'cbr64-joint-44k1': { rate: 44_100, form: ['-b', '64', '--cbr', '-m', 'j', '--resample', '44.1'] },
  'cbr40-mono-16k': { rate: 16_000, form: ['-b', '40', '--cbr', '-m', 'm', '--resample', '16'] },
  'cbr32-tags-mono-22k05': {
    rate: 22_050,
    form: ['-b', '32', '--cbr', '-m', 'm', '--resample', '22.05', ...tags],
  },
  'cbr64-crc-mono-48k': { rate: 48_000, form: ['-b', '64', '--cbr', '-p', '-m', 'm', '--resample', '48'] },
  'vbr-joint-44k1': { rate: 44_100, form: ['-V', '6', '-m', 'j', '--resample', '44.1'] },
  'vbr-stereo-24k': { rate: 24_000, form: ['-V', '7', '-m', 's', '--resample', '24'] },
};
const MP3_SECONDS = 2;

/** Returns a file with the agent left and the customer right at once, each as loud as can be: the channels differ. */
function voices(): string {
  const file = temporary('voices.wav');
  const side = (name: string, channel: number, from: number) => {
    sox(speech, '-b', 16, '-e', 'signed-integer', temporary(name), 'trim', from, 4, 'remix', channel, 'norm');
    return temporary(name);
  };
  sox('-M', side('left.wav', 1, 6.4), side('right.wav', 2, 23.6), file);
  return file;
}

function makeWav(name: string, { rate = 8000, channels = 2, form }: WavForm, from: string) {
  const file = `${name}.wav`;
  const remix =
    channels === 4 ? ['remix', '1', '2', '1v0.5', '2v0.25'] : channels === 1 ? ['remix', '1'] : [];
  const effects = ['rate', rate, ...remix, 'trim', 0.2, `${WAV_SAMPLES}s`];
  sox(from, ...form, at(file), ...effects);
  const sampled = !/^(gsm|ima|ms)/.test(name);
  if (sampled) sox(at(file), ...RAW, at(`${name}.s16`), 'trim', 0, `${DECODED_SAMPLES}s`);
  return { ...describe(file), sampled };
}

function makeMp3(name: string, { rate, form }: Mp3Form, from: string) {
  const file = `${name}.mp3`;
  const linear = temporary('linear.wav');
  sox(from, '-b', 16, linear, 'rate', rate, 'trim', 0.2, MP3_SECONDS, 'norm', -1);
  execFileSync('lame', ['--quiet', '--noreplaygain', ...form, linear, at(file)]);
  return describe(file);
}

/** Describes a file as sox sees it. */
const describe = (file: string) => ({
  file,
  seconds: Number(soxi('-D', at(file))),
  channels: Number(soxi('-c', at(file))),
  rate: Number(soxi('-r', at(file))),
});

/** Clips of MP3 that are decoded and compared with the decoded whole. */
const CLIPS: ClipRange[] = [
  { start_s: 0.5 },
  { start_s: 0.9, end_s: 1.4 },
  { start_s: 1.31, end_s: 1.33 },
  { start_s: 0.001, end_s: 1 },
];

async function cut(bytes: Buffer, clip: ClipRange) {
  const into = createMemorySink();
  const whole = { bytes: bytes.length, head: bytes, cancel: () => {}, peek: async () => bytes };
  const { sound, sha256 } = await fetchRecording({ ...whole, chunks: chunks(bytes) }, { clip, ...into });
  return { sound, sha256, bytes: into.bytes() };
}
async function* chunks(bytes: Buffer) {
  yield bytes;
}

/** Decodes frame by frame, also the last one, which sox leaves out where nothing follows it. */
function decode(mp3: Buffer, frameSamples: number): Int16Array[] {
  writeFileSync(temporary('clip.mp3'), Buffer.concat([mp3, Buffer.alloc(3000)]));
  sox(temporary('clip.mp3'), ...RAW, temporary('clip.raw'));
  const { buffer, byteOffset, length } = readFileSync(temporary('clip.raw'));
  const samples = new Int16Array(buffer, byteOffset, length / 2);
  return Array.from({ length: Math.round(samples.length / frameSamples) }, (_, i) =>
    samples.subarray(i * frameSamples, (i + 1) * frameSamples),
  );
}

/** Proves that a clip sounds as the whole does there. @throws where a decoder hears another sound */
async function proveClip(file: string, range: ClipRange) {
  const mp3 = readFileSync(at(file));
  const { rate, channels } = describe(file);
  const perFrame = rate > 24_000 ? 1152 : 576;
  const frameAt = (time = 0) => (time * rate) / perFrame;
  // Both without the frame that holds no sound, which a clip leaves out.
  const whole = await cut(mp3, { start_s: 0 });
  const clip = await cut(mp3, range);
  const wholeFrames = decode(whole.bytes, perFrame * channels);
  const clipFrames = decode(clip.bytes, perFrame * channels);
  // Lead frames that lack what they draw on are not decoded: so the ends are aligned.
  const end = Math.round(frameAt(clip.sound.end_s));
  const from = Math.floor(frameAt(range.start_s) + 1e-6);
  for (let i = from; i < end; i++) {
    const clipFrame = clipFrames[clipFrames.length - end + i];
    // The last frame of a file may come without its last samples.
    if (!wholeFrames[i]?.every((sample, at) => at >= (clipFrame?.length ?? 0) || sample === clipFrame![at]))
      throw new Error(`${file} ${JSON.stringify(range)}: frame ${i} of ${from} to ${end} sounds different`);
  }
  return {
    file,
    wish: range,
    frames: end - from,
    sha256: createHash('sha256').update(clip.bytes).digest('hex'),
  };
}

try {
  mkdirSync(out, { recursive: true });
  const from = voices();
  const wav = Object.entries(WAVS).map(([name, how]) => makeWav(name, how, from));
  const mp3 = Object.entries(MP3S).map(([name, how]) => makeMp3(name, how, from));

  const trim = {
    file: 'pcm16-stereo-8k.wav',
    start_s: 0.1,
    end_s: 0.25,
    trimmed: 'pcm16-stereo-8k.trim.wav',
  };
  sox(at(trim.file), at(trim.trimmed), 'trim', trim.start_s, trim.end_s - trim.start_s);

  writeFileSync(
    temporary('codes'),
    Uint8Array.from({ length: 256 }, (_, code) => code),
  );
  for (const law of ['a-law', 'mu-law'])
    sox('-t', 'raw', '-r', 8000, '-c', 1, '-e', law, temporary('codes'), ...RAW, at(`${law}.s16`));

  const proofs = [];
  for (const { file } of mp3) for (const clip of CLIPS) proofs.push(await proveClip(file, clip));

  const index = { wav, mp3, trim, proofs };
  writeFileSync(at('index.json'), `${JSON.stringify(index, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
