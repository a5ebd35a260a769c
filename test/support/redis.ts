/** A Redis of Debian's package on a free port of loopback: it keeps nothing on the disk, and what it is killed with is gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { afterThisFile } from './cleanup.ts';
import { newFolder } from './files.ts';

export interface TestRedis {
  url: string;
  port: number;
  /** `SIGSTOP` lets it hang, `SIGCONT` go on. */
  signal(signal: NodeJS.Signals): void;
  /** Kills it as -9 does. Resolves once it is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
}

/** Starts one; it is ended with the file. @param args further arguments, such as `--requirepass x` */
export async function startRedis(args: string[] = []): Promise<TestRedis> {
  const port = await freePort();
  const folder = newFolder();
  let child: ChildProcess | undefined;
  const gone = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGKILL');
    await exit;
  };
  const start = async () => {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    child = spawn('redis-server', [...own, '--save', '', '--appendonly', 'no', ...args], { stdio: 'ignore' });
    child.on('error', () => {});
    await answering(port);
  };
  afterThisFile(gone);
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: (signal) => void child?.kill(signal),
    kill: gone,
    start,
  };
}

export const newSecret = (): Buffer => randomBytes(32);

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** @throws Error where it never answers */
async function answering(port: number): Promise<void> {
  const end = performance.now() + 8_000;
  while (!(await answers(port))) {
    if (performance.now() > end)
      throw new Error('redis-server does not answer: is it installed (apt-get install redis-server)?');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Also where it wants a password first. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.on('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
