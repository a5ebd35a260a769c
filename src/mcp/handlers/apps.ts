/**
 * The pages that hosts show beside answers (MCP Apps, specification 2026-01-26). They are in no list of resources, which
 * people choose from: the tools name them.
 */
import type { Language } from '../../pages/language.ts';
import type { Page } from '../../pages/page.ts';
import { CODES, responseError } from '../json-rpc.ts';
import { APP_MIME_TYPE, appUri } from './app-extension.ts';

/** Each is loaded when a host first asks for it. */
const PAGES = new Map<string, () => Promise<Page>>([
  // A page is not always told which tool it belongs to.
  [appUri('order-chart'), async () => (await import('../../charts/page/html.ts')).chartApp('order_report')],
  [appUri('call-chart'), async () => (await import('../../charts/page/html.ts')).chartApp('call_report')],
  [appUri('call-review'), async () => (await import('../../review/page/html.ts')).callReviewPage('app')],
]);

export const isAppUri = (uri: string): boolean => uri.startsWith('ui://');

export interface AppContent {
  uri: string;
  mimeType: string;
  text: string;
  _meta: { ui: { prefersBorder: boolean } };
}

/** @param language until the page has heard the host's own. @throws the JSON-RPC error for an address that there is not */
export async function readApp(uri: string, language: Language): Promise<{ contents: AppContent[] }> {
  const load = PAGES.get(uri);
  if (!load)
    throw responseError(
      CODES.resourceNotFound,
      `not_found: There is no such page: there are ${[...PAGES.keys()].join(', ')}.`,
      { kind: 'not_found' },
    );
  const page = await load();
  // Nothing is loaded from elsewhere, so no content security policy need be widened.
  return {
    contents: [
      { uri, mimeType: APP_MIME_TYPE, text: page.html(language), _meta: { ui: { prefersBorder: false } } },
    ],
  };
}
