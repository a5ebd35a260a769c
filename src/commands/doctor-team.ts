/** What doctor checks of a server for a team: who may log in, by what, and whether each has a dialer token that works. */
import { createAuthenticator } from '../auth/authenticator.ts';
import { readUserFile, type UserEntry } from '../auth/user-file.ts';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import { teamConfirmProblem } from '../config/team/approval.ts';
import type { HttpConfig } from '../config/team/http.ts';
import { createOrigins } from '../http/origins.ts';
import { personConfigs } from '../http/person-config.ts';
import { rightsOf } from '../http/team.ts';
import { showWhile } from './terminal/progress-line.ts';

type Tell = (mark: 'ok' | 'bad' | '--', line: string) => void;

/** Tries a person's token at a dialer. Returns whether it works. */
type CheckToken = (config: Config, who: string) => Promise<boolean>;

/**
 * Returns whether all of it works.
 * @param users the path of the user file
 * @throws SettingError where that file can't be used
 */
export async function checkTeam(
  configs: Configs,
  http: HttpConfig,
  users: string,
  tell: Tell,
  checkToken: CheckToken,
): Promise<boolean> {
  const [config] = configs;
  const { publicUrl } = createOrigins(http, http.port);
  const authenticator = createAuthenticator({
    ...rightsOf(configs),
    resource: `${publicUrl}/mcp`,
    report: () => {},
  });
  const entries = readUserFile(users).users;
  const people = entries.filter(({ disabled }) => !disabled);
  tell('ok', `team: ${people.length} people in ${users} may log in at ${publicUrl}/mcp`);
  const loginProblem = await showWhile('Waiting for the identity provider', () => authenticator.problem());
  const problems = [teamConfirmProblem(config), loginProblem].filter(Boolean);
  for (const problem of problems) tell('bad', `logins: ${problem}`);
  if (!problems.length && config.auth.oauth) tell('ok', `logins: ${config.auth.oauth.issuer} gives its keys`);
  tellLogins(people, config, tell);
  let healthy = problems.length === 0;
  for (const { subject } of people) {
    const person = await authenticator.find(subject);
    for (const own of person ? personConfigs(configs, person) : [])
      healthy = (await checkToken(own, subject)) && healthy;
  }
  return healthy;
}

/** What is not wrong, and should be known. */
function tellLogins(people: readonly UserEntry[], { auth, approval }: Config, tell: Tell): void {
  const keyless = people.filter(({ key }) => !key).map(({ subject }) => subject);
  if (!auth.oauth && keyless.length)
    tell('--', `logins: without a key nobody can log in (hitrate-mcp user key): ${keyless.join(', ')}`);
  const codeless = people.filter(({ code }) => !code).map(({ subject }) => subject);
  if (!(auth.oauth && approval.client) && codeless.length)
    tell(
      '--',
      `approvals: without a code nobody can say yes (hitrate-mcp user code): ${codeless.join(', ')}`,
    );
}
