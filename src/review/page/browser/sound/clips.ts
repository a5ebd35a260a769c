/** The recording in clips: each is loaded when it is near, so that 45 minutes begin as quickly as one. */
import { decodeWav, type Sound } from '../../sound/wav.ts';
import { readBytes, type Source, SourceError } from '../source.ts';

export const CLIP_S = 20;
/** Two minutes: who goes back a little hears it at once. */
const MAX_CLIPS = 6;

export interface Clips {
  /** Loads the clip that begins at that multiple of CLIP_S. @throws SourceError */
  load(index: number): Promise<Sound>;
}

/** @param context decodes what is no WAV */
export function createClips(source: Source, recording: string, context: () => BaseAudioContext): Clips {
  /** What was used last is last. */
  const clips = new Map<number, Promise<Sound>>();

  async function read(index: number): Promise<Sound> {
    const range = `start_s=${index * CLIP_S}&end_s=${(index + 1) * CLIP_S}`;
    const bytes = await readBytes(source, `${recording}?${range}`);
    return decodeWav(bytes) ?? decodeByBrowser(bytes, context());
  }

  return {
    load(index) {
      const clip = clips.get(index) ?? read(index);
      clips.delete(index);
      clips.set(index, clip);
      if (clips.size > MAX_CLIPS) clips.delete(clips.keys().next().value!);
      // The next one who wants it tries again.
      clip.catch(() => clips.get(index) === clip && clips.delete(index));
      return clip;
    },
  };
}

/** Decodes MP3, and whatever else the browser knows. A clip of frames begins earlier than it was asked for. */
async function decodeByBrowser(bytes: Uint8Array<ArrayBuffer>, context: BaseAudioContext): Promise<Sound> {
  const buffer = await context.decodeAudioData(bytes.buffer).catch(() => {
    throw new SourceError('unavailable: This browser can not decode the sound.');
  });
  const { sampleRate: rate, numberOfChannels } = buffer;
  const skipped = Math.max(0, buffer.length - CLIP_S * rate);
  return {
    rate,
    channels: Array.from({ length: numberOfChannels }, (_, channel) =>
      buffer.getChannelData(channel).slice(skipped),
    ),
  };
}
