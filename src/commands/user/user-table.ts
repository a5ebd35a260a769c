/** What `user list` shows: no secret, nor the hash of one. */
import type { UserEntry, UserFile } from '../../auth/user-file.ts';
import { tokenFilesOf } from '../../auth/users.ts';
import { readTokenFile } from '../../config/token.ts';
import { textTable } from '../terminal/text-table.ts';

const HEAD = ['subject', 'name', 'access', 'toolsets', 'privacy', 'key', 'code', 'token file'];

export function userTable({ users }: UserFile, path: string): string {
  if (!users.length) return `Nobody is in ${path}.`;
  return textTable([HEAD, ...users.map((user) => cellsOf(user, path))]);
}

const cellsOf = (user: UserEntry, path: string): string[] => [
  user.subject,
  user.name ?? '-',
  user.disabled ? 'disabled' : (user.access ?? 'read'),
  user.toolsets?.join(',') ?? '-',
  user.privacy ?? '-',
  user.key ? 'yes' : '-',
  user.code ? 'yes' : '-',
  tokenState(user, path),
];

/** The paths, or what is wrong with them. */
const tokenState = (user: UserEntry, path: string): string =>
  tokenFilesOf(user, path)
    .map(({ dialer, file }) => {
      const state = fileState(file);
      return dialer ? `${dialer}: ${state}` : state;
    })
    .join(', ');

function fileState(path: string): string {
  try {
    readTokenFile(path, 'BAD');
    return path;
  } catch (error) {
    return (error as Error).message;
  }
}
