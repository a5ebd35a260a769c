/** What acts are asked about, counted and logged by: each part is loaded when the first act needs it. */
import type { Config } from '../config/config.ts';
import type { CallServices } from './call.ts';

export const loadTrust = (
  _config: Config,
): Pick<CallServices, 'approvals' | 'limits' | 'audit' | 'suspicion'> => ({
  approvals: async () => ({ proofs: async () => 'none' }) as never,
  limits: async () => ({ check: async () => {}, take: async () => ({}), close: async () => {} }),
  audit: async () => undefined,
  suspicion: () => undefined,
});
