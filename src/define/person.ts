/** Somebody who uses a server for a team: who they are, and what they may. */
import type { PrivacyMode, Tier, Toolset } from '../config/settings.ts';

export interface Person {
  /** Names the person for good: the token's `sub`, or the name that the operator gave in the user file. */
  subject: string;
  /** For people to read. */
  name?: string;
  /** The person's own token at the dialer; a client's token is never passed on. */
  dialerToken: string;
  /** The highest tier: what the operator, the user file and the access token's scopes all allow. */
  access: Tier;
  /** Absent: those of the server. */
  toolsets?: readonly Toolset[];
  /** Absent: that of the server. */
  privacy?: PrivacyMode;
}
