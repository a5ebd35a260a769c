// Which spoken sample a call's recording is, and what is said in it.

import { LONG_SECONDS, longLines, longRecording } from './long-recording.ts';
import { fileOf, type Line, type Sample, samples } from './samples.ts';
import type { Call, State } from './state.ts';

export type { Line } from './samples.ts';

function outcomeOf(state: State, call: Call): string {
  // An agent who gets a machine after all has the dialer ring again a day later: the result 30.
  if (call.call_result_id === 1 || call.call_result_id === 30) return 'answering_machine';
  const result = state.call_results.get(call.call_result_id);
  if (result?.type_id === 1) return 'order';
  if (result?.title === 'Complaint') return 'complaint';
  return 'no_thanks';
}

/** The orders that the seed tells one by one have ids below this. */
const firstDrawnOrder = 101;

/** A sample that speaks of the very product that was ordered goes before the others. */
export function sampleOf(state: State, call: Call, order?: { id: number; title?: string }): Sample {
  const outcome = outcomeOf(state, call);
  const fitting = samples().filter((sample) => sample.outcome === outcome);
  const about = fitting.filter((sample) => sample.product === order?.title);
  const among = about.length > 0 ? about : fitting;
  // Others rely on what is said in the told orders: always their product's first sample, whatever the call's id.
  const nth = order && order.id < firstDrawnOrder ? 0 : call.id;
  return among[nth % among.length]!;
}

function sampleIn(state: State, call: Call): Sample {
  for (const { id, call_id, products } of state.orders.values()) {
    if (call_id === call.id) return sampleOf(state, call, { id, title: products[0]?.title });
  }
  return sampleOf(state, call);
}

/** The one call as long as the long recording has it. */
const isLong = (call: Call): boolean =>
  call.recording && call.connect_time !== null && call.finish_time - call.connect_time === LONG_SECONDS;

export const longCall = (state: State): Call | undefined => state.calls.find(isLong);

export function recordingOf(state: State, call: Call, mp3: boolean) {
  if (!call.recording) return null;
  if (isLong(call)) return longRecording(mp3);
  const sample = sampleIn(state, call);
  return mp3
    ? { file: fileOf(sample, 'mp3'), type: 'audio/mpeg' }
    : { file: fileOf(sample, 'wav'), type: 'audio/wav' };
}

/** What a perfect ear would write of the call's recording; nothing where there is none. */
export function truthOf(state: State, call: Call): Line[] {
  if (!call.recording) return [];
  return isLong(call) ? longLines() : sampleIn(state, call).lines;
}
