/** A dialer of bare sockets: for faults that node:http can't commit. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Answers one whole request; `text` is all of it. */
export type OnRequest = (socket: Socket, text: string) => void;

export interface RawDialer {
  url: string;
  /** Requests that came in whole, oldest first. */
  requests: string[];
  /** Connections made so far. */
  connections: number;
  /** Connections open now. */
  open: Set<Socket>;
  on(answer: OnRequest): void;
  close(): Promise<void>;
}

export async function rawDialer(first: OnRequest): Promise<RawDialer> {
  let answer = first;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    dialer.connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const whole = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < whole) return;
      const request = text.slice(0, whole);
      text = text.slice(whole);
      dialer.requests.push(request);
      answer(socket, request);
    });
  });
  const dialer: RawDialer = {
    url: '',
    requests: [],
    connections: 0,
    open,
    on: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dialer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return dialer;
}

/** A well-made answer, for the call after the fault. */
export const answers =
  (value: unknown): OnRequest =>
  (socket) => {
    const body = JSON.stringify(value);
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: ${body.length}\r\n\r\n${body}`);
  };

export const JSON_TYPE = 'content-type: application/json\r\n';

/** An address where nothing listens. */
export async function deadUrl(): Promise<string> {
  const dialer = await rawDialer(() => {});
  await dialer.close();
  return dialer.url;
}
