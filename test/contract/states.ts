import type { State } from '../../src/sandbox/index.ts';

export const states: Record<string, { as?: string; prepare?: (state: State) => void }> = {};
