/** What rows cost that go through the server in bulk: a file of them written, and a file of them sent. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUNDLE, startRows } from './children.ts';
import { peakFromNow } from './memory.ts';
import type { Figure, Section } from './report.ts';
import { answerRow, type Server, startServer } from './rpc.ts';

const ROWS = 200_000;
const ABOVE_REST_MB = 60;
const REST_MS = 1_000;
const CONTACTLIST = 6;

export const exporting: Section = {
  title: `export: export_rows of ${ROWS} orders and of ${ROWS} calls as CSV`,
  deadlineMs: 300_000,
  measure: async () => [
    ...(await exported('orders', 'campaign_id', 2)),
    ...(await exported('calls', 'campaign_ids', [2])),
  ],
};

export const importing: Section = {
  title: `import: import_customers of ${ROWS} rows of CSV`,
  deadlineMs: 300_000,
  measure: () =>
    inBulk(`${ROWS} customers imported`, (folder) => {
      writeFileSync(join(folder, 'few.csv'), customers(100));
      writeFileSync(join(folder, 'many.csv'), customers(ROWS));
      const send = (file: string) => ({
        tool: 'import_customers',
        args: { file, contactlist_id: CONTACTLIST, dry_run: false },
      });
      return { few: send('few.csv'), many: send('many.csv'), done: ({ created }) => created };
    }),
};

const exported = (what: string, filter: string, few: unknown): Promise<Figure[]> =>
  inBulk(`${ROWS} ${what} exported`, () => ({
    few: { tool: 'export_rows', args: { what, filter: { [filter]: few } } },
    many: { tool: 'export_rows', args: { what } },
    done: ({ rows, partial }) => (partial ? undefined : rows),
  }));

interface Call {
  tool: string;
  args: object;
}

interface Bulk {
  /** Goes the same way with a few rows, so that what is loaded once is there at rest. */
  few: Call;
  many: Call;
  /** How many rows the answer says have gone through. */
  done(answer: any): number | undefined;
}

async function inBulk(what: string, prepared: (folder: string) => Bulk): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A section that was given up does not get to its end.
  process.once('exit', remove);
  const { few, many, done } = prepared(folder);
  const dialer = await startRows(ROWS);
  const server = await startServer([BUNDLE, '--access', 'write'], {
    HITRATE_URL: dialer.url,
    HITRATE_TOKEN: 'any',
    HITRATE_DOWNLOAD_DIR: folder,
    HITRATE_TIMEOUT_MS: '250000',
  });
  try {
    await called(server, few);
    await sleep(REST_MS);
    const risen = peakFromNow(server, ABOVE_REST_MB);
    const started = performance.now();
    const answer = await called(server, many);
    const seconds = (performance.now() - started) / 1_000;
    const peak = risen();
    if (done(answer) !== ROWS) throw new Error(`not all rows: ${JSON.stringify(answer).slice(0, 500)}`);
    return [
      { what, value: `${(ROWS / seconds / 1_000).toFixed(1)}k rows/s`, spread: `${seconds.toFixed(1)} s` },
      peak,
    ];
  } finally {
    await Promise.all([server.end(), dialer.end()]);
    process.off('exit', remove);
    remove();
  }
}

async function called(server: Server, { tool, args }: Call): Promise<any> {
  const line = await server.call(tool, args);
  return answerRow(line);
}

function customers(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, i) =>
      `070-${1_000_000 + i};Anna ${i % 977};Åkerström ${i % 1009};anna.${i}@example.com;Björkvägen ${i % 120};41104;Göteborg;K${i}\n`,
  );
  return `Telefon;Förnamn;Efternamn;E-post;Adress;Postnummer;Ort;Kundnummer\n${rows.join('')}`;
}
