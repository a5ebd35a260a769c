// The spoken samples, as scripts/speech makes them. Their folder is beside this module, in the source as in the bundle.

import { readFileSync } from 'node:fs';

export interface Line {
  speaker: 'agent' | 'customer';
  start_s: number;
  end_s: number;
  text: string;
}

export interface Sample {
  name: string;
  language: string;
  outcome: string;
  /** What is ordered, in an order. */
  product?: string;
  seconds: number;
  lines: Line[];
}

let index: Sample[] | undefined;

/** Returns the index of all samples. */
export function samples(): Sample[] {
  index ??= JSON.parse(readFileSync(new URL('./speech/index.json', import.meta.url), 'utf8')) as Sample[];
  return index;
}

export const fileOf = (sample: Sample, ending: 'wav' | 'mp3'): URL =>
  new URL(`./speech/${sample.name}.${ending}`, import.meta.url);
