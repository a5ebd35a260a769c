/** The process ends with its host, whatever it is doing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer, type Script } from '../../support/fake-dialer.ts';
import {
  greet,
  initialize,
  initialized,
  type Running,
  request,
  serve,
  toolCall,
} from '../../support/process.ts';
import { SOON_MS, until } from '../../support/waiting.ts';

/** Answers, stalls or stops in the middle of a download, by what is asked for. */
const script: Script = (arrived, response) => {
  if (arrived.path === '/api/call/1') return undefined;
  if (arrived.path === '/api/call/2/recording') {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    response.write(`ID3${'a'.repeat(9000)}`);
    return undefined;
  }
  if (arrived.path === '/api/call_result/90')
    return { body: { success: true, call_result: { id: 90, title: 'Too dear', type: 'Loss' } } };
  return { body: [{ id: 1, name: 'Uppsala' }] };
};

const arrived = (dialer: FakeDialer) => until(() => dialer.requests.length === 1);

interface State {
  state: string;
  /** A signal may come before there is anything to catch it: it ends the process all the same. */
  early?: true;
  reach: (server: Running, dialer: FakeDialer) => Promise<unknown>;
}

const STATES: State[] = [
  {
    state: 'before a word was said',
    early: true,
    reach: (server) => new Promise((resolve) => server.child.once('spawn', resolve)),
  },
  { state: 'after initialize', reach: (server) => greet(server) },
  {
    state: 'idle after a call',
    reach: async (server) => {
      await greet(server);
      server.send(toolCall(1, 'list_offices'));
      await server.answer(1);
    },
  },
  {
    state: 'in a call to a dialer that stalls',
    reach: async (server, dialer) => {
      await greet(server);
      server.send(toolCall(1, 'get_call', { call_id: 1 }));
      await arrived(dialer);
    },
  },
  {
    state: 'in a download that stalls',
    reach: async (server, dialer) => {
      await greet(server);
      server.send(request(1, 'resources/read', { uri: 'hitrate://call/2/recording.mp3' }));
      await arrived(dialer);
    },
  },
  {
    state: 'while a person is asked',
    reach: async (server) => {
      await greet(server, { elicitation: { form: {} } });
      server.send(toolCall(1, 'delete_call_result', { call_result_id: 90 }));
      await until(() => server.messages().some(({ method }) => method === 'elicitation/create'));
    },
  },
];

const ENDS = [
  ['the end of stdin', 'stdin'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGHUP', 'SIGHUP'],
  ['SIGINT', 'SIGINT'],
] as const;

describe.concurrent.each(STATES)('$state', ({ early, reach }) => {
  it.each(ENDS)('%s ends the process without output on stderr', async (_, how) => {
    const dialer = await fakeDialer(script);
    const server = serve(dialer.url, { HITRATE_ACCESS: 'destructive', HITRATE_LOG_LEVEL: 'error' });
    await reach(server, dialer);
    expect(await server.end(how)).toBeLessThan(SOON_MS);
    const { code, signal, stderr } = await server.ended;
    if (!early) expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(stderr).toBe('');
    server.messages();
    await dialer.close();
  });
});

let dialer: FakeDialer;
beforeAll(async () => {
  dialer = await fakeDialer(script);
});
afterAll(() => dialer.close());

describe('requests that came before the end of stdin', () => {
  /** The ids that were answered, in the end. */
  const answered = async (server: Running, ...requests: object[]) => {
    server.send(...requests);
    expect(await server.end()).toBeLessThan(SOON_MS);
    const { code, stderr } = await server.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return server
      .messages()
      .filter(({ result }) => result !== undefined)
      .map(({ id }) => id)
      .sort();
  };

  it.each([
    ['the tool list', 'tools/list'],
    ['the resource templates', 'resources/templates/list'],
    ['a ping', 'ping'],
  ])('a request right after initialize is answered before the server ends: %s', async (_, method) => {
    expect(await answered(serve(dialer.url), initialize(), initialized, request(1, method))).toEqual([0, 1]);
  });

  it('several calls at once are answered before the server ends', async () => {
    const server = serve(dialer.url);
    await greet(server);
    // The first call loads what calls need, which takes its time on a busy machine.
    server.send(toolCall(1, 'list_offices'));
    await server.answer(1);
    const ids = [2, 3, 4, 5];
    expect(await answered(server, ...ids.map((id) => toolCall(id, 'list_offices')))).toEqual([0, 1, ...ids]);
  });

  it('a host that reads slowly gets the whole answer before the server ends', async () => {
    const bytes = Buffer.alloc(3_000_000, 'ID3');
    const slow = await fakeDialer(() => ({ type: 'audio/mpeg', body: bytes }));
    const server = serve(slow.url);
    await greet(server);
    server.child.stdout!.pause();
    server.send(request(1, 'resources/read', { uri: 'hitrate://call/2/recording.mp3' }));
    // It has begun to write, and can't go on.
    await until(() => server.child.stdout!.readableLength > 0);
    server.child.stdin!.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.child.stdout!.resume();
    expect((await server.ended).code).toBe(0);
    const { result } = server.messages().find(({ id }) => id === 1);
    expect(Buffer.from(result.contents[0].blob, 'base64').equals(bytes)).toBe(true);
    await slow.close();
  });
});

describe('a host that closes stdout', () => {
  it.each(['idle', 'in the middle of answers'])(
    'a host that closes stdout ends the process without a stack trace: %s',
    async (when) => {
      const server = serve(dialer.url, { HITRATE_LOG_LEVEL: 'trace' });
      await greet(server);
      if (when !== 'idle') server.send(toolCall(1, 'list_offices'), request(2, 'tools/list'));
      server.child.stdout!.destroy();
      server.send(request(3, 'tools/list'), request(4, 'tools/list'), toolCall(5, 'list_offices'));
      const { code, signal, stderr } = await server.ended;
      expect({ code, signal }).toEqual({ code: 0, signal: null });
      expect(stderr).not.toMatch(/EPIPE|\n\s+at /);
    },
  );
});
