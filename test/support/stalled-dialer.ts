/** A dialer that keeps its answers back until the test lets them go. */
import { type FakeDialer, fakeDialer } from './fake-dialer.ts';

export interface StalledDialer extends FakeDialer {
  /** How many requests wait for their answer. */
  waiting(): number;
  /** How many of them were broken off by who asked. */
  brokenOff(): number;
  /** Answers all that wait, and all that come. */
  release(): void;
}

export async function stalledDialer(): Promise<StalledDialer> {
  let isReleased = false;
  let brokenOff = 0;
  const waiting = new Set<() => void>();
  const dialer = await fakeDialer(async (_, response) => {
    if (!isReleased)
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        response.on('close', () => {
          if (!waiting.delete(resolve)) return;
          brokenOff++;
          resolve();
        });
      });
    return response.destroyed ? undefined : { body: [] };
  });
  return {
    ...dialer,
    waiting: () => waiting.size,
    brokenOff: () => brokenOff,
    release() {
      isReleased = true;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
  };
}
