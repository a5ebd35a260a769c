/** Measures what the tools cost a model before it has done anything, counted on what the bundle sends. */
import { tmpdir } from 'node:os';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { BUNDLE } from './children.ts';
import { atMost, type Figure, type Section, under } from './report.ts';
import { result, startServer, type Tool } from './rpc.ts';

const TIERS = [
  { access: 'read', what: 'read tier', limit: 5_000 },
  { access: 'write', what: 'read and write tiers', limit: undefined },
  { access: 'destructive', what: 'all tiers', limit: 9_000 },
];
/** Settings with which no tool is missing. */
const ALL_SETTINGS = { HITRATE_DOWNLOAD_DIR: tmpdir(), HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' };
const MAX_TOOL = 400;
/** Of an answer of which no more was asked for. */
const MAX_ANSWER = 8_000;
/** Where hosts cut the instructions. */
const MAX_INSTRUCTIONS = 2_048;

/** The calls that people need most. */
const COMMON_CALLS: [tool: string, args: object][] = [
  ['order_report', { period: 'last_30_days', by: ['agent'] }],
  ['search_orders', { period: 'last_30_days' }],
  ['search_calls', {}],
  ['customer_overview', { customer_id: 922 }],
  ['get_order', { order_id: 39 }],
];

/** Answers go out once, as text: a host that also passes on structuredContent would pay for the same facts twice. */
async function measureAnswers(count: (text: string) => number): Promise<Figure[]> {
  const server = await startServer([BUNDLE, '--sandbox']);
  const figures: Figure[] = [];
  let id = 2;
  for (const [name, args] of COMMON_CALLS) {
    const { content, structuredContent } = result(await server.call(name, args), ++id);
    const once = count(content[0].text);
    const both = once + count(JSON.stringify(structuredContent ?? JSON.parse(content[0].text)));
    const tokens = structuredContent === undefined ? once : both;
    figures.push({
      what: `answer of ${name}, as text alone`,
      value: String(tokens),
      spread: `${both} with structuredContent beside it`,
      goal: atMost(tokens, MAX_ANSWER),
    });
  }
  await server.end();
  return figures;
}

export const tokens: Section = {
  title: 'tokens (o200k): name, description and inputSchema of each tool, as compact JSON',
  deadlineMs: 60_000,
  async measure() {
    const encoding = new Tiktoken(o200k);
    const countTokens = (text: string) => encoding.encode(text, [], []).length;
    const countTool = ({ name, description, inputSchema }: Tool) =>
      countTokens(JSON.stringify({ name, description, inputSchema }));
    const figures: Figure[] = [];
    let each: Figure[] = [];
    let largest = { name: '', size: 0 };
    let longest = 0;
    for (const { access, what, limit } of TIERS) {
      const server = await startServer([BUNDLE, '--sandbox', '--access', access], ALL_SETTINGS);
      await server.end();
      const sizes = server.tools.map((tool) => ({ name: tool.name, size: countTool(tool) }));
      const sum = sizes.reduce((total, { size }) => total + size, 0);
      figures.push({
        what: `${what}, ${sizes.length} tools`,
        value: String(sum),
        goal: limit === undefined ? undefined : atMost(sum, limit),
      });
      for (const tool of sizes) if (tool.size > largest.size) largest = tool;
      // The last tier has them all.
      each = sizes
        .toSorted((a, b) => b.size - a.size)
        .map(({ name, size }) => ({ what: `  ${name}`, value: String(size) }));
      longest = Math.max(longest, server.instructions.length);
    }
    return [
      ...figures,
      {
        what: `largest tool, ${largest.name}`,
        value: String(largest.size),
        goal: atMost(largest.size, MAX_TOOL),
      },
      { what: 'instructions, characters', value: String(longest), goal: under(longest, MAX_INSTRUCTIONS) },
      ...(await measureAnswers(countTokens)),
      ...each,
    ];
  },
};
