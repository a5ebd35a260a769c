/** What a tool call adds to the HTTP request that it makes. */
import { Agent } from 'undici';
import { ALL_TOOLS, BUNDLE, startDialer } from './children.ts';
import { atMost, median, type Section, times } from './report.ts';
import { result, startServer } from './rpc.ts';

const WARM_UPS = 200;
const PAIRS = 1_000;
const GOAL_MS = 0.7;
const ORDER = 39;

export const calls: Section = {
  title: `call: get_order over stdio beside the same request made directly, ${PAIRS} pairs`,
  deadlineMs: 180_000,
  async measure() {
    const dialer = await startDialer();
    const server = await startServer([BUNDLE, ...ALL_TOOLS], {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: dialer.token,
    });
    const agent = new Agent({ connections: 1, pipelining: 1 });
    try {
      const direct = async () => {
        const { body } = await agent.request({
          origin: dialer.url,
          path: `/api/order/${ORDER}`,
          method: 'GET',
          headers: { authorization: `Bearer ${dialer.token}`, accept: 'application/json' },
        });
        return body.json();
      };
      const tool = async () => JSON.parse(await server.call('get_order', { order_id: ORDER }));

      const [order] = (await direct()) as { id: number }[];
      if (order?.id !== ORDER) throw new Error(`the sandbox has no order ${ORDER}`);
      result(await server.call('get_order', { order_id: ORDER }), 3);

      const directly: number[] = [];
      const byTool: number[] = [];
      for (let pair = -WARM_UPS; pair < PAIRS; pair++) {
        // Who comes second finds the caches of the first: they take turns.
        const [first, second] = pair % 2 ? [tool, direct] : [direct, tool];
        const one = await timed(first);
        const two = await timed(second);
        if (pair < 0) continue;
        directly.push(pair % 2 ? two : one);
        byTool.push(pair % 2 ? one : two);
      }
      const apart = median(byTool) - median(directly);
      const goal = (ms: number) => atMost(ms, GOAL_MS, ' ms');
      const added = byTool.map((ms, pair) => ms - directly[pair]!);
      return [
        times('request made directly (undici, keep-alive)', directly, 2),
        times('tool call', byTool, 2),
        { what: 'difference of the medians', value: `${apart.toFixed(2)} ms`, goal: goal(apart) },
        times('difference within a pair', added, 2, goal(median(added))),
      ];
    } finally {
      await Promise.all([agent.destroy(), server.end(), dialer.end()]);
    }
  },
};

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}
