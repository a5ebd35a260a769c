/**
 * Starts a server by the command given, lists its tools, calls one, and ends it by closing its stdin. What runs the
 * server may be another Node than the one that runs this.
 *
 *   tsx scripts/start-once.ts npx -y node@24 dist/main.js --sandbox
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const TIMEOUT_MS = 120_000;
const LIST_ID = 2;
const CALL_ID = 3;

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const responses = new Map<number, any>();
const timer = setTimeout(() => fail(`no answer within ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);

createInterface({ input: child.stdout }).on('line', (line) => {
  const message = JSON.parse(line);
  responses.set(message.id, message);
  if (message.id === CALL_ID) child.stdin.end();
});
child.on('exit', report);

send({
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'start-once', version: '1' },
  },
});
send({ method: 'notifications/initialized' });
send({ id: LIST_ID, method: 'tools/list' });
send({ id: CALL_ID, method: 'tools/call', params: { name: 'list_campaigns', arguments: {} } });

function send(message: object): void {
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function fail(reason: string): never {
  console.error(reason);
  child.kill();
  process.exit(1);
}

function report(code: number | null): void {
  clearTimeout(timer);
  const tools = responses.get(LIST_ID)?.result?.tools?.length ?? 0;
  const call = responses.get(CALL_ID);
  const campaigns = JSON.parse(call?.result?.content?.[0]?.text ?? '{}').total ?? 0;
  if (code !== 0 || tools === 0 || campaigns === 0)
    fail(`exit ${code}, ${tools} tools, ${campaigns} campaigns: ${JSON.stringify(call)?.slice(0, 300)}`);
  console.log(`${command} ${args.join(' ')}: ${tools} tools, ${campaigns} campaigns, exit ${code}`);
}
