/** sendOnce alone, over a dispatcher that answers from a script. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Connections, sendOnce } from '../../src/dialer/transport/send-once.ts';
import { withDeadline } from '../../src/shared/deadline.ts';
import { ORIGIN, withRequest } from './scripted-send.ts';

type Options = Parameters<Connections['dispatcher']['request']>[0];

function scriptedDispatcher(answer: (options: Options) => Promise<unknown>) {
  const requests: Options[] = [];
  const request = (options: Options) => {
    requests.push(options);
    return answer(options);
  };
  const connect = async () => ({ origin: ORIGIN, dispatcher: { request } }) as unknown as Connections;
  return { connect, requests };
}

const answered = async () => ({ statusCode: 429, headers: { date: 'now' }, body: Readable.from(['a']) });

describe('sendOnce', () => {
  it('sendOnce sends one request with the token and returns the response of any status', async () => {
    const { connect, requests } = scriptedDispatcher(answered);
    const response = await withRequest({}, sendOnce(connect, 'secret'));
    expect(response).toMatchObject({ status: 429, headers: { date: 'now' }, url: `${ORIGIN}/api/users` });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ origin: ORIGIN, path: '/api/users', method: 'GET' });
    expect(requests[0]!.headers).toMatchObject({ authorization: 'Bearer secret' });
    expect(requests[0]!.headers).not.toHaveProperty('content-type');
  });

  it('sendOnce sends a body with the content type of JSON', async () => {
    const { connect, requests } = scriptedDispatcher(answered);
    await withRequest({}, ({ deadline }) =>
      sendOnce(
        connect,
        't',
      )({
        wire: { method: 'POST', path: '/x', body: '{}' },
        read: false,
        deadline,
      }),
    );
    expect(requests[0]).toMatchObject({ body: '{}', headers: { 'content-type': 'application/json' } });
  });

  it('sendOnce throws the errors of the network', async () => {
    const { connect } = scriptedDispatcher(() => Promise.reject(new Error('gone')));
    await expect(withRequest({}, sendOnce(connect, 't'))).rejects.toThrow('gone');
  });

  it('sendOnce ends when the deadline passes, even while the dispatcher still connects', async () => {
    const { connect } = scriptedDispatcher(() => new Promise(() => {}));
    const sending = withDeadline(20, undefined, (deadline) =>
      sendOnce(connect, 't')({ wire: { method: 'GET', path: '/' }, read: true, deadline }),
    );
    await expect(sending).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
