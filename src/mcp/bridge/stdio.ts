/** The bridge as a host starts it: on stdin and stdout. */
import { endWithHost } from '../end-with-host.ts';
import { LINE_LIMIT, readLines } from '../stdio-lines.ts';
import { createBridge } from './bridge.ts';
import type { Credentials } from './login/credentials.ts';
import { createRemote } from './remote.ts';

/** A token that is being renewed is lost if it is not kept. */
const MAX_RENEWAL_MS = 5_000;

/** @throws ToolError where the proxy's address is none */
export function serveBridge(
  url: URL,
  env: Record<string, string | undefined>,
  credentials: Credentials,
): void {
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
  process.stdin.on('error', endWithHost({ pending: bridge.pending, finish }));
  readLines(process.stdin, {
    onLine: bridge.receive,
    onLongLine(id) {
      log(`the host has sent a line of more than ${LINE_LIMIT}`);
      if (id !== undefined)
        bridge.refuse(id, `The message is larger than ${LINE_LIMIT}: send less at a time.`);
    },
  });
}
