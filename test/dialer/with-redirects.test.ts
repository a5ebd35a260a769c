/** withRedirects alone, around a scripted send function. */
import { describe, expect, it } from 'vitest';
import { withRedirects } from '../../src/dialer/transport/redirects.ts';
import { ORIGIN, type ScriptedResponse, scriptedSend, withRequest } from './scripted-send.ts';

const redirect = (status: number, location = '/api/elsewhere?page=2'): ScriptedResponse => ({
  status,
  headers: { location },
});
const OK = { body: '[]' };

async function followed(first: ScriptedResponse, request: Parameters<typeof withRequest>[0] = {}) {
  const { send, sent, responses } = scriptedSend(first, OK);
  const { status } = await withRequest(request, withRedirects(send, 3));
  return { status, paths: sent.map(({ wire }) => wire.path), responses };
}

describe('withRedirects', () => {
  it('withRedirects returns a response that is no redirect unchanged', async () => {
    expect(await followed({ status: 404 })).toMatchObject({ status: 404, paths: ['/api/users'] });
  });

  it.each([301, 302, 307, 308])('withRedirects follows a %i of a GET within the origin', async (status) => {
    const { paths, responses, ...outcome } = await followed(redirect(status));
    expect(outcome).toEqual({ status: 200 });
    expect(paths).toEqual(['/api/users', '/api/elsewhere?page=2']);
    expect(responses[0]!.body.destroyed).toBe(true);
  });

  it.each([
    [307, 2],
    [308, 2],
    [301, 1],
    [302, 1],
    [303, 1],
  ])(
    'withRedirects repeats a reading POST after a %i only where the method stays the same',
    async (status, times) => {
      expect((await followed(redirect(status), { method: 'POST' })).paths).toHaveLength(times);
    },
  );

  it('withRedirects resolves a location against the URL that answered', async () => {
    expect((await followed(redirect(307, 'next'), { path: '/api/users/list' })).paths[1]).toBe(
      '/api/users/next',
    );
    expect((await followed(redirect(307, `${ORIGIN}/x`))).paths[1]).toBe('/x');
  });

  it.each([
    ['to another host', redirect(307, 'https://other.example/api')],
    ['to another port', redirect(307, `${ORIGIN}:8443/api`)],
    ['to another scheme', redirect(307, 'http://dialer.example/api')],
    ['to an invalid URL', redirect(307, 'https://[')],
    ['without a location', { status: 307 }],
  ])('withRedirects returns a redirect %s instead of following the location', async (_, first) => {
    expect(await followed(first)).toMatchObject({ status: 307, paths: ['/api/users'] });
  });

  it('withRedirects never follows the redirect of a write', async () => {
    for (const status of [301, 302, 303, 307, 308])
      expect((await followed(redirect(status), { read: false })).paths).toHaveLength(1);
  });

  it('withRedirects returns the redirect that exceeds the limit', async () => {
    const { send, sent } = scriptedSend(redirect(302));
    expect(await withRequest({}, withRedirects(send, 2))).toMatchObject({ status: 302 });
    expect(sent).toHaveLength(3);
  });

  it('withRedirects leaves the given request unchanged', async () => {
    await withRequest({}, async (request) => {
      await withRedirects(scriptedSend(redirect(302), OK).send, 3)(request);
      expect(request.wire.path).toBe('/api/users');
    });
  });
});
