import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

/** Returns who uses whose token at which dialer, as a hash that tells none of it. */
export const principalOf = ({
  origin,
  token,
  subject,
}: Pick<Config, 'origin' | 'token' | 'subject'>): string =>
  createHash('sha256')
    .update([origin, token, ...(subject === undefined ? [] : [subject])].join('\n'))
    .digest('base64url');
