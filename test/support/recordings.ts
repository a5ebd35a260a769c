/** What the tests of recordings share: the spoken samples, and a host in process. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSandbox } from '../../src/sandbox/index.ts';

const folder = new URL('../../src/sandbox/speech/', import.meta.url);

export interface Sample {
  name: string;
  seconds: number;
  wav: Buffer;
  mp3: Buffer;
}

/** Every sample, with its length as it was measured when it was made. */
export const samples: Sample[] = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')).map(
  ({ name, seconds }: Sample) => ({
    name,
    seconds,
    wav: readFileSync(new URL(`${name}.wav`, folder)),
    mp3: readFileSync(new URL(`${name}.mp3`, folder)),
  }),
);

/** 16-bit PCM behind the plainest header. */
export function wavFile(data: Buffer, rate: number, channels: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export const silence = (seconds: number, rate: number, channels: number): Buffer =>
  wavFile(Buffer.alloc(seconds * rate * channels * 2), rate, channels);

export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** A sandbox over HTTP, and a call of its that was recorded. */
export async function spokenSandbox() {
  const sandbox = createSandbox();
  const listening = await sandbox.listen();
  const recorded = sandbox.state.calls.filter((call) => call.recording);
  return { ...listening, state: sandbox.state, recorded };
}

export const fetched = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url, { headers: { authorization: 'Bearer sandbox-admin' } });
  return Buffer.from(await answer.arrayBuffer());
};

/** WAV that is as long as others and sounds like none of them. */
export function noise(seed: string, seconds: number, rate = 8000, channels = 2): Buffer {
  const wav = silence(seconds, rate, channels);
  return wav.fill(createHash('sha256').update(seed).digest(), 44);
}
