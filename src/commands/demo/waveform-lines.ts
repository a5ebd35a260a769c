/** The waveform of a recording in characters, a line for each channel. */
import { createWaveformReader } from '../../recordings/audio/waveform.ts';
import { padRight } from '../terminal/text-width.ts';

/** By loudness. */
const BLOCKS = '▁▂▃▄▅▆▇█';
const MAX_BUCKETS = 72;
const GAP = 2;
const SIDES = ['left', 'right'];

interface WaveformLines {
  /** Each with the channel's name before it. */
  channels: string[];
  /** The times of the first and the last moment, below. */
  times: string;
}

/** Returns undefined for what can't be decoded. @param bytes of a WAV file */
export function waveformLines(bytes: Buffer, width: number): WaveformLines | undefined {
  const labelWidth = SIDES[1]!.length + GAP;
  const reader = createWaveformReader(Math.min(MAX_BUCKETS, width - labelWidth));
  reader.push(bytes);
  const waveform = reader.end();
  if (!waveform) return undefined;
  const { peaks, duration_s } = waveform;
  const loudest = Math.max(...peaks.flat());
  const end = clock(duration_s);
  return {
    channels: peaks.map(
      (levels, i) =>
        padRight(nameOf(i, peaks.length), labelWidth) +
        levels.map((level) => blockOf(loudest && level / loudest)).join(''),
    ),
    times: ' '.repeat(labelWidth) + padRight(clock(0), peaks[0]!.length - end.length) + end,
  };
}

const nameOf = (channel: number, channels: number): string =>
  channels === 2 ? SIDES[channel]! : channels === 1 ? 'mono' : `ch. ${channel + 1}`;

/** @param level from 0 to 1 */
const blockOf = (level: number): string => BLOCKS[Math.round(level * (BLOCKS.length - 1))]!;

/** Returns `1:05`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
