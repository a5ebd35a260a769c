/** Measures rows that go through the server in bulk: exported to a file, and imported from one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUNDLE, startRowsDialer } from './children.ts';
import { peakFromNow } from './memory.ts';
import type { Figure, Section } from './report.ts';
import { answerRow, type Server, startServer } from './rpc.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const ROWS = 200_000;
const ABOVE_REST_MB = 60;
const REST_MS = 1_000;
const CONTACTLIST = 6;

export const exportSection: Section = {
  title: `export: export_rows of ${ROWS} orders and of ${ROWS} calls as CSV`,
  deadlineMs: 300_000,
  measure: async () => [
    ...(await measureExport('orders', { campaign_id: 2 })),
    ...(await measureExport('calls', { campaign_ids: [2] })),
  ],
};

export const importSection: Section = {
  title: `import: import_customers of ${ROWS} rows of CSV`,
  deadlineMs: 300_000,
  measure: () =>
    measureBulk(`${ROWS} customers imported`, (folder) => {
      writeFileSync(join(folder, 'few.csv'), customersCsv(100));
      writeFileSync(join(folder, 'many.csv'), customersCsv(ROWS));
      const send = (file: string) => ({
        tool: 'import_customers',
        args: { file, contactlist_id: CONTACTLIST, dry_run: false },
      });
      return { warmUp: send('few.csv'), bulk: send('many.csv'), rowsDone: ({ created }) => created };
    }),
};

/** @param filter of the few rows to warm up with */
const measureExport = (what: string, filter: object): Promise<Figure[]> =>
  measureBulk(`${ROWS} ${what} exported`, () => ({
    warmUp: { tool: 'export_rows', args: { what, filter } },
    bulk: { tool: 'export_rows', args: { what } },
    rowsDone: ({ rows, partial }) => (partial ? undefined : rows),
  }));

interface Call {
  tool: string;
  args: object;
}

interface BulkCalls {
  /** Does the same with few rows, so that what is loaded once is loaded before memory at rest is read. */
  warmUp: Call;
  bulk: Call;
  /** Returns how many rows the answer says have gone through. */
  rowsDone(answer: any): number | undefined;
}

async function measureBulk(what: string, prepare: (folder: string) => BulkCalls): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const { warmUp, bulk, rowsDone } = prepare(folder);
    const dialer = await startRowsDialer(ROWS);
    const server = await startServer([BUNDLE, '--access', 'write'], {
      // The rows are measured, not the yes to them.
      HITRATE_ASK: 'none',
      HITRATE_LIMITS: 'none',
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: 'any',
      HITRATE_DOWNLOAD_DIR: folder,
      HITRATE_TIMEOUT_MS: '250000',
    });
    try {
      await callTool(server, warmUp);
      await sleep(REST_MS);
      const peakMemory = peakFromNow(server, ABOVE_REST_MB);
      const started = performance.now();
      const answer = await callTool(server, bulk);
      const seconds = (performance.now() - started) / 1_000;
      const peak = peakMemory();
      if (rowsDone(answer) !== ROWS) throw new Error(`not all rows: ${JSON.stringify(answer).slice(0, 500)}`);
      return [
        { what, value: `${(ROWS / seconds / 1_000).toFixed(1)}k rows/s`, spread: `${seconds.toFixed(1)} s` },
        peak,
      ];
    } finally {
      await Promise.all([server.end(), dialer.end()]);
    }
  });
}

async function callTool(server: Server, { tool, args }: Call): Promise<any> {
  const line = await server.call(tool, args);
  return answerRow(line);
}

function customersCsv(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, i) =>
      `070-${1_000_000 + i};Anna ${i % 977};Åkerström ${i % 1009};anna.${i}@example.com;Björkvägen ${i % 120};41104;Göteborg;K${i}\n`,
  );
  return `Telefon;Förnamn;Efternamn;E-post;Adress;Postnummer;Ort;Kundnummer\n${rows.join('')}`;
}
