/** Reads a recording for what a person sees of it before they hear it. */
import type { Progress } from '../define/tool-context.ts';
import { createWaveformReader } from './audio/waveform.ts';
import { FILE_LIMIT } from './deliver.ts';
import { fetchRecording } from './fetch-recording.ts';
import type { SharedDownload } from './memory/kept-recording.ts';

/** What the resource `waveform` of a recording holds, as JSON. */
export interface WaveformResource {
  /** MIME type of the recording. */
  type: string;
  duration_s: number;
  sample_rate_hz?: number;
  /** Who is on which channel, the left one first, where there are two. */
  sides?: readonly string[];
  /** Per channel; empty where the sound can't be decoded here, such as MP3. */
  peaks: readonly (readonly number[])[];
}

/** As many as a wide page has room for. */
const MAX_PEAKS = 600;

/** @param channels the names of the left and the right one. @throws ToolError */
export async function readWaveform(
  download: SharedDownload,
  channels: readonly [left: string, right: string],
  progress: Progress | undefined,
): Promise<WaveformResource> {
  const reader = createWaveformReader(MAX_PEAKS);
  const { type, sound } = await fetchRecording(download, {
    write: reader.push,
    limit: FILE_LIMIT,
    progress,
    skipHash: true,
  });
  const waveform = reader.end();
  return {
    type,
    duration_s: waveform?.duration_s ?? sound.duration_s ?? 0,
    sample_rate_hz: sound.sample_rate_hz,
    ...(sound.channels === 2 && { sides: channels }),
    peaks: waveform?.peaks ?? [],
  };
}
