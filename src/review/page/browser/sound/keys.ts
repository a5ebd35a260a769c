/** The keys of the player. Letters count only where the person is at the player or the transcript: elsewhere they may be meant otherwise. */
import { element } from '../../../../pages/browser/elements.ts';

interface KeyOptions {
  toggle(): void;
  seekBy(seconds: number): void;
  /** To the next line, or the one before. */
  step(by: 1 | -1): void;
}

export function startKeys({ toggle, seekBy, step }: KeyOptions): void {
  addEventListener('keydown', (event) => {
    const { target, key } = event;
    const isTyping = target instanceof Element && target.closest('input, textarea, select') !== null;
    if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
    // A button under the focus takes the space bar itself.
    const isButton = target instanceof Element && target.closest('button, a') !== null;
    const does: Record<string, (() => void) | undefined> = {
      ' ': isButton ? undefined : toggle,
      ArrowRight: () => seekBy(5),
      ArrowLeft: () => seekBy(-5),
      j: isAtWork(target) ? () => step(1) : undefined,
      k: isAtWork(target) ? () => step(-1) : undefined,
    };
    const action = does[key.length === 1 ? key.toLowerCase() : key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

const isAtWork = (target: EventTarget | null): boolean =>
  target === document.body ||
  (target instanceof Node && ['player', 'transcript'].some((id) => element(id).contains(target)));
