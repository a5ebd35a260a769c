/** Measures how long a host waits for the tools of a server that it has just started. */
import { ALL_TOOLS, BARE_SERVER, BUNDLE, MINIMAL_SDK_SERVER, startProcess } from './children.ts';
import { atMost, median, type Section, times } from './report.ts';
import { OPENING, result } from './rpc.ts';

const WARM_UPS = 2;
const ROUNDS = 25;

const contenders = [
  { name: 'hitrate-mcp', args: [BUNDLE, '--sandbox', ...ALL_TOOLS] },
  { name: 'minimal SDK server', args: [MINIMAL_SDK_SERVER] },
  { name: 'bare Node', args: [BARE_SERVER] },
];

export const start: Section = {
  title: `start: from spawning the process to the answer of tools/list, ${ROUNDS} rounds`,
  deadlineMs: 180_000,
  async measure() {
    const samples: number[][] = contenders.map(() => []);
    const tools: number[] = [];
    for (let round = -WARM_UPS; round < ROUNDS; round++)
      for (const [index, { args }] of contenders.entries()) {
        const { ms, listed } = await startAndList(args);
        tools[index] = listed;
        if (round >= 0) samples[index]!.push(ms);
      }
    const [bundle, minimal, bare] = samples.map(median) as [number, number, number];
    return [
      ...contenders.map(({ name }, index) =>
        times(`${name}, ${tools[index]} ${tools[index] === 1 ? 'tool' : 'tools'}`, samples[index]!, 0),
      ),
      ratio('hitrate-mcp / minimal SDK server', bundle / minimal, 0.6),
      ratio('hitrate-mcp / bare Node', bundle / bare, 4),
    ];
  },
};

const ratio = (what: string, value: number, limit: number) => ({
  what,
  value: value.toFixed(2),
  goal: atMost(value, limit),
});

async function startAndList(args: string[]): Promise<{ ms: number; listed: number }> {
  const started = performance.now();
  const child = startProcess(args);
  try {
    child.write(OPENING);
    await child.line();
    const line = await child.line();
    const ms = performance.now() - started;
    return { ms, listed: result(line, 2).tools.length };
  } finally {
    await child.end();
  }
}
