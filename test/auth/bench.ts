/** What tells who may use a server for a team, over a user file of the test. */
import { type Authenticator, createAuthenticator } from '../../src/auth/authenticator.ts';
import { type Tier, TOOLSETS, type Toolset } from '../../src/config/settings.ts';
import { newFolder } from '../support/files.ts';
import { type TestUser, writeUserFile } from '../support/user-file.ts';

export const RESOURCE = 'http://127.0.0.1:8080/mcp';

export interface AuthBench {
  folder: string;
  authenticator: Authenticator;
  reports: string[];
  /** Comes with a key or token, a second after the one before, so that every change of the files is seen. */
  send(bearer?: string): ReturnType<Authenticator['authenticate']>;
  /** Writes the user file anew. */
  write(users: TestUser[], contact?: string): void;
}

export interface AuthSettings {
  access?: Tier;
  toolsets?: readonly Toolset[];
  contact?: string;
  /** Absent: there are keys alone. */
  oauth?: { issuer: string; audience?: string };
}

export function authBench(
  users: TestUser[],
  { access = 'destructive', toolsets = TOOLSETS, contact, oauth }: AuthSettings = {},
): AuthBench {
  const folder = newFolder();
  const reports: string[] = [];
  let now = 0;
  const authenticator = createAuthenticator({
    config: { access, toolsets, auth: { users: writeUserFile(folder, users, { contact }), oauth } },
    resource: RESOURCE,
    report: (message) => void reports.push(message),
    clock: () => now,
  });
  return {
    folder,
    authenticator,
    reports,
    send(bearer) {
      now += 1_000;
      return authenticator.authenticate(bearer && `Bearer ${bearer}`);
    },
    write: (changed, to) => void writeUserFile(folder, changed, { contact: to }),
  };
}
