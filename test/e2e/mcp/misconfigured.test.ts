/** A server with a wrong setting, as a host sees it: hosts show what a server says, and hardly ever its log. */
import { afterEach, describe, expect, it } from 'vitest';
import { greet, type Running, request, run, toolCall } from '../../support/process.ts';
import { statelessRequest } from '../../support/stateless-messages.ts';

const LINE = 'HITRATE_ACCESS=everything: must be one of read, write, destructive';

let server: Running;
const start = () => {
  server = run([], { env: { HITRATE_SANDBOX: 'on', HITRATE_ACCESS: 'everything' } });
};
afterEach(() => server.end());

describe('a server with a wrong setting', () => {
  it('says what is wrong in its instructions and to every call', async () => {
    start();
    await greet(server);
    expect((await server.answer(0)).result.instructions).toContain(LINE);
    server.send(request(1, 'tools/list'));
    const { tools } = (await server.answer(1)).result;
    expect(tools.length).toBeGreaterThan(10);
    for (const [at, { name }] of tools.entries()) {
      server.send(toolCall(10 + at, name));
      const { isError, content } = (await server.answer(10 + at)).result;
      expect(isError).toBe(true);
      expect(content[0].text).toMatch(/^unavailable: /);
      expect(content[0].text).toContain(LINE);
    }
  });

  it('says it in the stateless era too', async () => {
    start();
    server.send(statelessRequest(1, 'server/discover'));
    expect((await server.answer(1)).result.instructions).toContain(LINE);
    server.send(statelessRequest(2, 'tools/call', { name: 'order_report', arguments: {} }));
    expect((await server.answer(2)).result.content[0].text).toContain(LINE);
  });

  it('answers what else a host may ask', async () => {
    start();
    await greet(server);
    for (const [at, [method, params]] of (
      [
        ['ping', {}],
        ['resources/list', {}],
        ['resources/templates/list', {}],
        ['prompts/list', {}],
      ] as const
    ).entries()) {
      server.send(request(at + 1, method, params));
      expect((await server.answer(at + 1)).result).toBeDefined();
    }
    server.send(request(9, 'resources/read', { uri: 'hitrate://call/1/recording.mp3' }));
    expect((await server.answer(9)).error.message).toContain(LINE);
  });

  it('writes the same line to stderr at once, and ends with status 2 when its host goes', async () => {
    start();
    await greet(server);
    expect(server.stderr()).toBe(`hitrate-mcp: ${LINE}\n`);
    await server.end();
    expect((await server.ended).code).toBe(2);
  });

  it('ends with status 2 at once where nobody is there', async () => {
    start();
    server.child.stdin!.end();
    expect(await server.ended).toMatchObject({ code: 2, stdout: '', stderr: `hitrate-mcp: ${LINE}\n` });
  });
});
