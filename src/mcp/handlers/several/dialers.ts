/** The dialers of a server that has several, and which of them a request is for. */
import type { Config, Profile } from '../../../config/config.ts';
import { preview } from '../../../shared/schema/explain.ts';
import type { AdvertisedTool } from '../../tool-schema.ts';
import type { Handlers } from '../handlers.ts';

export interface NamedDialer extends Profile {
  config: Config;
  handlers: Handlers;
  /** The tools on offer there. */
  offered: readonly AdvertisedTool[];
}

/** Returns `north (Norra bolaget)`. */
export const nameAndTitle = ({ name, title }: NamedDialer): string => (title ? `${name} (${title})` : name);

const listed = (dialers: readonly NamedDialer[]): string => dialers.map(nameAndTitle).join(' or ');

/** Returns the dialer of that name, or what is wrong with it. Nothing but a name will do: a guess could be the wrong company. */
export function findDialer(dialers: readonly NamedDialer[], given: unknown): NamedDialer | string {
  const found = dialers.find(({ name }) => name === given);
  if (found) return found;
  const isMissing = given === undefined || given === null || given === '';
  const problem = isMissing
    ? 'dialer is missing: it must be'
    : `There is no dialer ${preview(given)}: it must be`;
  return `${problem} ${listed(dialers)}, one in each call. Take the one that the person means, and ask where they have not said. Nothing was sent.`;
}
