/** One page of calls, requested again when it breaks midway. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/define/row.ts';
import { type PageBatches, readPageWithRetry } from '../../../src/reports/paging/read-call-page.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';

const away = () => new ToolError('unavailable', 'The dialer is away.');

/** Collects each call once. */
function sink() {
  const ids = new Set<number>();
  return {
    ids,
    get rowsRead() {
      return ids.size;
    },
    take(rows: Row[]) {
      for (const { id } of rows) ids.add(id);
    },
  };
}

/** Opens a page that breaks so many times after its first batch. */
function breakingPage(times: number, error: () => Error = away) {
  const page = {
    opened: 0,
    async *open(): PageBatches {
      page.opened++;
      yield [{ id: 1 }];
      // Each attempt brings one call more.
      yield [{ id: 10 + page.opened }];
      if (page.opened <= times) throw error();
      return { count: 9, current_page: 0, last_page: 3 };
    },
  };
  return page;
}

describe('readPageWithRetry', () => {
  it('reads a page once when nothing breaks', async () => {
    const page = breakingPage(0);
    const calls = sink();
    expect(await readPageWithRetry(page.open, calls, undefined)).toEqual({
      rows: 2,
      count: 9,
      current_page: 0,
      last_page: 3,
    });
    expect(page.opened).toBe(1);
  });

  it('requests a page that breaks midway again, up to three times', async () => {
    const mended = breakingPage(2);
    await readPageWithRetry(mended.open, sink(), 9);
    expect(mended.opened).toBe(3);
    const broken = breakingPage(3);
    await expect(readPageWithRetry(broken.open, sink(), 9)).rejects.toThrow(
      'The dialer is away. 4 of 9 calls had been read by then; of a part nothing is told.',
    );
    expect(broken.opened).toBe(3);
  });

  it('does not retry a page that brought no call or failed in another way', async () => {
    let opened = 0;
    const closed = async function* (): PageBatches {
      opened++;
      yield [];
      throw away();
    };
    await expect(readPageWithRetry(closed, sink(), undefined)).rejects.toThrow(/^The dialer is away\.$/);
    expect(opened).toBe(1);
    const denied = breakingPage(1, () => new ToolError('permission_denied', 'No.'));
    await expect(readPageWithRetry(denied.open, sink(), undefined)).rejects.toThrow(
      'No. 2 calls had been read by then',
    );
    expect(denied.opened).toBe(1);
  });

  it('rejects a page of an undocumented form as a bad answer', async () => {
    const undocumentedPage = async function* (): PageBatches {
      yield [];
      return { count: 'many' };
    };
    await expect(readPageWithRetry(undocumentedPage, sink(), undefined)).rejects.toMatchObject({
      kind: 'bad_answer',
    });
  });
});
