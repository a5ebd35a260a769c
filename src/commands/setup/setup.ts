import { homedir } from 'node:os';
import { SettingError } from '../../config/parse.ts';
import { HOST_IDS, type HostId, listHosts, thisMachine } from './hosts.ts';
import { install } from './install.ts';
import { printEntries } from './print.ts';
import { remove } from './remove.ts';
import type { Wish } from './wish.ts';

/** `setup`: writes the server into the settings of the hosts on this machine, or takes it out of them. */
export async function setup(argv: string[], sandboxUrl: () => Promise<string>): Promise<void> {
  const flags = ['--remove', '--print', '--yes'];
  const [wantsRemove, wantsPrint, yes] = flags.map((flag) => argv.includes(flag));
  if (wantsRemove && wantsPrint) throw new SettingError('--remove and --print: give one of them');
  const { names, rest } = takeHosts(argv.filter((word) => !flags.includes(word)));
  const hosts = listHosts(thisMachine(homedir()));
  const wish: Wish = {
    yes: yes!,
    hosts: names && hosts.filter(({ id }) => names.includes(id)),
    settings: rest,
  };
  if (wantsPrint) return printEntries(wish, hosts);
  if (!yes && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new SettingError(
      'setup asks questions, and there is no terminal: give --yes and the settings as flags (setup --help), or --print to look. Nothing was written.',
    );
  process.on('exit', (code) => {
    if (code === 130) process.stderr.write('\nhitrate-mcp: given up. Nothing was written.\n');
  });
  const succeeded = wantsRemove ? await remove(wish, hosts) : await install(wish, hosts, sandboxUrl);
  process.exit(succeeded ? 0 : 1);
}

/** Takes `--hosts a,b` out of the words. @throws SettingError */
function takeHosts(argv: string[]): { names?: HostId[]; rest: string[] } {
  const words = argv.flatMap((word) => (word.startsWith('--hosts=') ? ['--hosts', word.slice(8)] : [word]));
  const at = words.indexOf('--hosts');
  if (at < 0) return { rest: words };
  return { names: parseHosts(words[at + 1] ?? ''), rest: words.filter((_, i) => i !== at && i !== at + 1) };
}

function parseHosts(text: string): HostId[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const isHost = (name: string): name is HostId => HOST_IDS.some((id) => id === name);
  if (names.every(isHost)) return names;
  throw new SettingError(`--hosts: must be a comma list of ${HOST_IDS.join(', ')}`);
}
