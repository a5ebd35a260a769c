/** A customer of the sandbox whose data is collected into a folder, and what stands in it then. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './files.ts';
import { type SandboxServices, sandboxServices, TOKEN } from './sandbox-services.ts';

export const PDF = '/api/sms_communication/pdf';
export const isRecording = ({ path }: { path: string }) => /recording/.test(path);

export interface Collection {
  here: SandboxServices;
  /** Around the download folder. */
  outside: string;
  /** The download folder. */
  downloads: string;
  /** The customer's own. */
  folder: string;
  collect(args?: object): Promise<any>;
  names(): string[];
  text(name: string): string;
  json(name: string): any;
  /** Recordings that the sandbox has of the customer: file name without its ending, and address. */
  recordings: { stem: string; address: string }[];
  /** What the dialer itself sends. */
  original(address: string): Promise<Buffer>;
}

/** Customer 922, but for the recording that is an hour long. */
export async function collection(env: Record<string, string> = {}): Promise<Collection> {
  const outside = newFolder();
  const downloads = join(outside, 'downloads');
  mkdirSync(downloads);
  const folder = join(downloads, 'customer-922');
  const here = await sandboxServices({ HITRATE_DOWNLOAD_DIR: downloads, ...env });
  const own = here.state.calls.filter(({ customer_id }) => customer_id === 922);
  for (const call of own) if (call.finish_time - call.init_time > 600) call.recording = false;
  const orders = [...here.state.orders.values()].filter((order) => order.customer_id === 922);
  return {
    here,
    outside,
    downloads,
    folder,
    collect: (args = { customer_id: 922 }) => here.ask('collect_customer_data', args),
    names: () => readdirSync(folder).sort(),
    text: (name) => readFileSync(join(folder, name), 'utf8'),
    json: (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')),
    recordings: [
      ...own
        .filter((call) => call.recording)
        .map(({ id }) => ({ stem: `call-${id}`, address: `/api/call/${id}/recording` })),
      ...orders.map(({ id }) => ({ stem: `order-${id}`, address: `/api/order_recording/${id}` })),
    ],
    original: async (address) => {
      const answer = await fetch(here.url + address, { headers: { authorization: `Bearer ${TOKEN}` } });
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}
