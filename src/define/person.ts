/** Somebody who uses a server for a team: who they are, and what they may. */
import type { PrivacyMode, Tier, Toolset } from '../config/settings.ts';

/** By the name of the dialer; by an empty one where it is the only one. */
export type DialerTokens = Record<string, string>;

export interface Person {
  /** Names the person for good: the token's `sub`, or the name that the operator gave in the user file. */
  subject: string;
  /** For people to read. */
  name?: string;
  /** The person's own tokens at the dialers; a client's token is never passed on. */
  tokens: DialerTokens;
  /** The highest tier: what the operator, the user file and the access token's scopes all allow. */
  access: Tier;
  /** Absent: those of the server. */
  toolsets?: readonly Toolset[];
  /** Absent: that of the server. */
  privacy?: PrivacyMode;
}
