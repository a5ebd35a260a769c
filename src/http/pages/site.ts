/** A part of the server that people see in a browser: everything below a path. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Site {
  /** Such as `/approve`. */
  path: string;
  /** @param path of the address, without its query */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<unknown>;
}

/** Returns the one whose page a path is. */
export const siteAt = (sites: readonly Site[], path: string): Site | undefined =>
  sites.find(({ path: own }) => path === own || path.startsWith(`${own}/`));
