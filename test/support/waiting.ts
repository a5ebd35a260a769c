/** Waiting for what happens in another process or on a socket; also in tests that run at the same time. */

/** Of this module, so that a test may replace the clock meanwhile. */
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

/** @throws where it does not hold in time */
export async function until(holds: () => boolean, timeout_ms = 20_000): Promise<void> {
  const end = now() + timeout_ms;
  while (!holds()) {
    if (now() > end) throw new Error(`it never came to ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Long enough for a request that must not come to come. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));

/** Time for a process to go, with slack for a loaded machine: what is tested is that it goes by itself. */
export const SOON_MS = 2_500;
