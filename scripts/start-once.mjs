/** Starts a server by the command given, lists its tools, calls one, and ends it by closing its stdin. */
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const fail = (why) => {
  console.error(why);
  child.kill();
  process.exit(1);
};
const timer = setTimeout(() => fail('no answer within two minutes'), 120_000);

const answers = new Map();
let text = '';
child.stdout.on('data', (chunk) => {
  text += chunk;
  const lines = text.split('\n');
  text = lines.pop();
  for (const line of lines) {
    const message = JSON.parse(line);
    answers.set(message.id, message);
    if (message.id === 3) child.stdin.end();
  }
});
child.on('exit', (code) => {
  clearTimeout(timer);
  const tools = answers.get(2)?.result?.tools?.length ?? 0;
  const campaigns = JSON.parse(answers.get(3)?.result?.content?.[0]?.text ?? '{}').total ?? 0;
  if (code !== 0 || tools === 0 || campaigns === 0)
    fail(
      `exit ${code}, ${tools} tools, ${campaigns} campaigns: ${JSON.stringify(answers.get(3))?.slice(0, 300)}`,
    );
  console.log(`${command} ${args.join(' ')}: ${tools} tools, ${campaigns} campaigns, exit ${code}`);
});

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
send({ id: 2, method: 'tools/list' });
send({ id: 3, method: 'tools/call', params: { name: 'list_campaigns', arguments: {} } });
