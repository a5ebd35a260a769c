/** `demo`: plays a session with a real host, the real server as its child, and the sandbox behind it. */
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SettingError } from '../config/parse.ts';
import { connectHost, type ElicitedForm, type Host, type HostOptions } from '../mcp/client.ts';

const ZONE = 'Europe/Stockholm';

export async function demo(argv: string[]): Promise<void> {
  if (argv.some((word) => word !== '--sandbox'))
    throw new SettingError('demo takes no flags: it always plays against the sandbox');
  const started = performance.now();
  say(
    'hitrate-mcp demo: an assistant works with the embedded dialer. All people and numbers are invented.\n',
  );

  const readHost = await connectHost(serverOptions('read'));
  await playReads(readHost);
  await readHost.close();

  const tokenHost = await connectHost(serverOptions('destructive'));
  await playCancellation(tokenHost);
  await tokenHost.close();

  const formHost = await connectHost({
    ...serverOptions('destructive'),
    elicit: async (form) => {
      showForm(form);
      // As long as a person takes at least: an instant answer is taken for that of a host without a person.
      await wait(400);
      return { action: 'decline' };
    },
  });
  await playDeclinedErasure(formHost);
  await formHost.close();

  say(
    `Done in ${((performance.now() - started) / 1000).toFixed(1)} s. To use it in a host, paste into its settings:\n`,
  );
  say(hostSettings());
  say(
    'For your own dialer: replace "--sandbox" by an env of HITRATE_DIALER and HITRATE_TOKEN; see README.md.',
  );
}

async function playReads(host: Host): Promise<void> {
  const { tools } = await host.client.listTools();
  say(
    `The host sees ${tools.length} tools: HITRATE_ACCESS is read, so nothing that changes or erases is on offer.\n`,
  );
  await step(host, 'Hitta Anna på 070-174 06 05, har hon någon order?', 'search_orders', {
    phone: '070-174 06 05',
  });
  await step(host, 'Hur många order har vi tagit den här månaden, per säljare?', 'order_report', {
    period: 'this_month',
    by: ['agent'],
    top: 3,
  });
  await step(host, 'Which weekday had the best hit rate last week?', 'call_report', {
    period: 'last_week',
    by: ['weekday'],
  });
  await step(host, 'Har kunden tackat ja skriftligt till order 39?', 'check_order_acceptance', {
    order_id: 39,
  });
  const recording = await step(host, 'Fetch the recording of order 39.', 'get_order_recording', {
    order_id: 39,
  });
  await readResource(host, recording.uri);
  const clip = await step(host, 'Only the ten seconds with the price.', 'get_order_recording', {
    order_id: 39,
    start_s: 4,
    end_s: 14,
  });
  await readResource(host, clip.uri);
  if (tools.some(({ name }) => name === 'transcribe_recording'))
    await step(host, 'Vad sades i samtalet?', 'transcribe_recording', { order_id: 39 });
  else
    say(
      '  The words themselves come from a speech engine, and none is set up: see "What was said" in README.md.\n',
    );
  await step(host, 'Delete SMS template 2.', 'delete_sms_template', { sms_template_id: 2 });
}

async function playCancellation(host: Host): Promise<void> {
  say(
    'A manager has allowed more (HITRATE_ACCESS=destructive). This host can show no form, so a token asks for the yes.\n',
  );
  const pending = await step(host, 'Avboka order 39 och 40.', 'cancel_orders', { order_ids: [39, 40] });
  await step(host, 'Ja, gör det.', 'cancel_orders', {
    order_ids: [39, 40],
    confirm: pending.confirmation.token,
  });
  await step(host, 'What does order 39 say now?', 'search_orders', { phone: '0701740605' });
}

async function playDeclinedErasure(host: Host): Promise<void> {
  say('The next host can show forms: the person is asked by the server itself.\n');
  await step(host, 'Radera kunden med nummer 070-174 06 05.', 'prune_customer', { phone: '070-174 06 05' });
}

/** Settings of a speech engine are passed on; all others in the environment are another server's. */
const speechSettings = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] =>
    /^HITRATE_(TRANSCRIBE_|CHANNELS$)/.test(entry[0]),
  ),
);

/** The built server, beside this module in dist/. */
const SERVER = fileURLToPath(new URL('main.js', import.meta.url));

const serverOptions = (access: string): HostOptions => ({
  command: process.execPath,
  args: [SERVER, '--sandbox', '--access', access],
  env: { ...speechSettings, HITRATE_LOG_LEVEL: 'error', HITRATE_TIMEZONE: ZONE },
  onStderr: (text) => process.stderr.write(text),
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Plays what a person asks for, the call that the assistant makes of it, and the answer. Returns the answer's data. */
async function step(host: Host, request: string, tool: string, args: Record<string, unknown>): Promise<any> {
  say(`  person   ${request}`);
  say(`  calls    ${tool} ${JSON.stringify(args)}`);
  const started = performance.now();
  const { text, data } = await host.call(tool, args);
  const ms = (performance.now() - started).toFixed(0);
  const [first = '', ...more] = answerLines(data, text);
  say(`  answer   ${first}`);
  for (const line of more) say(`           ${line}`);
  say(`           (${text.length} characters, ${ms} ms)\n`);
  return data;
}

/** Returns an answer as lines for a person: the model gets it as one line of JSON. */
function answerLines(data: any, text: string): string[] {
  if (data?.rows) return tableLines(data);
  if (data?.confirmation) return confirmationLines(data);
  return data ? members(data) : [text];
}

function tableLines({ columns, rows, total, returned, filter, legend, ...beside }: any): string[] {
  const table: string[][] = [columns, ...rows].map((row) => row.map((cell: unknown) => `${cell ?? ''}`));
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [`${total} found, ${returned} shown`, ...lines, ...members(beside)];
}

function confirmationLines({ status, confirmation }: any): string[] {
  const { summary, effects, undo, expires_at, token } = confirmation;
  const until = expires_at.slice(11, 16);
  return [
    `${status}: ${summary}`,
    ...effects.map((effect: string) => `- ${effect}`),
    `undo: ${undo}`,
    `token: ${token} (until ${until})`,
  ];
}

const members = (data: object): string[] =>
  Object.entries(data).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );

async function readResource(host: Host, uri: string): Promise<void> {
  const started = performance.now();
  const { contents } = await host.client.readResource({ uri });
  const [first] = contents as { mimeType?: string; blob?: string }[];
  const bytes = Buffer.from(first?.blob ?? '', 'base64').length;
  say(`  reads    ${uri}`);
  say(`  answer   ${first?.mimeType}, ${bytes} bytes`);
  say(`           ${(performance.now() - started).toFixed(0)} ms\n`);
}

function showForm(form: ElicitedForm): void {
  say('  +-- the host shows the person a form:');
  for (const line of form.message.split('\n')) say(`  |   ${line}`);
  for (const property of Object.values(form.requestedSchema.properties) as { title?: string }[])
    say(`  |   ${property.title}: [          ]`);
  say('  +-- the person closes it');
}

const hostSettings = (): string =>
  JSON.stringify(
    { mcpServers: { hitrate: { command: process.execPath, args: [SERVER, '--sandbox'] } } },
    null,
    2,
  );
