import { withClaudeLock } from './claude-lock.ts';
import type { Host } from './hosts.ts';
import { say } from './questions.ts';
import { changeSettingsFile } from './settings-file.ts';

/** Changes a host's settings as the host itself would, and tells where they were kept as they were. @throws SettingsFileError */
export async function changeHost(
  { name, path, isLocked }: Host,
  change: (text: string, backups: string[]) => string,
): Promise<void> {
  const work = () => changeSettingsFile(path, change);
  const backup = await (isLocked ? withClaudeLock(path, work) : work());
  say(`ok  ${name}: ${path}${backup ? ` (as it was: ${backup})` : ''}`);
}
