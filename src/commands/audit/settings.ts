/** The settings that the audit log can't be read without. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { SettingError } from '../../config/parse.ts';

/** @throws SettingError */
export function auditFolder({ trust }: Config): string {
  if (trust.audit.dir !== undefined) return trust.audit.dir;
  throw new SettingError('no audit folder is set: give HITRATE_AUDIT_DIR or --audit-dir');
}

/** Refuses where a key is missing: one that is made now would fit nothing. @throws SettingError */
export function requireKey({ trust }: Config, name: string): string {
  if (existsSync(join(trust.stateDir, name))) return trust.stateDir;
  throw new SettingError(
    `there is no ${name} in ${trust.stateDir}: give the HITRATE_STATE_DIR that the servers have, as the user that they run as`,
  );
}
