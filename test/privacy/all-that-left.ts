/** A host that calls every tool of a server on the sandbox, and keeps every message that came to it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createServices } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { createHandlers } from '../../src/mcp/handlers/handlers.ts';
import { createServer } from '../../src/mcp/initialize-era/server.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import type { State } from '../../src/sandbox/state.ts';
import { states } from '../contract/states.ts';
import { newFolder } from '../support/files.ts';
import { listener } from '../support/hearing-engine.ts';
import { addSms } from '../support/sandbox-rows.ts';
import { everyCall, prompts, type ToolCall } from './every-call.ts';
import { type Needles, needlesOf } from './known.ts';

export interface Everything {
  /** JSON-RPC messages, and lines of the log. */
  left: unknown[];
  needles: Needles;
  state: State;
  called: Set<string>;
}

/** What people write of each other, in all the ways that they write it. */
function writeOfPeople(state: State, mode: string): void {
  const texts = [
    'Ring Anna på 070-174 06 05 eller 0701740605, +46 (0)70-174 06 05, 0046701740605, 46701740605',
    'hej anna, är du ANNA EK eller Ek, Anna? Annas nummer: 070 174 06 05',
    'Skriv till Anna.Ek@Example.org eller anna.ek%40example.org',
    'Bor på björkvägen 4 eller BJÖRKVÄGEN 12, enligt Mawila',
    'Pnr 19720311-1234, 197203111234, 720311-1234',
    // In the standard mode these could be other numbers.
    ...(mode === 'standard' ? [] : ['7203111234, 720311 1234 och 1972-03-11-1234']),
    'A\u030asa Grahn, Åsa, GÖRAN ÅBERG, Åberg, Göran; Hej Per!',
  ];
  const sent = Math.floor(state.clock() / 1000) - 3_000;
  for (const [i, message] of texts.entries())
    addSms(state, {
      customer_id: 922,
      message,
      sender: i % 2 ? '+46701740605' : 'Djurboxen',
      sent: sent + i,
    });
  state.orders.get(39)!.comments = texts.map((comment) => ({ user_id: 6, comment }));
  state.customers.get(922)!.custom_fields.push({ id: 30, value: texts.join(' ') });
  state.sms_templates.get(1)!.content += texts.join(' ');
  state.products.get(1)!.description = texts[0]!;
  state.blocklists.get(6)!.title = 'Spärrad av Elin Sandvall';
  state.contactlists.get(34)!.title = 'Från Petra Lundmark, 070-174 06 06';
  for (const [id, first, last] of [
    [90, 'Åsa', 'Grahn'],
    [94, 'Göran', 'Åberg'],
    [98, 'Per', 'Öhman'],
  ] as const) {
    const like = structuredClone(state.customers.get(922)!);
    state.customers.set(id, { ...like, id, custom_fields: [], first_name: first, last_name: last });
  }
}

/** @param confirm how the server asks a person */
export async function everythingThatLeaves(
  mode: string,
  {
    confirm = 'token',
    files = false,
    calls = everyCall,
  }: {
    confirm?: string;
    files?: boolean;
    calls?: readonly (ToolCall & { example?: string })[];
  } = {},
): Promise<Everything> {
  const sandbox = createSandbox({ calls: 300 });
  const { state } = sandbox;
  writeOfPeople(state, mode);
  const needles = needlesOf(state);
  const listening = await sandbox.listen();
  const speech = await listener();
  const folder = join(newFolder(), 'downloads');
  mkdirSync(folder);
  const env = {
    HITRATE_URL: listening.url,
    HITRATE_TOKEN: 'sandbox-admin',
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: confirm,
    HITRATE_PRIVACY: mode,
    HITRATE_STATE_DIR: join(newFolder(), 'state'),
    HITRATE_LOG_LEVEL: 'trace',
    HITRATE_TRANSCRIBE_URL: speech.url,
    HITRATE_LIMITS: 'none',
    HITRATE_CALLING_HOURS: 'always',
    ...(files && { HITRATE_DOWNLOAD_DIR: folder }),
  };
  const left: unknown[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((line: string) => left.push(String(line)) > 0) as typeof write;
  const config = readConfig([], env);
  const services = createServices(config, {}, async () => listening.url);
  const server = createServer(createHandlers(config, async () => services));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const send = ours.send.bind(ours);
  ours.send = (message, options) => {
    left.push(message);
    return send(message, options);
  };
  const client = new Client(
    { name: 'host', version: '1' },
    { capabilities: confirm === 'token' ? {} : { elicitation: {} } },
  );
  const called = new Set<string>();
  try {
    if (confirm !== 'token') client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'decline' }));
    await Promise.all([server.connect(ours), client.connect(theirs)]);
    await useEverything(client, calls, state, called);
  } finally {
    process.stderr.write = write;
    await client.close();
    await services.close();
    await listening.close();
    await speech.close();
  }
  // What was made by the calls is known too.
  for (const [kind, values] of Object.entries(needlesOf(state)))
    for (const value of values) needles[kind as keyof Needles].add(value);
  return { left, needles, state, called };
}

async function useEverything(
  client: Client,
  calls: readonly (ToolCall & { example?: string })[],
  state: State,
  called: Set<string>,
): Promise<void> {
  const ignore = () => undefined;
  await client.listTools();
  await client.listPrompts();
  for (const [name, args] of prompts) await client.getPrompt({ name, arguments: args }).catch(ignore);
  for (const call of calls) {
    const [name, args] = call;
    if (call.example) states[call.example]?.(state);
    called.add(name);
    const answer = await client.callTool({ name, arguments: args }, undefined, { onprogress: ignore });
    const row = rowIn(answer);
    const token = row?.confirmation?.token;
    if (token) await client.callTool({ name, arguments: { ...args, confirm: token } });
    if (row?.content && row.status === 'dry_run')
      await client.callTool({ name, arguments: { ...args, dry_run: false, content: row.content } });
    if (row?.transcript && row.status === 'working')
      await client.callTool({ name, arguments: { transcript: row.transcript } });
  }
  const { resources } = await client.listResources();
  await client.listResourceTemplates();
  for (const uri of [...resources.map((one) => one.uri), ...OTHER_RESOURCES])
    if (!/recording/.test(uri)) await client.readResource({ uri }).catch(ignore);
  for (const [name, args] of prompts) await client.getPrompt({ name, arguments: args }).catch(ignore);
  for (const what of ['call_id', 'order_id', 'customer_id', 'user_id'])
    await client.complete({
      ref: { type: 'ref/resource', uri: `hitrate://thing/{${what}}` },
      argument: { name: what, value: '' },
    });
}

const OTHER_RESOURCES = [
  'hitrate://customer/922/sms.pdf',
  'hitrate://customer/922/sms.pdf?phone=%2B46701740605',
  'hitrate://customer/Anna%20Ek/sms.pdf',
  'hitrate://export/0/Anna Ek.csv',
];

function rowIn(answer: Awaited<ReturnType<Client['callTool']>>): any {
  try {
    return JSON.parse((answer.content as { text: string }[])[0]!.text);
  } catch {
    return undefined;
  }
}
