/** The pipeline does for every tool what no tool does for itself: these tools do nothing but answer. */
import { describe, expect, it } from 'vitest';
import type { CallServices } from '../../src/call/call.ts';
import { createCaller } from '../../src/call/call-tool.ts';
import { createOutsideText } from '../../src/call/outside-text.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { createPrivacy } from '../../src/privacy/create-privacy.ts';
import { MAX_ANSWER_LENGTH } from '../../src/response/limit.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { compositeReadTool, toolset } from '../../tools/builders.ts';

/** Calls a tool that answers so. */
function answerOf(execute: () => Promise<Row>, env: Record<string, string> = {}) {
  const tools = toolset('insight', [
    compositeReadTool({ name: 'look', title: 'Look', description: 'Looks.', input: s.object({}), execute }),
  ]);
  const config = readConfig([], { HITRATE_SANDBOX: 'on', ...env });
  // What such a tool never asks for is not there.
  const privacy = createPrivacy(config);
  const people = { nameUsers: async () => {}, nameCustomers: async () => {}, checkOwners: () => {} };
  const outside = createOutsideText(tools, config);
  const caller = createCaller({ config, tools, privacy, people, outside } as unknown as CallServices);
  return caller.call('look', {}, { signal: new AbortController().signal }).then(({ row }) => row);
}

describe('the pipeline of a call', () => {
  it('masks identity numbers wherever they stand in the answer of any tool', async () => {
    const answer = {
      note: 'pnr 19720311-1234',
      deep: [{ text: '720311-1234' }],
      identity_number: 7203111234,
    };
    expect(await answerOf(async () => answer)).toEqual({
      note: 'pnr 19720311-****',
      deep: [{ text: '720311-****' }],
      identity_number: '720311-****',
    });
  });

  it('masks the cells of a table by the names of its columns', async () => {
    const table = { columns: ['id', 'identity_number'], rows: [[7203111234, '7203111234']] };
    expect(await answerOf(async () => table)).toMatchObject({ rows: [[7203111234, '720311-****']] });
  });

  it('leaves identity numbers as they are where the operator shows them', async () => {
    const full = { HITRATE_IDENTITY_NUMBERS: 'full' };
    expect(await answerOf(async () => ({ note: '19720311-1234' }), full)).toEqual({ note: '19720311-1234' });
  });

  it('removes passwords and tokens from the answer of any tool', async () => {
    const answer = { user: { name: 'Axel', password: 'x', api_key: 'y' }, session: { token: 'z' } };
    expect(await answerOf(async () => answer)).toEqual({ user: { name: 'Axel' } });
  });

  it('masks identity numbers in errors too', async () => {
    const failing = answerOf(async () => {
      throw new ToolError('rejected', 'The dialer answered "19720311-1234 is on the list".');
    });
    await expect(failing).rejects.toThrow('The dialer answered "19720311-**** is on the list".');
  });

  it('shortens an answer that is longer than hosts show, and says what was left out', async () => {
    const answer = await answerOf(async () => ({ head: 'short', list: Array(5_000).fill('x'.repeat(50)) }));
    expect(JSON.stringify(answer).length).toBeLessThanOrEqual(MAX_ANSWER_LENGTH);
    expect(answer).toMatchObject({
      head: 'short',
      left_out: [expect.stringMatching(/^list: \d+ of 5000 shown$/)],
    });
  });
});
