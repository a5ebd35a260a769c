// Which spoken sample a call's recording is. The folder lies beside this module, in the source as in the bundle.

import { readFileSync } from 'node:fs';
import type { Call, State } from './state.ts';

interface Sample {
  name: string;
  outcome: string;
  language: string;
  seconds: number;
}

let samples: Sample[] | undefined;

function load(): Sample[] {
  samples ??= JSON.parse(readFileSync(new URL('./speech/index.json', import.meta.url), 'utf8')) as Sample[];
  return samples;
}

function outcomeOf(state: State, call: Call): string {
  if (call.call_result_id === 1) return 'answering_machine';
  const result = state.call_results.get(call.call_result_id);
  if (result?.type_id === 1) return 'order';
  if (result?.title === 'Complaint') return 'complaint';
  return 'no_thanks';
}

/** A sample that speaks of the very product that was ordered goes before the others. */
function aboutProduct(state: State, call: Call): string | undefined {
  for (const order of state.orders.values()) {
    if (order.call_id === call.id)
      return `order-${order.products[0]?.title.toLowerCase().replaceAll(' ', '-')}`;
  }
}

export function recordingOf(state: State, call: Call, mp3: boolean): { file: URL; type: string } | null {
  if (!call.recording) return null;
  const all = load();
  const outcome = outcomeOf(state, call);
  const fitting = all.filter((sample) => sample.outcome === outcome);
  const wanted = outcome === 'order' ? aboutProduct(state, call) : undefined;
  const sample =
    fitting.find((entry) => entry.name === wanted) ?? fitting[call.id % fitting.length] ?? all[0];
  if (!sample) return null;
  return mp3
    ? { file: new URL(`./speech/${sample.name}.mp3`, import.meta.url), type: 'audio/mpeg' }
    : { file: new URL(`./speech/${sample.name}.wav`, import.meta.url), type: 'audio/wav' };
}
