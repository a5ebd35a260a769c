/** What the request handlers of one connection share. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import type { Resources } from '../recordings/resources.ts';
import type { AdvertisedTool } from './tool-schema.ts';

export interface Connection {
  server: Server;
  config: Config;
  /** The tools that the settings allow. */
  offered: AdvertisedTool[];
  /** Loads what calls need, once. */
  services(): Promise<Services>;
  /** Counts a request as under way until its work is done. */
  track<T>(work: () => Promise<T>): Promise<T>;
  /** How many requests are under way. */
  pending(): number;
  /** Notifies the host where the list of resources has changed since it was last notified. */
  notifyOfResources(resources: Resources): void;
}

export function createConnection(
  server: Server,
  config: Config,
  offered: AdvertisedTool[],
  services: () => Promise<Services>,
): Connection {
  let pending = 0;
  let notifiedChanges = 0;
  return {
    server,
    config,
    offered,
    services,
    async track(work) {
      pending++;
      try {
        return await work();
      } finally {
        pending--;
      }
    },
    pending: () => pending,
    notifyOfResources({ changes }) {
      if (notifiedChanges === changes()) return;
      notifiedChanges = changes();
      // A host that went away misses nothing.
      server.sendResourceListChanged().catch(() => {});
    },
  };
}
