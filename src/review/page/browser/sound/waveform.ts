/** How the recording looks, and how long it is. */
import type { ReviewSubject } from '../../../../define/recording.ts';
import type { Args } from '../../../../define/row.ts';
import { waveformOf } from '../../protocol.ts';
import { readJson, type Source } from '../source.ts';

/** What the resource `waveform` tells. */
export interface Waveform {
  duration_s: number;
  sample_rate_hz?: number;
  sides: string[];
  peaks: number[][];
}

/** @throws SourceError */
export const readWaveform = async (source: Source, subject: ReviewSubject): Promise<Waveform> =>
  waveformIn(await readJson(source, waveformOf(subject)));

const waveformIn = ({ duration_s, sample_rate_hz, sides, peaks }: Args): Waveform => ({
  duration_s: Number(duration_s),
  sample_rate_hz: typeof sample_rate_hz === 'number' ? sample_rate_hz : undefined,
  sides: Array.isArray(sides) ? sides.map(String) : [],
  peaks: Array.isArray(peaks) ? peaks : [],
});
