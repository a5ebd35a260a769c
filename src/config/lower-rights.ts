import type { Config } from './config.ts';
import { highestOf, lowestOf } from './order.ts';
import { PRIVACY_MODES, TIERS } from './settings.ts';

export type Rights = Pick<Config, 'access' | 'toolsets' | 'privacy'>;

/** Returns what is left of rights where somebody, or a dialer, is given these: never more than there was. */
export const lowerRights = (rights: Rights, given: Partial<Rights>): Rights => ({
  access: lowestOf(TIERS, rights.access, given.access ?? rights.access),
  toolsets: rights.toolsets.filter((name) => given.toolsets?.includes(name) ?? true),
  privacy: highestOf(PRIVACY_MODES, rights.privacy, given.privacy ?? rights.privacy),
});
