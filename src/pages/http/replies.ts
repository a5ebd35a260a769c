/** What the servers of pages send, with the headers that let no other page near it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { preferredLanguage } from '../language.ts';
import type { Page } from '../page.ts';
import type { Refusal } from './request-checks.ts';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export function sendPage(request: IncomingMessage, response: ServerResponse, page: Page): void {
  response.setHeader('Content-Security-Policy', page.contentSecurityPolicy);
  const language = preferredLanguage(request.headers['accept-language']);
  send(response, 200, 'text/html; charset=utf-8', page.html(language));
}

export const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));

export const sendRefusal = (response: ServerResponse, { status, why }: Refusal): void =>
  send(response, status, 'text/plain; charset=utf-8', `Refused: ${why}.\n`);

/** @param location never anything that came from outside as it is */
export function sendRedirect(response: ServerResponse, location: string): void {
  response.setHeader('Location', location);
  send(response, 303, 'text/plain; charset=utf-8', '');
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  for (const [name, value] of Object.entries(HEADERS))
    if (!response.hasHeader(name)) response.setHeader(name, value);
  response.writeHead(status, { 'Content-Type': type });
  response.end(body);
}
