/** `demo`: plays a session with a real host, the real server as its child, and the sandbox behind it. */
import { fileURLToPath } from 'node:url';
import { SettingError } from '../../config/parse.ts';
import { connectHost, type Host, type HostOptions } from '../../mcp/client.ts';
import { createStage, type Stage } from './stage.ts';

const ZONE = 'Europe/Stockholm';

export async function demo(argv: string[]): Promise<void> {
  if (argv.some((word) => word !== '--sandbox'))
    throw new SettingError('demo takes no flags: it always plays against the sandbox');
  const started = performance.now();
  const stage = createStage(process.stdout, process.env);
  stage.tell('An assistant works with the embedded dialer. All people in it are invented.');

  const readHost = await connectHost(serverOptions('read'));
  await playReads(readHost, stage);
  await readHost.close();

  const tokenHost = await connectHost(serverOptions('destructive'));
  await playCancellation(tokenHost, stage);
  await tokenHost.close();

  const formHost = await connectHost({ ...serverOptions('destructive'), elicit: stage.declineForm });
  await playDeclinedErasure(formHost, stage);
  await formHost.close();

  stage.open('Your own host');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  stage.tell(`Done in ${seconds} s. To use it in a host, paste into its settings:`);
  stage.print(`${hostSettings()}\n`);
  stage.tell(
    'For your own dialer: replace "--sandbox" by an env of HITRATE_DIALER and HITRATE_TOKEN; see README.md.',
  );
}

async function playReads(host: Host, stage: Stage): Promise<void> {
  stage.open('Reading');
  const { tools } = await host.client.listTools();
  stage.tell(
    `The host sees ${tools.length} tools: HITRATE_ACCESS is read, so nothing that changes or erases is on offer.`,
  );
  await stage.play(host, {
    request: 'Hitta Anna på 070-174 06 05, har hon någon order?',
    tool: 'search_orders',
    args: { phone: '070-174 06 05' },
    columns: ['id', 'create_time', 'products', 'value', 'state', 'customer'],
  });
  await stage.play(host, {
    request: 'Hur många order har vi tagit den här månaden, per säljare?',
    tool: 'order_report',
    args: { period: 'this_month', by: ['agent'], top: 3 },
    columns: ['agent', 'orders', 'value', 'average', 'confirmed_pct', 'units'],
  });
  await stage.play(host, {
    request: 'Which weekday had the best hit rate last week?',
    tool: 'call_report',
    args: { period: 'last_week', by: ['weekday'] },
    columns: ['weekday', 'attempts', 'reached', 'orders', 'no_thanks', 'hit_rate_reached_pct'],
  });
  await stage.play(host, {
    request: 'Rita försäljningen vecka för vecka, de senaste 30 dagarna.',
    tool: 'order_report',
    args: { period: 'last_30_days', by: ['week'], sort: 'value', chart: 'sv' },
    columns: ['week', 'orders', 'value', 'average', 'confirmed_pct', 'units'],
  });
  await stage.play(host, {
    request: 'Har kunden tackat ja skriftligt till order 39?',
    tool: 'check_order_acceptance',
    args: { order_id: 39 },
  });
  const recording = await stage.play(host, {
    request: 'Fetch the recording of order 39.',
    tool: 'get_order_recording',
    args: { order_id: 39 },
  });
  await stage.playResource(host, recording.uri);
  const clip = await stage.play(host, {
    request: 'Only the ten seconds with the price.',
    tool: 'get_order_recording',
    args: { order_id: 39, start_s: 4, end_s: 14 },
  });
  await stage.playResource(host, clip.uri);
  if (tools.some(({ name }) => name === 'transcribe_recording'))
    await stage.play(host, {
      request: 'Vad sades i samtalet?',
      tool: 'transcribe_recording',
      args: { order_id: 39 },
    });
  else
    stage.tell(
      'The words themselves come from a speech engine, and none is set up: see "What was said" in README.md.',
    );
  await stage.play(host, {
    request: 'Delete SMS template 2.',
    tool: 'delete_sms_template',
    args: { sms_template_id: 2 },
  });
}

async function playCancellation(host: Host, stage: Stage): Promise<void> {
  stage.open('Acting, after a yes by token');
  stage.tell(
    'A manager has allowed more (HITRATE_ACCESS=destructive). This host can show no form, so a token asks for the yes.',
  );
  const order_ids = [39, 40];
  const { confirmation } = await stage.play(host, {
    request: 'Avboka order 39 och 40.',
    tool: 'cancel_orders',
    args: { order_ids },
  });
  await stage.play(host, {
    request: 'Ja, gör det.',
    tool: 'cancel_orders',
    args: { order_ids, confirm: confirmation.token },
  });
  await stage.play(host, {
    request: 'What does order 39 say now?',
    tool: 'search_orders',
    args: { phone: '0701740605' },
    columns: ['id', 'create_time', 'products', 'value', 'state', 'customer'],
  });
}

async function playDeclinedErasure(host: Host, stage: Stage): Promise<void> {
  stage.open('Erasing, and a person who does not want to');
  stage.tell('The next host can show forms: the person is asked by the server itself.');
  await stage.play(host, {
    request: 'Radera kunden med nummer 070-174 06 05.',
    tool: 'prune_customer',
    args: { phone: '070-174 06 05' },
  });
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

const hostSettings = (): string =>
  JSON.stringify(
    { mcpServers: { hitrate: { command: process.execPath, args: [SERVER, '--sandbox'] } } },
    null,
    2,
  );
