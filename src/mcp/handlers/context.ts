import type { Services } from '../../call/services.ts';
import type { Config } from '../../config/config.ts';
import type { Resources } from '../../recordings/resources.ts';
import type { AdvertisedTool } from '../tool-schema.ts';

/** What the handlers of one server share. */
export interface HandlerContext {
  config: Config;
  /** The tools that the settings allow. */
  offered: AdvertisedTool[];
  /** Loads what calls need, once. */
  services(): Promise<Services>;
  /** To be called after what may have changed the list of resources. */
  noteResources(resources: Resources): void;
}
