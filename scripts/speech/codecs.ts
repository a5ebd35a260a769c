// Makes the files of test/recordings/audio: `npx tsx scripts/speech/codecs.ts`.
// Needs sox with MP3, and lame; it takes its voices from src/sandbox/speech. What the two programs say of the files goes
// into an index, so that the tests need neither.

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

/** Without dither, which would make other bytes each time. */
const sox = (...args: (string | number)[]) => execFileSync('sox', ['-D', '-V1', ...args.map(String)]);
const soxi = (...args: string[]) => execFileSync('soxi', args, { encoding: 'utf8' }).trim();
/** Samples of 16 bits and nothing else. */
const RAW = ['-b', '16', '-e', 'signed-integer', '-L', '-t', 'raw'];
const at = (name: string) => join(out, name);
const temporary = (name: string) => join(work, name);

/** An odd number of samples, so that of one byte each they need padding. */
const WAV_SAMPLES = 3201;
const WAVS: Record<string, { rate?: number; channels?: number; form: string[] }> = {
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
/** Samples of each that are decoded for comparison. */
const DECODED = 400;

const tags = ['--add-id3v2', '--tt', 'Inspelning', '--ta', 'Djurboxen', '--tc', 'Ett samtal'];
const MP3S: Record<string, { rate: number; form: string[] }> = {
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

/** Agent left, customer right, both at once: no channel is the other's, and both are as loud as can be. */
function voices(): string {
  const made = temporary('voices.wav');
  const side = (name: string, channel: number, from: number) => {
    sox(speech, '-b', 16, '-e', 'signed-integer', temporary(name), 'trim', from, 4, 'remix', channel, 'norm');
    return temporary(name);
  };
  sox('-M', side('left.wav', 1, 6.4), side('right.wav', 2, 23.6), made);
  return made;
}

function makeWav(name: string, { rate = 8000, channels = 2, form }: (typeof WAVS)[string], from: string) {
  const file = `${name}.wav`;
  const remix =
    channels === 4 ? ['remix', '1', '2', '1v0.5', '2v0.25'] : channels === 1 ? ['remix', '1'] : [];
  const effects = ['rate', rate, ...remix, 'trim', 0.2, `${WAV_SAMPLES}s`];
  sox(from, ...form, at(file), ...effects);
  const sampled = !/^(gsm|ima|ms)/.test(name);
  if (sampled) sox(at(file), ...RAW, at(`${name}.s16`), 'trim', 0, `${DECODED}s`);
  return { ...told(file), sampled };
}

function makeMp3(name: string, { rate, form }: (typeof MP3S)[string], from: string) {
  const file = `${name}.mp3`;
  const linear = temporary('linear.wav');
  sox(from, '-b', 16, linear, 'rate', rate, 'trim', 0.2, MP3_SECONDS, 'norm', -1);
  execFileSync('lame', ['--quiet', '--noreplaygain', ...form, linear, at(file)]);
  return told(file);
}

const told = (file: string) => ({
  file,
  seconds: Number(soxi('-D', at(file))),
  channels: Number(soxi('-c', at(file))),
  rate: Number(soxi('-r', at(file))),
});

/** Stretches of MP3 whose decoded clip is compared with the decoded whole. */
const STRETCHES: ClipRange[] = [
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

/** Frame by frame, also the last one, which sox leaves out where nothing follows it. */
function decoded(mp3: Buffer, frame: number): Int16Array[] {
  writeFileSync(temporary('clip.mp3'), Buffer.concat([mp3, Buffer.alloc(3000)]));
  sox(temporary('clip.mp3'), ...RAW, temporary('clip.raw'));
  const { buffer, byteOffset, length } = readFileSync(temporary('clip.raw'));
  const samples = new Int16Array(buffer, byteOffset, length / 2);
  return Array.from({ length: Math.round(samples.length / frame) }, (_, i) =>
    samples.subarray(i * frame, (i + 1) * frame),
  );
}

/** @throws where a decoder hears another sound in the clip than in the whole */
async function proof(file: string, range: ClipRange) {
  const mp3 = readFileSync(at(file));
  const { rate, channels } = told(file);
  const perFrame = rate > 24_000 ? 1152 : 576;
  const frameAt = (time = 0) => (time * rate) / perFrame;
  // Both without the frame that holds no sound, which a clip leaves out.
  const whole = await cut(mp3, { start_s: 0 });
  const clip = await cut(mp3, range);
  const all = decoded(whole.bytes, perFrame * channels);
  const some = decoded(clip.bytes, perFrame * channels);
  // The lead frames that lack what they draw on are not decoded: so the ends are laid on each other.
  const end = Math.round(frameAt(clip.sound.end_s));
  const from = Math.floor(frameAt(range.start_s) + 1e-6);
  for (let i = from; i < end; i++) {
    const heard = some[some.length - end + i];
    // The last frame of a file may come without its last samples.
    if (!all[i]?.every((sample, at) => at >= (heard?.length ?? 0) || sample === heard![at]))
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
  for (const { file } of mp3) for (const wish of STRETCHES) proofs.push(await proof(file, wish));

  const index = { wav, mp3, trim, proofs };
  writeFileSync(at('index.json'), `${JSON.stringify(index, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
