/** What the tests of transcripts share: a host whose server has an engine, and what its answers are compared with. */

import { expect } from 'vitest';
import type { Host, HostOptions } from '../../src/mcp/client.ts';
import { type Line, type Sample, samples as spoken } from '../../src/sandbox/samples.ts';
import { channelOf } from './hearing-engine.ts';
import { startHost } from './host.ts';
import { samples, wavFile } from './recordings.ts';

export type Answer = Awaited<ReturnType<Host['call']>>;

/** What is said of one speaker. */
export interface Share {
  speaker: string;
  talk_share: number;
  longest_pause_s: number;
}

/** A host whose server asks that dialer, be it the sandbox or a scripted one. */
export const hostAt = (
  dialer: { url: string },
  env: Record<string, string>,
  options: Pick<HostOptions, 'onStderr'> = {},
): Promise<Host> =>
  startHost(
    {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: 'sandbox-admin',
      HITRATE_CHANNELS: 'agent,customer',
      ...env,
    },
    options,
  );

export const transcribe = (host: Host, args: Record<string, unknown>): Promise<Answer> =>
  host.call('transcribe_recording', args);

/** Asks until it is done, as the answer says to. */
export async function followed(host: Host, args: Record<string, unknown>): Promise<Answer> {
  const { call_id, order_id, start_s, end_s, ...page } = args;
  let answer = await transcribe(host, args);
  while (answer.data?.status === 'working')
    answer = await transcribe(host, { ...page, transcript: answer.data.transcript });
  return answer;
}

/** The same where it must go well. */
export async function transcribed(host: Host, args: Record<string, unknown>): Promise<any> {
  const { data, text, isError } = await followed(host, args);
  expect(isError, text).toBe(false);
  return data;
}

/** A line of an answer, whatever its speaker is called. */
export type Told = Omit<Line, 'speaker'> & { speaker: string };

export function linesOf({ columns, rows }: { columns: string[]; rows: unknown[][] }): Told[] {
  expect(columns).toEqual(['speaker', 'start_s', 'end_s', 'text']);
  return rows.map(([speaker, start_s, end_s, text]) => ({ speaker, start_s, end_s, text }) as Told);
}

const words = (lines: readonly Told[]) => lines.map(({ speaker, text }) => `${speaker}: ${text}`);
const times = (lines: readonly Told[]) => lines.flatMap(({ start_s, end_s }) => [start_s, end_s]);

/** The same lines in the same order, at the same times. */
export function expectLines(lines: readonly Told[], truth: readonly Told[], within_s = 0.05): void {
  expect(words(lines)).toEqual(words(truth));
  expectNear(times(lines), times(truth), within_s);
}

export function expectNear(numbers: readonly number[], truth: readonly number[], within: number): void {
  const apart = numbers.map((number, i) => Math.abs(number - truth[i]!));
  expect(Math.max(0, ...apart)).toBeLessThanOrEqual(within + 1e-9);
}

/** What a perfect ear would tell of who speaks how much, and of whom the others wait for. */
export function sharesOf(speakers: readonly string[], truth: readonly Told[]): Share[] {
  const talk = (lines: readonly Told[]) =>
    lines.reduce((sum, { start_s, end_s }) => sum + end_s - start_s, 0);
  const quietBefore = ({ start_s }: Told) =>
    start_s - Math.max(...truth.filter((line) => line.start_s < start_s).map(({ end_s }) => end_s));
  return speakers.map((speaker) => {
    const own = truth.filter((line) => line.speaker === speaker);
    const pauses = own.map(quietBefore).filter(Number.isFinite);
    return {
      speaker,
      talk_share: talk(own) / talk(truth),
      longest_pause_s: Math.max(0, ...pauses),
    };
  });
}

export function expectShares(shares: readonly Share[], truth: readonly Share[]): void {
  expect(shares.map(({ speaker }) => speaker)).toEqual(truth.map(({ speaker }) => speaker));
  expect(shares.reduce((sum, { talk_share }) => sum + talk_share, 0)).toBeCloseTo(1, 5);
  for (const member of ['talk_share', 'longest_pause_s'] as const)
    expectNear(
      shares.map((share) => share[member]),
      truth.map((share) => share[member]),
      member === 'talk_share' ? 0.01 : 0.05,
    );
}

export const sampleNamed = (name: string): Sample => spoken().find((sample) => sample.name === name)!;

/** One channel with all that both say in the first sample, as a recorder that knows no sides has it. */
export function mixed(): Buffer {
  const both = Buffer.alloc(first.left.length);
  for (const { speaker, start_s, end_s } of first.lines) {
    const [from, to] = [start_s, end_s].map((seconds) => Math.round(seconds * 8000) * 2);
    (speaker === 'agent' ? first.left : first.right).copy(both, from, from, to);
  }
  return both;
}

/** 16-bit PCM of 8000 Hz, its channels interleaved. */
export function wavOf(...channels: Buffer[]): Buffer {
  const count = channels.length;
  const data = Buffer.alloc(channels[0]!.length * count);
  for (const [channel, samples] of channels.entries())
    for (let i = 0; i < samples.length; i += 2) samples.copy(data, i * count + channel * 2, i, i + 2);
  return wavFile(data, 8000, count);
}

const { name, wav } = samples[0]!;
/** The first sample: its lines, and both its channels. */
export const first = {
  wav,
  lines: sampleNamed(name).lines,
  left: channelOf(wav, 0).samples,
  right: channelOf(wav, 1).samples,
};

let moments = 0;
/** The same, a moment longer each time: what was heard once is not asked for again. */
export function unheard(): Buffer {
  const moment = Buffer.alloc(2 * ++moments);
  return wavOf(Buffer.concat([first.left, moment]), Buffer.concat([first.right, moment]));
}
