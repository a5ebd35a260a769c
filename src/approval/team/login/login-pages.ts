/** The pages of the login at the identity provider: the way there, and the way back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendRedirect } from '../../../pages/http/replies.ts';
import type { LOGIN_PROBLEMS } from '../../page/protocol.ts';
import { TEAM_PATH } from '../../rules.ts';
import type { People } from '../people.ts';
import type { Report } from '../report.ts';
import type { Places } from './places.ts';
import { LoginRefused, type OidcClient } from './provider.ts';
import { createProviderLogin } from './provider-login.ts';
import type { Login, Sessions } from './sessions.ts';

interface LoginPagesOptions {
  client: OidcClient;
  publicUrl: string;
  sessions: Sessions;
  people: People;
  places: Places;
  report: Report;
  now: () => number;
}

export interface LoginPages {
  begin(response: ServerResponse, query: URLSearchParams): Promise<void>;
  finish(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void>;
}

type Failure = (typeof LOGIN_PROBLEMS)[number];

export function createLoginPages(options: LoginPagesOptions): LoginPages {
  const { client, publicUrl, sessions, people, places, report, now } = options;
  const redirectUri = `${new URL(publicUrl).origin}${TEAM_PATH}/callback`;
  const login = createProviderLogin({ client, publicUrl, redirectUri, places, now });

  async function admit(given: Login, request: IncomingMessage, response: ServerResponse) {
    if (!(await people.find(given.subject))) return 'not_known';
    await sessions.begin(request, response, given);
  }

  return {
    async begin(response, query) {
      try {
        sendRedirect(response, await login.begin(response, query));
      } catch (error) {
        report('nobody can log in at the approval page', error);
        sendRedirect(response, places.loginAddressOf(query.get('for'), 'login_unavailable'));
      }
    },
    async finish(request, response, query) {
      const place = login.returnTo(request);
      const failure = await login
        .finish(request, response, query)
        .then((given) => admit(given, request, response))
        .catch((error): Failure => {
          report('a login at the approval page failed', error);
          return error instanceof LoginRefused ? 'login_failed' : 'login_unavailable';
        });
      sendRedirect(
        response,
        failure === undefined ? places.addressOf(place) : places.loginAddressOf(place, failure),
      );
    },
  };
}
