/** Keeps what is heard in sight, until the person looks elsewhere by themselves. */
import { element, show } from '../../../../pages/browser/elements.ts';

export interface Follower {
  /** Shows the line that is heard, unless the person has scrolled away. */
  follow(line: HTMLElement | null): void;
  /** Shows a line in any case. */
  reveal(line: HTMLElement | null): void;
  pause(): void;
  resume(): void;
}

const SCROLL_KEYS = ['PageUp', 'PageDown', 'Home', 'End'];

export function createFollower(list: HTMLElement): Follower {
  let isPaused = false;
  let last: HTMLElement | null = null;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)');

  function setPaused(paused: boolean): void {
    isPaused = paused;
    show('follow', paused && last !== null);
  }

  /** A list with a bar of its own is scrolled in itself; a host gives the page all the height that it wants. */
  function reveal(line: HTMLElement | null): void {
    if (!line) return;
    const behavior = isCalm.matches ? 'auto' : 'smooth';
    if (list.scrollHeight > list.clientHeight + 1) {
      const { top, bottom } = line.getBoundingClientRect();
      const box = list.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom - box.height / 4)
        list.scrollTo({ top: list.scrollTop + top - box.top - box.height / 4, behavior });
      return;
    }
    // Both stay at the top of a narrow page.
    const under = element('player').offsetHeight + element('search-form').offsetHeight;
    const { top, bottom } = line.getBoundingClientRect();
    const visible = innerHeight - under;
    if (top < under || bottom > innerHeight - visible / 4)
      scrollTo({ top: scrollY + top - under - visible / 4, behavior });
  }

  // What the page scrolls by itself makes none of these.
  for (const kind of ['wheel', 'touchmove'] as const)
    addEventListener(kind, ({ target }) => isWithin(target) && setPaused(true), { passive: true });
  addEventListener('keydown', ({ key, target }) => {
    if (SCROLL_KEYS.includes(key) && isWithin(target)) setPaused(true);
  });
  element('follow').addEventListener('click', () => {
    setPaused(false);
    reveal(last);
  });

  /** Elsewhere on a wide page it is something else that is scrolled. */
  function isWithin(target: EventTarget | null): boolean {
    const hasOwnBar = list.scrollHeight > list.clientHeight + 1;
    return target instanceof Node && (!hasOwnBar || list.contains(target));
  }

  return {
    follow(line) {
      last = line;
      if (isPaused) show('follow', last !== null);
      else reveal(line);
    },
    reveal,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
  };
}
