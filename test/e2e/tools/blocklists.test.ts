/** A number on a blocklist: what is there already, what was not saved, and how it is set anew without a gap. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arrived, Scripted } from '../../support/fake-dialer.ts';
import { type Bench, effects, openBench, previewed } from '../../support/guard-bench.ts';
import { settle, until } from '../../support/waiting.ts';
import { things } from '../guard/acts.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({});
});
afterAll(() => bench.close());

const OFF = 'DELETE /api/blocklist/customer';
const ON = 'POST /api/blocklist/customer';
const args = { blocklist_id: 4, phone: '070-174 06 05', end_date: '2026-12-31', comment: 'Nej tack' };
const anew = { ...args, replace: true };
const done: Scripted = { body: { status: 'success', id: 7 } };
const duplicate: Scripted = {
  status: 500,
  body: { success: false, error: 'Server Error', message: "Duplicate entry '4-+46701740605' for key 'x'" },
};
const absent: Scripted = { status: 404, type: 'text/html', body: 'Nixlist item not found' };
const refused: Scripted = { status: 400, body: { message: 'Invalid end_date format' } };
const lost: Scripted = { status: 502, body: 'Bad Gateway' };

/** Answers to what changes the list, one after the other. */
const scene = (...answers: Scripted[]) => {
  const left = [...answers];
  bench.scene(({ method }: Arrived) =>
    method === 'GET' ? { body: things.blocklists } : (left.shift() ?? { status: 500, body: 'too many' }),
  );
};

const replaced = async (...answers: Scripted[]) => {
  scene();
  const confirm = await previewed(bench.host, 'add_blocklist_number', anew);
  scene(...answers);
  return bench.host.call('add_blocklist_number', { ...anew, confirm });
};

describe('add_blocklist_number', () => {
  it('add_blocklist_number repeats the end date and notes that the API leaves open whether that day is included', async () => {
    scene(done);
    const { data } = await bench.host.call('add_blocklist_number', args);
    expect(data).toMatchObject({
      status: 'done',
      blocklist_number_id: 7,
      blocklist: 'Nix 2026 (4)',
      phone: '+46701740605',
      end_date: '2026-12-31',
      comment: 'Nej tack',
    });
    expect(data.note).toMatch(/on that day itself the API does not say.*the one after it/);
  });

  it('add_blocklist_number with a past end date warns that the number is not blocked, before and after the act', async () => {
    scene(done);
    const { data } = await bench.host.call('add_blocklist_number', { ...args, end_date: '2020-01-01' });
    expect(data.note).toContain('NOT kept from being rung');
    scene();
    const preview = await bench.host.call('add_blocklist_number', { ...anew, end_date: '2020-01-01' });
    expect(preview.data.confirmation.effects.join('\n')).toContain('NOT kept from being rung');
  });

  it('add_blocklist_number to an unknown blocklist names list_blocklists', async () => {
    scene({ status: 404, type: 'text/html', body: 'Nixlist not found' });
    const { text } = await bench.host.call('add_blocklist_number', args);
    expect(text).toMatch(/^not_found: .*list_blocklists/);
  });

  it('add_blocklist_number without an end date reports a block without end', async () => {
    scene(done);
    const { data } = await bench.host.call('add_blocklist_number', { blocklist_id: 4, phone: args.phone });
    expect(data.note).toBe('Blocked without end.');
  });

  it('add_blocklist_number of a blocked number reports the values that were not saved and names replace', async () => {
    scene(duplicate);
    const answer = await bench.host.call('add_blocklist_number', args);
    expect(answer.data).toMatchObject({
      status: 'unchanged',
      phone: '+46701740605',
      not_saved: { end_date: '2026-12-31', comment: 'Nej tack' },
    });
    expect(answer.data.note).toMatch(/already.*replace = true/);
    expect(answer.text).not.toContain('Duplicate');
  });
});

