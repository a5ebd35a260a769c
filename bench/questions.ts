/**
 * Measures what answers cost a model in tokens: of the questions in test/e2e/questions those that read, with all tools and
 * with endpoint tools alone. Those that ask for a change are left out, since the lists of tools compared are read tools.
 */
import { TOOLSETS } from '../src/config/settings.ts';
import { english, swedish } from '../test/e2e/questions/all.ts';
import type { Call } from '../test/e2e/questions/question.ts';
import { longWay, ourWay, tokensOf } from '../test/e2e/questions/way.ts';
import { BUNDLE, startSandbox } from './children.ts';
import { atMost, type Figure, median, type Section } from './report.ts';
import { result, type Server, startServer } from './rpc.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** Calls in 90 days: the sandbox's own number, and that of some thirty agents. */
const SIZES = [3_600, 50_000];
const MAX_MEDIAN = 1_500;
const MAX_RATIO = 0.1;
const READING = [...swedish, ...english].filter(({ effect }) => effect === undefined);
const WITHOUT = TOOLSETS.filter((name) => name !== 'insight').join();

export const questions: Section = {
  title: `questions: ${READING.length} of them answered, in o200k tokens of what the model reads`,
  deadlineMs: 420_000,
  measure: () =>
    withTemporaryFolder(async (folder) => {
      const figures: Figure[] = [];
      for (const size of SIZES) figures.push(...(await measureAnswers(size, folder, figures.length === 0)));
      return figures;
    }),
};

async function measureAnswers(size: number, folder: string, withLists: boolean): Promise<Figure[]> {
  const dialer = await startSandbox(['--calls', String(size)]);
  const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN: dialer.token, HITRATE_DOWNLOAD_DIR: folder };
  const server = await startServer([BUNDLE], env);
  const bare = await startServer([BUNDLE], { ...env, HITRATE_TOOLSETS: WITHOUT });
  try {
    const ours: number[] = [];
    const long: number[] = [];
    const calls = { ours: 0, long: 0 };
    for (const question of READING) {
      const ourAnswer = await ourWay(question, textOf(server));
      const longAnswer = await longWay(question.endpoints(), textOf(bare));
      ours.push(ourAnswer.tokens);
      long.push(longAnswer.tokens);
      calls.ours += ourAnswer.calls;
      calls.long += longAnswer.calls;
    }
    const ratio = sum(ours) / sum(long);
    const lists = [server, bare].map(listTokens);
    return [
      ...(withLists
        ? [
            { what: `list of all ${server.tools.length} read tools`, value: String(lists[0]) },
            { what: `list without insight, ${bare.tools.length} tools`, value: String(lists[1]) },
          ]
        : []),
      { what: `${size} calls: our answers, ${calls.ours} calls`, value: String(sum(ours)) },
      {
        what: '  median',
        value: String(median(ours)),
        spread: range(ours),
        goal: atMost(median(ours), MAX_MEDIAN),
      },
      { what: `  endpoint tools' answers, ${calls.long} calls`, value: String(sum(long)) },
      { what: '  median', value: String(median(long)), spread: range(long) },
      { what: '  answers, ours / endpoint tools', value: ratio.toFixed(4), goal: atMost(ratio, MAX_RATIO) },
      {
        what: '  with the lists',
        value: ((lists[0]! + sum(ours)) / (lists[1]! + sum(long))).toFixed(4),
      },
    ];
  } finally {
    await Promise.all([server.end(), bare.end(), dialer.end()]);
  }
}

const textOf =
  (server: Server) =>
  async ({ tool, args }: Call): Promise<string> => {
    const line = await server.call(tool, args);
    return result(line, JSON.parse(line).id).content[0].text;
  };

const listTokens = ({ tools }: Server): number =>
  tools.reduce(
    (total, { name, description, inputSchema }) =>
      total + tokensOf(JSON.stringify({ name, description, inputSchema })),
    0,
  );

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const range = (values: readonly number[]): string => `${Math.min(...values)} to ${Math.max(...values)}`;
