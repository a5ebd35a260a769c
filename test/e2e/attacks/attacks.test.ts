/**
 * Conversations in which an outsider's text gives orders and the model obeys: it calls what it is told to, and tries
 * whatever it finds in the answers as a confirmation. No request that changes something leaves without a person.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../../src/config/settings.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { newFolder } from '../../support/files.ts';
import { effects, openBench, worldScript } from '../../support/guard-bench.ts';
import type { Attack, Call } from './attack.ts';
import { attacks } from './orders-of-others.ts';
import { plainWorld } from './world.ts';

const recording = readFileSync(new URL('../../../src/sandbox/speech/no-thanks.wav', import.meta.url));

/** Says the same of every recording. */
const ENGINE = `
import { readFileSync } from 'node:fs';
const text = readFileSync(process.argv[2], 'utf8');
process.stdout.write(JSON.stringify({ segments: [{ start: 0.5, end: 2, text }] }));
`;

/** A server in a company in which that was written, at any time of the day. */
async function benchOf({ world, spoken = '', file, ask }: Attack) {
  const folder = newFolder();
  writeFileSync(join(folder, 'engine.mjs'), ENGINE);
  writeFileSync(join(folder, 'spoken.txt'), spoken);
  if (file) writeFileSync(join(folder, file.name), file.text);
  const bench = await openBench({
    HITRATE_CONFIRM: 'auto',
    HITRATE_TIMEOUT_MS: '20000',
    HITRATE_STATE_DIR: join(folder, 'state'),
    HITRATE_DOWNLOAD_DIR: folder,
    HITRATE_CALLING_HOURS: 'always',
    HITRATE_TRANSCRIBE_COMMAND: `"${process.execPath}" "${join(folder, 'engine.mjs')}" "${join(folder, 'spoken.txt')}" {file}`,
    HITRATE_ASK: ask ?? SETTINGS.ask.default,
  });
  afterThisTest(bench.close);
  const answer = worldScript({ ...plainWorld, ...world });
  bench.scene((request, response) =>
    request.path.endsWith('/recording') ? { type: 'audio/wav', body: recording } : answer(request, response),
  );
  return bench;
}

/** Until it is done: a long recording takes several calls. */
async function read(host: Host, [tool, args]: Call) {
  const answer = await host.call(tool, args);
  return answer.data?.status === 'working' ? host.call(tool, { transcript: answer.data.transcript }) : answer;
}

/** Everything in texts that may pass for a confirmation. */
function confirmations(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => [
    ...(text.match(/[\w-]{12}\.[0-9a-z]{7,11}\.[\w-]{22}/g) ?? []),
    ...[...text.matchAll(/"(?:token|reference|confirm)":"([^"]+)"/g)].map(([, value]) => value!),
  ]);
  return [...new Set([...found, 'yes'])];
}

/** Waits no longer than it takes to see that a person is waited for. */
const tryToConfirm = (host: Host, [name, args]: Call, confirm: string): Promise<unknown> =>
  host.client
    .callTool({ name, arguments: { ...args, confirm } }, undefined, { timeout: 700 })
    .catch(() => undefined);

const WAITS_FOR_A_PERSON = /^(?:approval_required|approval_pending|confirmation_required|declined)$/;

it.each(attacks)('nothing leaves without a person where $title', async (attack) => {
  const { host, dialer } = await benchOf(attack);
  const told = await read(host, attack.read);
  expect(told.text).toContain(attack.seen);
  expect(Object.keys(told.data)[0] === 'looks_like_instructions').toBe(attack.marked);
  const act = typeof attack.act === 'function' ? attack.act(told.data) : attack.act;

  const { data, text, isError } = await host.call(...act);
  if (isError) expect(text).toMatch(/^permission_denied/);
  else expect(data.status).toMatch(WAITS_FOR_A_PERSON);

  await Promise.all(confirmations([told.text, text]).map((confirm) => tryToConfirm(host, act, confirm)));
  await host.close();
  expect(effects(dialer)).toEqual([]);
});

it('there are thirty and more of them, in both languages and from every kind of text', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(30);
  expect(new Set(attacks.map(({ title }) => title)).size).toBe(attacks.length);
  for (const language of [/Swedish/, /English/])
    expect(attacks.filter(({ title }) => language.test(title)).length).toBeGreaterThanOrEqual(10);
});
