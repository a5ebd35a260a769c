/** Plays a recording from wherever the person wants to hear it. */
import type { Clips } from './clips.ts';
import { type Run, startRun } from './run.ts';

export interface Player {
  toggle(): void;
  playFrom(seconds: number): void;
  /** Goes there, and plays on if it was playing. */
  seek(seconds: number): void;
  setSpeed(speed: number): void;
  speed(): number;
  /** In seconds of the recording. */
  position(): number;
  isPlaying(): boolean;
  /** Whether it waits for a clip. */
  isWaiting(): boolean;
  /** Stops, and plays nothing any more. */
  close(): void;
}

export interface PlayerOptions {
  clips: Clips;
  context(): AudioContext;
  /** In seconds; 0 as long as it is not known. */
  duration(): number;
  /** Something other than the position has changed. */
  onChange(): void;
  onProblem(error: unknown): void;
}

export function createPlayer({ clips, context, duration, onChange, onProblem }: PlayerOptions): Player {
  let run: Run | undefined;
  let pausedAt = 0;
  let speed = 1;
  let isClosed = false;

  const position = (): number => run?.position() ?? pausedAt;

  function stop(): void {
    pausedAt = position();
    run?.stop();
    run = undefined;
  }

  async function start(): Promise<void> {
    const from = duration() > 0 && pausedAt >= duration() ? 0 : pausedAt;
    // The browser lets a page sound only after a click or a key, and this is one.
    void context().resume();
    const own = startRun({ clips, context: context(), duration, speed, from });
    run = own;
    onChange();
    const problem = await own.ended.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (run !== own) return;
    stop();
    if (problem) onProblem(problem.error);
    onChange();
  }

  function goTo(seconds: number, plays: boolean): void {
    stop();
    pausedAt = Math.max(0, duration() > 0 ? Math.min(seconds, duration()) : seconds);
    if (plays && !isClosed) void start();
    else onChange();
  }

  return {
    toggle: () => goTo(position(), run === undefined),
    playFrom: (seconds) => goTo(seconds, true),
    seek: (seconds) => goTo(seconds, run !== undefined),
    setSpeed(next) {
      speed = next;
      goTo(position(), run !== undefined);
    },
    speed: () => speed,
    position,
    isPlaying: () => run !== undefined,
    isWaiting: () => run?.isWaiting() ?? false,
    close() {
      isClosed = true;
      goTo(position(), false);
    },
  };
}
