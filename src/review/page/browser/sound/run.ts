/** One stretch of playing: clip after clip, each scheduled to the sample where the one before ends. */
import { changeSpeed } from '../../sound/change-speed.ts';
import type { Sound } from '../../sound/wav.ts';
import { CLIP_S, type Clips } from './clips.ts';

export interface Run {
  /** In seconds of the recording. */
  position(): number;
  /** Whether it waits for a clip. */
  isWaiting(): boolean;
  stop(): void;
  /** Settles at the end of the recording, or when it was stopped. It fails where a clip can't be had. */
  readonly ended: Promise<void>;
}

export interface RunOptions {
  clips: Clips;
  context: AudioContext;
  /** In seconds; 0 as long as it is not known. */
  duration(): number;
  speed: number;
  /** In seconds of the recording. */
  from: number;
}

/** So much is scheduled ahead, at least: a clip is loaded in that time. */
const AHEAD_S = 12;
/** Between a click and the sound: what is scheduled in the past would begin too late. */
const LEAD_S = 0.05;
const LOOK_MS = 200;
/** Less than a sample of any recording. */
const INSTANT_S = 1e-6;

export function startRun({ clips, context, duration, speed, from }: RunOptions): Run {
  const sources: AudioBufferSourceNode[] = [];
  /** Up to where it is scheduled, in the recording and by the context's clock. */
  let next = { at: from, when: 0 };
  /** Where in the recording the sound begins that is heard from `when` on. */
  let base: { at: number; when: number } | undefined;
  let isStopped = false;
  /** The recording may end before it was said to. */
  let hasEnded = false;

  const isAtEnd = () => hasEnded || (duration() > 0 && next.at >= duration() - INSTANT_S);

  function schedule(sound: Sound): void {
    const heard = changeSpeed(sound, speed);
    const [first] = heard.channels;
    const buffer = context.createBuffer(heard.channels.length, first!.length, heard.rate);
    for (const [channel, samples] of heard.channels.entries()) buffer.copyToChannel(samples, channel);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    if (next.when < context.currentTime + LEAD_S / 2) {
      // The first one, or one that came late: on a sample of the context, so that nothing is put between samples.
      const when = Math.ceil((context.currentTime + LEAD_S) * context.sampleRate) / context.sampleRate;
      base = { at: next.at, when };
      next.when = when;
    }
    source.start(next.when);
    sources.push(source);
    const seconds = sound.channels[0]!.length / sound.rate;
    next = { at: next.at + seconds, when: next.when + first!.length / heard.rate };
  }

  async function play(): Promise<void> {
    while (!isStopped) {
      if (isAtEnd() && context.currentTime >= next.when) return;
      if (isAtEnd() || next.when - context.currentTime > AHEAD_S) {
        await pause(LOOK_MS);
        continue;
      }
      const index = Math.floor(next.at / CLIP_S + INSTANT_S);
      const sound = await clips.load(index);
      if (isStopped) return;
      const rest = soundFrom(sound, next.at - index * CLIP_S);
      if (rest.channels[0]?.length) schedule(rest);
      else hasEnded = true;
    }
  }

  return {
    position() {
      const heard = base ? Math.max(0, context.currentTime - base.when) * speed : 0;
      return Math.min(next.at, (base?.at ?? from) + heard);
    },
    isWaiting: () => !isAtEnd() && context.currentTime >= next.when,
    stop() {
      isStopped = true;
      for (const source of sources) source.stop();
    },
    ended: play(),
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function soundFrom({ rate, channels }: Sound, seconds: number): Sound {
  const first = Math.round(seconds * rate);
  return { rate, channels: channels.map((samples) => samples.subarray(first)) };
}
