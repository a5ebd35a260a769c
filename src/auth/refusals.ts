/** What is answered to who is not let in: plain words for a person, and a challenge that leads a host to the login. */
import type { Tier } from '../config/settings.ts';
import { oneLine } from '../shared/text.ts';
import { scopeOf, scopesUpTo } from './scopes.ts';

export interface Refusal {
  status: 401 | 403 | 503;
  body: string;
  /** The header of that name. */
  wwwAuthenticate?: string;
}

interface Login {
  /** Where the metadata of this server is; absent where there is no identity provider. */
  metadataUrl?: string;
  /** The highest tier of the server. */
  access: Tier;
}

const MAX_SUBJECT_LENGTH = 500;
const SETTER_UP = 'the person who set this server up';

export type Refusals = ReturnType<typeof createRefusals>;

export function createRefusals({ metadataUrl, access }: Login) {
  const challenge = (parameters: Record<string, string>) =>
    challengeText({
      ...parameters,
      ...(metadataUrl && { scope: scopesUpTo(access).join(' '), resource_metadata: metadataUrl }),
    });
  return {
    noToken: (): Refusal => ({
      status: 401,
      body: metadataUrl
        ? 'This server wants to know who asks: log in, or send a key (Authorization: Bearer hmcp_...).'
        : 'This server wants to know who asks: send your key (Authorization: Bearer hmcp_...).',
      wwwAuthenticate: challenge({}),
    }),

    invalidToken: (why: string): Refusal => ({
      status: 401,
      body: `The login does not count: ${why}.`,
      wwwAuthenticate: challenge({ error: 'invalid_token', error_description: why }),
    }),

    noScope: (): Refusal => {
      const why = `the token has none of the scopes ${scopesUpTo('destructive').join(', ')}`;
      return {
        status: 403,
        body: `The login gives no right here: ${why}.`,
        wwwAuthenticate: challengeText({
          error: 'insufficient_scope',
          error_description: why,
          scope: scopeOf('read'),
          ...(metadataUrl && { resource_metadata: metadataUrl }),
        }),
      };
    },

    unknownPerson: (subject: string, contact = SETTER_UP): Refusal => ({
      status: 403,
      body: `You are logged in, and this server does not know you yet. Ask ${contact} to add the subject ${quoted(subject)}.`,
    }),

    disabledPerson: (subject: string, contact = SETTER_UP): Refusal => ({
      status: 403,
      body: `The access of the subject ${quoted(subject)} is switched off. Ask ${contact}.`,
    }),

    unavailable: (what: string): Refusal => ({
      status: 503,
      body: `Who asks can't be checked at the moment, so nobody is let in: ${what}. The log of this server says why.`,
    }),
  };
}

const quoted = (subject: string): string => JSON.stringify(oneLine(subject, MAX_SUBJECT_LENGTH));

/** As RFC 6750 and RFC 9728 write it. */
function challengeText(parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${headerText(value)}"`);
  return `Bearer ${pairs.join(', ')}`.trim();
}

/** What error_description may hold: printable ASCII without quotes and backslashes. */
const headerText = (text: string): string => text.replaceAll('"', "'").replace(/[^\x20-\x7e]|\\/g, '?');
