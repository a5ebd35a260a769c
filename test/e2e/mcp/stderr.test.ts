import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { bundle } from '../../support/host.ts';

/** More than a pipe holds: each call logs a line of about 120 bytes. */
const CALLS = 1_500;

it('a host that never reads stderr gets all answers, and the process ends', async () => {
  // stderr is a pipe that nobody reads.
  const child = spawn(process.execPath, [bundle, '--sandbox'], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pause();
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'deaf', version: '1' };
  send({
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
  });
  send({ method: 'notifications/initialized' });
  for (let id = 1; id <= CALLS; id++)
    send({ id, method: 'tools/call', params: { name: 'get_campaign', arguments: {} } });
  let answers = 0;
  for await (const chunk of child.stdout) {
    answers += chunk.toString().split('\n').length - 1;
    if (answers > CALLS) break;
  }
  expect(answers).toBe(CALLS + 1);
  child.stdin.end();
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
});
