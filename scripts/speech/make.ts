// Makes the sandbox dialer's recordings: `npx tsx scripts/speech/make.ts`.
// Needs espeak-ng, sox and lame. The same versions of them make the same bytes each time.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Conversation, conversations, type Line, pronunciations } from './conversations.ts';

const RATE = 8000;
/** Samples in a hundredth of a second: everything begins and ends on one, so that the index's two decimals are exact. */
const GRID = RATE / 100;
const PEAK = 0.6 * 32767;
const SILENCE = 0.01 * PEAK;
const WORDS_PER_MINUTE = '178';
const BEFORE_S = 0.3;
const PAUSE_S = 0.55;
const AFTER_S = 0.6;
const BEEP_HZ = 1000;
const BEEP_PEAK = 0.3 * 32767;
const BEEP_FADE = RATE / 100;

const out = fileURLToPath(new URL('../../src/sandbox/speech/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'speech-'));

const samplesIn = (seconds: number): number => Math.round(seconds * 100) * GRID;
const secondsIn = (samples: number): number => Math.round((samples / RATE) * 100) / 100;

/** Pads with silence to the next hundredth of a second. */
function padToGrid(samples: Float64Array): Float64Array {
  const padded = new Float64Array(Math.ceil(samples.length / GRID) * GRID);
  padded.set(samples);
  return padded;
}

/** Returns a line as a telephone carries it: 8 kHz, 300 to 3400 Hz, without silence at its ends, of the same peak as all. */
function speak(voice: string, text: string): Float64Array {
  const wav = join(work, 'line.wav');
  const raw = join(work, 'line.raw');
  execFileSync('espeak-ng', ['-v', voice, '-s', WORDS_PER_MINUTE, '-w', wav, text]);
  const format = ['-t', 'raw', '-e', 'signed-integer', '-b', '16', '-L'];
  execFileSync('sox', ['-D', wav, ...format, raw, 'gain', '-6', 'rate', String(RATE), 'sinc', '300-3400']);
  const bytes = readFileSync(raw);
  const samples = new Float64Array(bytes.length / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(i * 2);
  const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  if (peak === 0) throw new Error(`espeak-ng made only silence of: ${text}`);
  const normalised = samples.map((sample) => (sample * PEAK) / peak);
  const isAudible = (sample: number): boolean => Math.abs(sample) > SILENCE;
  return padToGrid(
    normalised.slice(normalised.findIndex(isAudible), normalised.findLastIndex(isAudible) + 1),
  );
}

function beep(seconds: number): Float64Array {
  const tone = new Float64Array(samplesIn(seconds));
  return tone.map((_, i) => {
    const fade = Math.min(1, i / BEEP_FADE, (tone.length - 1 - i) / BEEP_FADE);
    return BEEP_PEAK * fade * Math.sin((2 * Math.PI * BEEP_HZ * i) / RATE);
  });
}

function soundOf(conversation: Conversation, line: Line): Float64Array {
  if (line.beep !== undefined) return beep(line.beep);
  const text = pronunciations[conversation.language].reduce(
    (spelled, [written, spoken]) => spelled.replaceAll(written, spoken),
    line.text,
  );
  return speak(conversation.voices[line.speaker], text);
}

interface Turn {
  line: Line;
  sound: Float64Array;
  /** In samples. */
  start: number;
  end: number;
}

/** Places the lines of a conversation one after another, with their pauses. */
function turnsOf(conversation: Conversation): Turn[] {
  let at = 0;
  return conversation.lines.map((line, i) => {
    const start = at + samplesIn(line.pause ?? (i === 0 ? BEFORE_S : PAUSE_S));
    const sound = soundOf(conversation, line);
    at = start + sound.length;
    return { line, sound, start, end: at };
  });
}

/** Returns two channels of 16 bits, interleaved: the agent left, the customer right. */
function mix(turns: Turn[]): Buffer {
  const pcm = Buffer.alloc((turns.at(-1)!.end + samplesIn(AFTER_S)) * 4);
  for (const { line, sound, start } of turns) {
    const channel = line.speaker === 'agent' ? 0 : 2;
    for (const [i, sample] of sound.entries())
      pcm.writeInt16LE(Math.round(sample), (start + i) * 4 + channel);
  }
  return pcm;
}

/** Writes a conversation's two files and returns its entry in the index. */
function make(conversation: Conversation) {
  const { name, language, outcome, product } = conversation;
  const turns = turnsOf(conversation);
  const raw = join(work, 'call.raw');
  const linear = join(work, 'call.wav');
  const wav = join(out, `${name}.wav`);
  writeFileSync(raw, mix(turns));
  const format = ['-t', 'raw', '-r', String(RATE), '-e', 'signed-integer', '-b', '16', '-L', '-c', '2'];
  execFileSync('sox', ['-D', ...format, raw, linear]);
  execFileSync('sox', ['-D', linear, '-e', 'a-law', wav]);
  const coding = ['-b', '24', '--cbr', '-m', 's', '--resample', '8', '--noreplaygain'];
  execFileSync('lame', ['--quiet', ...coding, linear, join(out, `${name}.mp3`)]);

  const seconds = secondsIn(Number(execFileSync('soxi', ['-s', wav], { encoding: 'utf8' })));
  const lines = turns
    .filter(({ line }) => line.beep === undefined)
    .map(({ line, start, end }) => ({
      speaker: line.speaker,
      start_s: secondsIn(start),
      end_s: secondsIn(end),
      text: line.text,
    }));
  return { name, language, outcome, product, seconds, lines };
}

try {
  mkdirSync(out, { recursive: true });
  const index = conversations.map(make);
  writeFileSync(join(out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  for (const { name, seconds } of index) console.log(`${name}: ${seconds} s`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