describe('add_blocklist_number with replace', () => {
  it('add_blocklist_number with replace takes the number off and adds the number again, after a yes', async () => {
    const { data } = await replaced(done, done);
    expect(data).toMatchObject({ status: 'done', end_date: '2026-12-31', comment: 'Nej tack' });
    expect(effects(bench.dialer)).toEqual([OFF, ON]);
    expect(bench.dialer.requests.findLast(({ method }) => method !== 'GET')!.body).toEqual({
      id: 4,
      phone: '+46701740605',
      end_date: '2026-12-31',
      comment: 'Nej tack',
    });
  });

  it('add_blocklist_number with replace notes that the number was not on the blocklist before', async () => {
    expect((await replaced(absent, done)).data.note).toContain('not on this blocklist before');
  });

  it('add_blocklist_number with replace leaves a number alone that cannot be taken off', async () => {
    const answer = await replaced({ status: 403, body: { message: 'Permission denied' } });
    expect(answer.text).toMatch(/^permission_denied/);
    expect(effects(bench.dialer)).toEqual([OFF]);
  });

  it('add_blocklist_number with replace adds the number without end date and comment if these are refused', async () => {
    const { data } = await replaced(done, refused, done);
    expect(data).toMatchObject({
      status: 'done',
      not_saved: { end_date: '2026-12-31', comment: 'Nej tack' },
    });
    expect(data.note).toContain('blocked without end');
    expect(bench.dialer.requests.findLast(({ method }) => method !== 'GET')!.body).toEqual({
      id: 4,
      phone: '+46701740605',
      comment: '',
    });
  });

  it('add_blocklist_number with replace adds the number even if the outcome of the removal is unknown', async () => {
    expect((await replaced(lost, done)).data.status).toBe('done');
    const still = await replaced(lost, duplicate);
    expect(still.data).toMatchObject({ status: 'unchanged', not_saved: { comment: 'Nej tack' } });
  });

  it('add_blocklist_number with replace takes a duplicate after an unanswered attempt as a success', async () => {
    expect((await replaced(done, lost, duplicate)).data).toMatchObject({
      status: 'done',
      end_date: '2026-12-31',
    });
  });

  it('add_blocklist_number with replace warns that the number may be called if every attempt to add failed', async () => {
    const gone = await replaced(done, refused, refused);
    expect(gone.isError).toBe(true);
    expect(gone.text).toMatch(/^rejected: \+46701740605 was taken off .*MAY BE RUNG NOW.*at once/);
    const unsure = await replaced(done, lost, lost);
    expect(unsure.text).toMatch(/^outcome_unknown: .*MAY BE RUNG NOW/);
    expect(effects(bench.dialer)).toEqual([OFF, ON, ON]);
  });

  it('add_blocklist_number with replace adds the number again even if the call is cancelled meanwhile', async () => {
    scene();
    const confirm = await previewed(bench.host, 'add_blocklist_number', anew);
    const abort = new AbortController();
    bench.scene(async ({ method }) => {
      if (method === 'GET') return { body: things.blocklists };
      if (method === 'DELETE') {
        abort.abort();
        await settle();
      }
      return done;
    });
    const call = bench.host.client.callTool(
      { name: 'add_blocklist_number', arguments: { ...anew, confirm } },
      undefined,
      { signal: abort.signal },
    );
    await expect(call).rejects.toThrow();
    await until(() => effects(bench.dialer).length === 2);
    expect(effects(bench.dialer)).toEqual([OFF, ON]);
  });

  it('add_blocklist_number with replace is refused with HITRATE_ACCESS=write', async () => {
    const weak = await openBench({ HITRATE_ACCESS: 'write' });
    const answer = await weak.host.call('add_blocklist_number', anew);
    await weak.close();
    expect(answer.text).toMatch(/^permission_denied: .*HITRATE_ACCESS=destructive/);
    expect(weak.dialer.requests).toEqual([]);
  });
});

it('remove_blocklist_number of a number that is not on the blocklist reports unchanged', async () => {
  scene();
  const given = { blocklist_id: 4, phone: args.phone };
  const confirm = await previewed(bench.host, 'remove_blocklist_number', given);
  scene(absent);
  const { data } = await bench.host.call('remove_blocklist_number', { ...given, confirm });
  expect(data).toEqual({
    status: 'unchanged',
    blocklist: 'Nix 2026 (4)',
    phone: '+46701740605',
    note: 'The number is not on this blocklist.',
  });
});
