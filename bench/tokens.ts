/** What the tools cost a model before it has done anything, counted on what the bundle sends. */
import { tmpdir } from 'node:os';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { BUNDLE } from './children.ts';
import { atMost, type Figure, type Section, under } from './report.ts';
import { startServer, type Tool } from './rpc.ts';

const TIERS = [
  { access: 'read', what: 'read tier', limit: 5_000 },
  { access: 'write', what: 'read and write tiers', limit: undefined },
  { access: 'destructive', what: 'all tiers', limit: 9_000 },
];
/** With all that can be set up, no tool is missing. */
const ALL = { HITRATE_DOWNLOAD_DIR: tmpdir(), HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' };
const LARGEST = 400;
/** Where hosts cut the instructions. */
const INSTRUCTIONS = 2_048;

export const tokens: Section = {
  title: 'tokens (o200k): name, description and inputSchema of each tool, as compact JSON',
  deadlineMs: 60_000,
  async measure() {
    const encoding = new Tiktoken(o200k);
    const count = ({ name, description, inputSchema }: Tool) =>
      encoding.encode(JSON.stringify({ name, description, inputSchema }), [], []).length;
    const figures: Figure[] = [];
    let largest = { name: '', size: 0 };
    let longest = 0;
    for (const { access, what, limit } of TIERS) {
      const server = await startServer([BUNDLE, '--sandbox', '--access', access], ALL);
      await server.end();
      const sizes = server.tools.map((tool) => ({ name: tool.name, size: count(tool) }));
      const sum = sizes.reduce((total, { size }) => total + size, 0);
      figures.push({
        what: `${what}, ${sizes.length} tools`,
        value: String(sum),
        goal: limit === undefined ? undefined : atMost(sum, limit),
      });
      for (const one of sizes) if (one.size > largest.size) largest = one;
      longest = Math.max(longest, server.instructions.length);
    }
    return [
      ...figures,
      {
        what: `largest tool, ${largest.name}`,
        value: String(largest.size),
        goal: atMost(largest.size, LARGEST),
      },
      { what: 'instructions, characters', value: String(longest), goal: under(longest, INSTRUCTIONS) },
    ];
  },
};
