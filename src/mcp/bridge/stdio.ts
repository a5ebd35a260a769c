/** The bridge as a host starts it: on stdin and stdout, and the end of it. */
import { LINE_LIMIT, readLines } from '../stdio-lines.ts';
import { createBridge } from './bridge.ts';
import type { Credentials } from './login/credentials.ts';
import { createRemote } from './remote.ts';

/** How long requests from before the end of stdin may take to be answered. */
const GRACE_MS = 750;
/** A token that is being renewed is lost if it is not kept. */
const MAX_RENEWAL_MS = 5_000;
const POLL_MS = 10;

/** @throws ToolError where the proxy's address is none */
export function serveBridge(
  url: URL,
  env: Record<string, string | undefined>,
  credentials: Credentials,
): void {
  const { stdin } = process;
  const log = (line: string) => void process.stderr.write(`hitrate-mcp: ${line}\n`);
  const bridge = createBridge({
    remote: createRemote(url, env, credentials),
    write: (line) => void process.stdout.write(`${line}\n`),
    log,
  });

  const finish = async () => {
    const timeout = new Promise((resolve) => setTimeout(resolve, MAX_RENEWAL_MS));
    await Promise.race([credentials.settled(), timeout]);
    await bridge.close();
    process.exit(0);
  };
  let ending = false;
  const end = (graceMs: number) => {
    if (ending) return;
    ending = true;
    const deadline = performance.now() + graceMs;
    const finishWhenAnswered = () => {
      const answered = bridge.pending() === 0 && process.stdout.writableLength === 0;
      if (answered || performance.now() >= deadline) void finish();
      else setTimeout(finishWhenAnswered, POLL_MS);
    };
    // Requests that came in with the same chunk as the end are taken up first.
    setImmediate(finishWhenAnswered);
  };

  process.stderr.on('error', () => {});
  stdin.on('end', () => end(GRACE_MS));
  stdin.on('close', () => end(GRACE_MS));
  stdin.on('error', () => end(0));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => end(0));
  readLines(stdin, {
    onLine: bridge.receive,
    onLongLine(id) {
      log(`the host has sent a line of more than ${LINE_LIMIT}`);
      if (id !== undefined)
        bridge.refuse(id, `The message is larger than ${LINE_LIMIT}: send less at a time.`);
    },
  });
}
