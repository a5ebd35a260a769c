import { SETTINGS } from '../config/settings.ts';
import { VERSION } from '../shared/version.ts';

/** `--help`: prints the help of one command, or without one every command and setting. */
export function help(command?: string): void {
  process.stdout.write((command && COMMAND_HELP[command]) || helpText());
}

const COMMAND_HELP: Record<string, string> = {
  demo: `hitrate-mcp demo: plays a session on the terminal.

An assistant's calls against the sandbox and what they answer: looking up, a cancellation with its yes, an erasure that
is turned down. All people and numbers are invented; no account, token or network is needed. Ends with the lines to
paste into an assistant's settings.

No flags. A speech engine that is set up (HITRATE_TRANSCRIBE_URL or HITRATE_TRANSCRIBE_COMMAND) is shown too.
`,
  sandbox: `hitrate-mcp sandbox [--port <n>] [--calls <n>]: the embedded dialer alone, over HTTP on this machine.

  --port <n>    where it listens (default: 3007; 0 takes any that is free)
  --calls <n>   how many calls it has (default: some 90 days of them; up to 2000000)

It prints its address and its tokens, which have different rights; Ctrl-C ends it, and nothing is kept. To serve from
it: HITRATE_URL=http://127.0.0.1:3007 HITRATE_TOKEN=sandbox-agent hitrate-mcp
`,
  dashboard: `hitrate-mcp dashboard [settings]: today's figures on a page of this computer.

Orders, value and hit rate beside the same weekday a week before, by hour and by agent; unconfirmed orders; what waits
for an approval at the servers of this computer; the latest acts of the audit log (HITRATE_AUDIT_DIR). It prints the
address, opens it in the browser, and runs until Ctrl-C. Whoever has the address sees the figures.

It only reads, whatever the settings allow, and asks the dialer twice a minute at most, only while the page is seen.
Takes every setting as a flag or from the environment; with --dialers the page has a choice. On a server for a team the
overview is at /dashboard, behind its login. Such as:
  hitrate-mcp dashboard --sandbox
  hitrate-mcp dashboard --dialer demodialer --token-file /path/to/token.txt
`,
  tools: `hitrate-mcp tools [--json] [settings]: the tools under the present settings, and why one is not on offer.

  --json        as JSON: name, toolset, tier, method, path, enabled, why

Needs no dialer and no token. Settings that decide: --access, --toolsets, --download-dir, --transcribe-url,
--transcribe-command, as flags or environment. Such as: hitrate-mcp tools --access write --toolsets insight,orders
`,
  approve: `hitrate-mcp approve [flag]: the PIN and the passkeys that the approval page asks for.

Without a flag it tells what is set up. One of:
  --pin             sets the PIN, or another one: it asks for the present one first, then twice for the new one
  --remove-pin      removes the PIN: it asks for it
  --enroll          sets up a passkey, on a page of its own; once there is one, only passkeys count
  --list            the passkeys, with their numbers
  --remove <which>  removes a passkey, by its name or number; one of the passkeys must say yes to it

Five wrong PINs are followed by a pause of a quarter of an hour, which doubles each time. What is kept (a hash of the
PIN, the public halves of the passkeys) is in the folder of HITRATE_STATE_DIR. Who has lost every passkey deletes
passkeys.json there. Exit code 1 where nothing was set up or removed, 2 where a setting is wrong.
`,
  setup: `hitrate-mcp setup [flag] [settings]: writes the server into the settings of the assistants on this machine.

Finds Claude Desktop, Claude Code, Cursor and VS Code; asks for the dialer, the token (not shown), the access tier and
a download folder; tries them as doctor does; and writes the entry hitrate beside what is there. Each file gets a
backup beside it (*.hitrate-backup-<time>). The token goes into a file of its own in the folder of HITRATE_STATE_DIR.
An entry that is there is shown, and replaced after a yes; variables that you have added to it stay.

  --print         only shows what would be written, for each assistant
  --remove        takes the entry out again; asks whether to delete the token's file too
  --hosts <a,b>   only these, found or not: claude-desktop, claude-code, cursor, vscode
  --yes           asks nothing, replaces an entry that is there, and deletes the token's file with --remove. Where a
                  check fails, or a setting is missing, nothing is written

Takes every setting as a flag or from the environment, does not ask for what was given, and writes it into the entry
(secrets never: HITRATE_TOKEN goes into the token's file). Ctrl-C at a question: nothing was written. Exit code 0 where
all was written, 1 where something was not, 2 where a setting is wrong. Such as:
  hitrate-mcp setup
  hitrate-mcp setup --sandbox
  hitrate-mcp setup --yes --hosts cursor --dialer demodialer --token-file /path/to/token.txt
`,
  doctor: `hitrate-mcp doctor [settings]: what is wrong with the settings, the way to the dialer or the token.

Asks the dialer itself and changes nothing there: address, TLS, token, what the token may read, the clock; the
download folder and the speech engine where they are set; and, where something may be changed, the state folder, the
stop, the limits, the audit folder and the calling hours. Lines begin with ok, bad (it must be mended) or -- (good to
know). Exit code 0 where nothing is bad, 1 where something is, 2 where a setting is wrong.

Takes every setting as a flag or from the environment (hitrate-mcp --help lists them). Such as:
  hitrate-mcp doctor --dialer demodialer --token-file /path/to/token.txt
  hitrate-mcp doctor --sandbox
  hitrate-mcp doctor --dialers /path/to/dialers.json     (each of them)
`,
  audit: `hitrate-mcp audit verify | show | key [settings]: reads the audit log in HITRATE_AUDIT_DIR.

  audit verify [--head <file>]   whether a line was changed, removed, swapped or cut off, or a day is missing; acts of
                                 unknown outcome are named. Exit code 0 where the log is whole, 1 where it is not.
    --head <file>      what a second place has got by HITRATE_AUDIT_HEAD, among other text or not: only this shows
                       that the log's end was cut off, or that all of it was written anew
  audit show                     the acts, with who said yes and what became of them
    --target <kind:id> what was done to it, such as customer:922 or order:39
    --person <text>    what was done to who has this phone number, e-mail address or identity number; needs the key
                       in HITRATE_STATE_DIR, since the log holds no more than keyed hashes of people
    --tool <name>      by one tool
    --since <day>      from then on, and --until <day>: to its end; a time such as 2026-11-01T09:30 will do too
    --format <form>    table (default) or ndjson: one JSON object a line
  audit key                      the public key of the heads, made at the first use

Needs no dialer and no token. Such as: hitrate-mcp audit show --target customer:922 --since 2026-11-01
`,
  policy: `hitrate-mcp policy [--language en|sv] [settings]: what an assistant may do, in plain words.

  --language sv   in Swedish (default: en)

Who may do what, what a person is asked about and how, what is masked, the limits and how much of each is used, the
calling hours, whether changes are stopped, and the audit log. Asks no dialer and changes nothing. The limits of a
dialer are counted for each token: give the settings that the server has.
`,
  user: `hitrate-mcp user add | list | remove | key | code [--users <file>]: who may log in at a server for a team.

  user add <subject> --token-file <path>   lets somebody in, with a dialer token of their own. Subject: the name in the
                                           identity provider's tokens (sub), or any name for who gets a key
                                           (of several dialers: north=<path>, once for each of theirs)
    --name <text>       for people to read
    --access <tier>     read (default), write or destructive; never more than the server's own
    --toolsets <a,b>    fewer than the server's; --privacy <mode>: another one than the server's
  user list             everybody in the file, and what is wrong with their token files
  user remove <subject> shuts somebody out
  user key <subject>    makes a key, for who has no identity provider: it is printed once, on stdout alone, and the old
                        one no longer works
  user code <subject>   sets the code with which that person says yes on the approval page: it is typed twice

The file is that of HITRATE_USERS; add makes it. It holds hashes of keys and codes, never themselves, and is for its
owner alone (mode 600). A running server sees each change within a second; with a file that is damaged, or a token
file that can't be read, it lets nobody in. Exit code 1 where nothing was changed, 2 where a flag is wrong. Such as:
  hitrate-mcp user add anna@example.com --token-file anna.token --access write --users /etc/hitrate-mcp/users.json
`,
  connect: `hitrate-mcp connect <url> [--login] [--state-dir <path>]: a server over HTTP for a host that only starts programs.

Passes the messages of the host on to the MCP server at that address (this one or any other, of both eras of the
protocol), and the answers back. Needs no dialer and no token. The address is https; plain http only for this machine.

  --login            log in by the browser, keep the login, and end; without it the bridge opens the browser itself when
                     the server asks for a login, and tells the host so
  --state-dir <path> where the login is kept (HITRATE_STATE_DIR), for this user alone

As environment:
  HITRATE_CONNECT_KEY_FILE   a file that holds a static key, which is sent instead of a login (or HITRATE_CONNECT_KEY)
  HITRATE_CONNECT_CLIENT_ID  the client id from the administrator of the login, if it takes no programs by themselves
  HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS   the way there

Exit code of --login: 0 where somebody is logged in, 1 where not, 2 where a setting is wrong. Such as:
  hitrate-mcp connect https://mcp.example.com/mcp --login
`,
  stop: `hitrate-mcp stop [reason] [--state-dir <path>]: stops all changes at once.

Every running server of this user refuses each change from now on, also one that hangs and goes on later, and every
one that is started. Reading goes on. What was sent before is not taken back. It lists the servers that may change
something. Exit code 0 where changes are stopped, 1 where the stop could not be written.

Servers with a HITRATE_STATE_DIR of their own need the same one here. With HITRATE_STATE_URL and HITRATE_STATE_KEY_FILE
all replicas that share that state are stopped too. Such as:
  hitrate-mcp stop "the prices are wrong"
`,
  start: `hitrate-mcp start [--state-dir <path>]: lifts a stop.

Servers may change again what they were allowed to; none has to be started anew. Exit code 0, also where nothing was
stopped; 1 where the stop could not be lifted. With HITRATE_STATE_URL and HITRATE_STATE_KEY_FILE the stop of all
replicas is lifted too.
`,
};

