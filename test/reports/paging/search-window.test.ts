/** The part of a search that is read: each call is new once, and the next part begins where this one ends. */
import { describe, expect, it } from 'vitest';
import { createSearchWindow } from '../../../src/reports/paging/search-window.ts';

const AT = ['2026-11-02T08:00:00.000Z', '2026-11-02T08:00:01.000Z', '2026-11-02T08:00:02.000Z'] as const;
const call = (id: number, second: 0 | 1 | 2) => ({ id, init_time: AT[second] });

describe('createSearchWindow', () => {
  it('adds each call once', () => {
    const window = createSearchWindow();
    expect([call(1, 0), call(2, 0), call(1, 0)].map(window.add)).toEqual([true, true, false]);
    expect(window.rowsRead).toBe(2);
    expect(window.rowsInWindow).toBe(2);
  });

  it('continues from the last moment, whose calls count in both windows', () => {
    const window = createSearchWindow('2026-11-01T23:00:00.000Z');
    [call(1, 0), call(2, 1), call(3, 1)].forEach(window.add);
    expect(window.advance()).toBe(true);
    expect(window.start).toBe(AT[1]);
    expect(window.rowsInWindow).toBe(0);
    expect([call(2, 1), call(3, 1), call(3, 1), call(4, 2)].map(window.add)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(window.rowsInWindow).toBe(3);
    expect(window.rowsRead).toBe(4);
  });

  it('does not continue when all calls are of the moment that the window began at', () => {
    const window = createSearchWindow(AT[0]);
    window.add(call(1, 0));
    expect(window.advance()).toBe(false);
    expect(createSearchWindow().advance()).toBe(false);
  });

  it('does not continue when calls are not in order of time', () => {
    const window = createSearchWindow();
    window.add(call(1, 1));
    window.add(call(2, 0));
    expect(window.inOrder).toBe(false);
    expect(window.advance()).toBe(false);
  });

  it('keeps the last moment when a call has none', () => {
    const window = createSearchWindow();
    window.add(call(1, 0));
    window.add({ id: 2, init_time: null });
    expect(window.lastMoment).toBe(AT[0]);
  });
});
