import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

/** Returns whose token is used at which dialer, as a hash that tells neither. */
export const principalOf = ({ origin, token }: Pick<Config, 'origin' | 'token'>): string =>
  createHash('sha256').update(`${origin}\n${token}`).digest('base64url');
