import { describe, expect, it } from 'vitest';
import { withDeadline } from '../../src/shared/deadline.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a deadline', () => {
  it('aborts work that runs past the deadline', async () => {
    await withDeadline(20, undefined, async (deadline) => {
      await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve));
      expect(deadline.expired()).toBe(true);
    });
  });

  it('stands still while a person is asked, and goes on with the time that was left', async () => {
    await withDeadline(200, undefined, async (deadline) => {
      const before = deadline.leftMs();
      await deadline.pauseWhile(() => wait(400));
      expect(deadline.expired()).toBe(false);
      expect(deadline.leftMs()).toBeLessThanOrEqual(before);
      await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve));
      expect(deadline.expired()).toBe(true);
    });
  });

  it('is one deadline for all parts of the work', async () => {
    await withDeadline(1_000, undefined, async (deadline) => {
      const first = deadline.leftMs();
      await wait(30);
      expect(deadline.leftMs()).toBeLessThan(first);
    });
  });

  it("passes on the host's cancellation as such, not as a timeout", async () => {
    const host = new AbortController();
    await withDeadline(1_000, host.signal, async (deadline) => {
      host.abort();
      expect(deadline.signal.aborted).toBe(true);
      expect(deadline.expired()).toBe(false);
    });
  });
});
