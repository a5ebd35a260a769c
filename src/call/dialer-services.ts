/** The dialers of one session, each with services of its own. Apart from those, since a server that starts loads this alone. */
import type { Config } from '../config/config.ts';
import { highestAccess } from '../config/order.ts';
import { type LoadOnce, loadOnce } from './load-once.ts';
import type { Session } from './outside-text.ts';
import type { Services } from './services.ts';

export interface DialerServices {
  config: Config;
  services: LoadOnce<Services>;
}

export type LoadServices = (config: Config, session: Session) => Promise<Services>;

/** Nothing is loaded before the first call. */
export function openDialers(configs: readonly Config[], load: LoadServices): DialerServices[] {
  const session: Session = { access: highestAccess(configs) };
  return configs.map((config) => ({ config, services: loadOnce(() => load(config, session)) }));
}

export async function closeDialers(dialers: readonly DialerServices[]): Promise<void> {
  await Promise.all(
    dialers.map(async ({ services }) => (await services.loaded().catch(() => undefined))?.close()),
  );
}
