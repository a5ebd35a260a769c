/** From a tool's data and its arguments to the request that leaves. */

import type { Args } from '../define/row.ts';
import type { Request } from '../define/tool.ts';

export interface WireRequest {
  method: Request['method'];
  /** Path and query, percent-encoded. */
  path: string;
  body?: string;
}

/**
 * `+` and spaces are percent-encoded too: the dialer reads a bare `+` in a query as a space. Half a character, which an
 * earlier answer may hold, is no URI.
 */
const encode = (value: unknown): string => encodeURIComponent(String(value).toWellFormed());

export function wireRequest(request: Request, args: Args): WireRequest {
  let path = request.path;
  const query: string[] = [];
  let body: Record<string, unknown> | undefined;
  for (const [name, place] of Object.entries(request.args ?? {})) {
    const given = args[name];
    if (given === undefined) continue;
    const value = place.encode ? place.encode(given) : given;
    if (value === undefined) continue;
    if (place.in === 'path') path = path.replace(`:${place.wire}`, () => encode(value));
    else if (place.in === 'query') query.push(`${encode(place.wire)}=${encode(value)}`);
    else body = { ...body, ...(place.wire ? { [place.wire]: value } : (value as object)) };
  }
  if (request.defaults) body = { ...request.defaults, ...body };
  return {
    method: request.method,
    path: query.length ? `${path}?${query.join('&')}` : path,
    body: body && JSON.stringify(body),
  };
}
