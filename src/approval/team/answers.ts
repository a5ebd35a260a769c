/** Wakes who waits at the replica that took the answer; at the others they look from time to time. */
import { EventEmitter } from 'node:events';
import type { StateStore } from '../../define/state-store.ts';

const emitters = new WeakMap<StateStore, EventEmitter>();

function emitterOf(store: StateStore): EventEmitter {
  const emitter = emitters.get(store) ?? new EventEmitter().setMaxListeners(0);
  emitters.set(store, emitter);
  return emitter;
}

export const announceAnswer = (store: StateStore, reference: string): void =>
  void emitterOf(store).emit(reference);

/** Waits until it was answered here, the time is over, or the caller has gone. */
export function untilAnswered(
  store: StateStore,
  reference: string,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const emitter = emitterOf(store);
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      emitter.off(reference, end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    emitter.on(reference, end);
  });
}