/** Returns the help of all, made from the settings themselves. */
export function helpText(): string {
  const rows = Object.values(SETTINGS).map((setting) => {
    const flag =
      'flag' in setting ? `--${setting.flag}${'value' in setting ? ` <${setting.value}>` : ''}` : '';
    const standard = 'default' in setting ? ` (default: ${setting.default})` : '';
    return [`  ${setting.env}`, flag, `${setting.meaning.replaceAll('`', '')}${standard}`];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map(
    ([env, flag, meaning]) => `${env!.padEnd(widths[0]!)}  ${flag!.padEnd(widths[1]!)}  ${meaning}`,
  );
  return `hitrate-mcp ${VERSION}: hands a Hitrate call-centre dialer to an AI assistant over MCP.

  hitrate-mcp                       serve over stdio (what a host starts)
  hitrate-mcp serve --http          serve a team over Streamable HTTP, with logins (docs/team-server.md)
  hitrate-mcp --sandbox             the same against the embedded dialer: no account, no token
  hitrate-mcp setup                 writes it into the settings of the assistants on this machine (--remove: out of them)
  hitrate-mcp demo                  a session on the terminal, against the sandbox
  hitrate-mcp dashboard             today's figures on a page of this computer, that only reads
  hitrate-mcp sandbox --port 3007   the embedded dialer alone, over HTTP (--calls 200000 for a large one)
  hitrate-mcp tools [--json]        the tools under the present settings, and why one is not offered
  hitrate-mcp approve [--pin]       the PIN and the passkeys that the approval page asks for
  hitrate-mcp doctor                checks settings, address, TLS, token, permissions and clock
  hitrate-mcp audit verify          whether the audit log is whole (audit show: what was done; audit key)
  hitrate-mcp policy                what an assistant may do, in plain words (--language sv: in Swedish)
  hitrate-mcp user add <subject>    who may log in at a server for a team (user list, remove, key, code)
  hitrate-mcp connect <url>         hands a server of your company, over HTTP, to a host on this machine (--login: log in)
  hitrate-mcp stop [reason]         stops all changes of every server of this user; hitrate-mcp start lifts it
  hitrate-mcp --help | --version    <command> --help: more about one of them

Settings, as environment or flag (flags win):
${table.join('\n')}
`;
}
