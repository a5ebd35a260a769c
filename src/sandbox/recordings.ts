// The sample that is played as a call's recording, and what is said in it.

import { LONG_SECONDS, longLines, longRecording } from './long-recording.ts';
import { fileOf, type Line, type Sample, samples } from './samples.ts';
import type { Call, State } from './state.ts';

export type { Line } from './samples.ts';

function outcomeOf(state: State, call: Call): string {
  // An agent who reaches a machine after all has the dialer call again a day later: the result 30.
  if (call.call_result_id === 1 || call.call_result_id === 30) return 'answering_machine';
  const result = state.call_results.get(call.call_result_id);
  if (result?.type_id === 1) return 'order';
  if (result?.title === 'Complaint') return 'complaint';
  return 'no_thanks';
}

/** The scripted orders of the seed have ids below this. */
const FIRST_DRAWN_ORDER = 101;

/** Returns the sample for a call; one that is about the product that was ordered goes before others. */
export function sampleOf(state: State, call: Call, order?: { id: number; title?: string }): Sample {
  const outcome = outcomeOf(state, call);
  const ofOutcome = samples().filter((sample) => sample.outcome === outcome);
  const ofProduct = ofOutcome.filter((sample) => sample.product === order?.title);
  const candidates = ofProduct.length > 0 ? ofProduct : ofOutcome;
  // Others rely on what is said in the scripted orders: always their product's first sample, whatever the call's id.
  const nth = order && order.id < FIRST_DRAWN_ORDER ? 0 : call.id;
  return candidates[nth % candidates.length]!;
}

function sampleOfCall(state: State, call: Call): Sample {
  for (const { id, call_id, products } of state.orders.values()) {
    if (call_id === call.id) return sampleOf(state, call, { id, title: products[0]?.title });
  }
  return sampleOf(state, call);
}

/** Whether it is the one call that is as long as the long recording. */
const isLong = (call: Call): boolean =>
  call.recording && call.connect_time !== null && call.finish_time - call.connect_time === LONG_SECONDS;

export const longCall = (state: State): Call | undefined => state.calls.find(isLong);

/** Returns a call's recording, or null where it has none. */
export function recordingOf(state: State, call: Call, mp3: boolean) {
  if (!call.recording) return null;
  if (isLong(call)) return longRecording(mp3);
  const sample = sampleOfCall(state, call);
  return mp3
    ? { file: fileOf(sample, 'mp3'), type: 'audio/mpeg' }
    : { file: fileOf(sample, 'wav'), type: 'audio/wav' };
}

/** Returns what a perfect transcript of the call's recording says; nothing where there is none. */
export function truthOf(state: State, call: Call): Line[] {
  if (!call.recording) return [];
  return isLong(call) ? longLines() : sampleOfCall(state, call).lines;
}
