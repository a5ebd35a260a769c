// Routes are a method, a path with :params, and a handler. Trailing slashes do not matter, as in Express.

import type { Reply, Right, Route } from './context.ts';

export const ok = (json: unknown): Reply => ({ status: 200, json });
export const fail = (status: number, json: unknown): Reply => ({ status, json });
export const plain = (status: number, text: string): Reply => ({ status, text });

/** Returns a failure with status 200, as products, product fields and SMS templates have it. */
export const validationError = (keys: string[]): Reply =>
  ok({
    status: 'Error',
    code: 1,
    str: 'Validation error',
    replacements: {},
    extra: keys.map((key) => [key, 'is required!']),
  });

const split = (path: string): string[] => path.split('/').filter((part) => part !== '');

/** @param methodAndPath such as `GET /api/call/:id` */
export function route(methodAndPath: string, handle: Route['handle'], right: Right | null = null): Route {
  const [method = '', path = ''] = methodAndPath.split(' ');
  return { method, parts: split(path), right, handle };
}

function paramsOf(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index]!;
    if (expected.startsWith(':')) params[expected.slice(1)] = part;
    else if (expected !== part) return null;
  }
  return params;
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** Returns the first route that fits, with the values of its params. */
export function match(routes: readonly Route[], method: string, path: string): Match | null {
  let parts: string[];
  try {
    parts = split(path).map(decodeURIComponent);
  } catch {
    return null;
  }
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    const params = paramsOf(candidate.parts, parts);
    if (params) return { route: candidate, params };
  }
  return null;
}
