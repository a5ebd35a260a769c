import { describe, expect, it } from 'vitest';
import {
  type Line,
  placeInTime,
  speakersOf,
} from '../../../src/recordings/transcription/transcript-lines.ts';

const line = (speaker: string, start_s: number, end_s: number, text = 'Hej'): Line => ({
  speaker,
  start_s,
  end_s,
  text,
});

describe('the longest pause', () => {
  const pauses = (...lines: Line[]) =>
    speakersOf(['agent', 'customer'], lines).map(({ longest_pause_s }) => longest_pause_s);

  it('counts a pause for the speaker who ends it, whoever spoke before', () => {
    expect(pauses(line('agent', 0, 2), line('customer', 5.25, 6), line('agent', 7, 8))).toEqual([1, 3.25]);
    expect(pauses(line('agent', 0, 2), line('agent', 5, 6), line('customer', 7, 8))).toEqual([3, 1]);
  });

  it('does not count the silence before the first word as a pause', () => {
    expect(pauses(line('agent', 9, 10), line('customer', 10, 11))).toEqual([0, 0]);
  });

  it('counts no pause while somebody else still speaks', () => {
    expect(pauses(line('agent', 0, 10), line('customer', 1, 2), line('customer', 4, 5))).toEqual([0, 0]);
    expect(pauses(line('agent', 0, 10), line('customer', 1, 2), line('customer', 12, 13))).toEqual([0, 2]);
  });
});

describe('lines', () => {
  it('returns lines in the order of time', () => {
    const lines = [line('agent', 5, 6), line('customer', 1, 9), line('agent', 1, 2)];
    expect(placeInTime(lines)).toEqual([line('agent', 1, 2), line('customer', 1, 9), line('agent', 5, 6)]);
  });
});
