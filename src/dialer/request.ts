/** From a tool's data and its arguments to the request that leaves. */
import type { Args } from '../define/row.ts';
import type { Place, Request } from '../define/tool.ts';
import { ToolError } from '../shared/tool-error.ts';

export interface WireRequest {
  method: Request['method'];
  /** Path and query, percent-encoded. */
  path: string;
  body?: string;
}

/** A `:placeholder` of a path. */
const PLACEHOLDER = /:(\w+)/g;

/**
 * `+` and spaces are percent-encoded too: the dialer reads a bare `+` in a query as a space. Half a character, which an
 * earlier answer may hold, is no URI.
 */
const encode = (value: unknown): string => encodeURIComponent(String(value).toWellFormed());

/** @throws ToolError invalid_arguments for a path that would lead elsewhere: a placeholder left empty, `.` or `..` */
export function wireRequest(request: Request, args: Args): WireRequest {
  const given = Object.entries(request.args ?? {})
    .map(([name, place]): [Place, unknown] => [place, encodedBy(place, args[name])])
    .filter(([, value]) => value !== undefined);
  const placed = (where: Place['in']) => given.filter(([place]) => place.in === where);
  const query = placed('query').map(([{ wire }, value]) => `${encode(wire)}=${encode(value)}`);
  const members = placed('body').map(([{ wire }, value]) => (wire ? { [wire]: value } : (value as object)));
  const path = fillPath(request.path, new Map(placed('path').map(([{ wire }, value]) => [wire, value])));
  return {
    method: request.method,
    path: query.length ? `${path}?${query.join('&')}` : path,
    body:
      members.length || request.defaults
        ? JSON.stringify(Object.assign({}, request.defaults, ...members))
        : undefined,
  };
}

const encodedBy = ({ encode: toWire }: Place, value: unknown): unknown =>
  value === undefined || !toWire ? value : toWire(value);

const fillPath = (path: string, values: ReadonlyMap<string, unknown>): string =>
  path.replace(PLACEHOLDER, (_, name: string) => {
    const value = encode(values.get(name) ?? '');
    if (value !== '' && value !== '.' && value !== '..') return value;
    throw new ToolError(
      'invalid_arguments',
      `The address ${path} needs a value for ${name}${value ? `, and ${value} is none` : ''}. Nothing was sent.`,
    );
  });
