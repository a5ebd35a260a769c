/** Measures what a tool call adds to the HTTP requests that it makes. */
import { Agent } from 'undici';
import { ALL_TOOLS, BUNDLE, startSandbox } from './children.ts';
import { atMost, type Figure, median, type Section, times } from './report.ts';
import { result, startServer } from './rpc.ts';

const WARM_UPS = 200;
const PAIRS = 1_000;
const MAX_DIFFERENCE_MS = 0.7;
const ORDER = 39;

type Action = () => Promise<unknown>;

export const calls: Section = {
  title: `call: a tool over stdio beside the same requests made directly, ${PAIRS} pairs`,
  deadlineMs: 240_000,
  async measure() {
    const dialer = await startSandbox();
    const server = await startServer([BUNDLE, ...ALL_TOOLS], {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: dialer.token,
    });
    const agent = new Agent({ connections: 8, pipelining: 1 });
    try {
      const get = async (path: string, json?: object): Promise<any> => {
        const { body } = await agent.request({
          origin: dialer.url,
          path,
          method: 'GET',
          headers: {
            authorization: `Bearer ${dialer.token}`,
            accept: 'application/json',
            ...(json && { 'content-type': 'application/json' }),
          },
          body: json && JSON.stringify(json),
        });
        return body.json();
      };
      const tool = (name: string, args: object): Action => {
        return async () => JSON.parse(await server.call(name, args));
      };

      const [order] = (await get(`/api/order/${ORDER}`)) as any[];
      if (order?.id !== ORDER) throw new Error(`the sandbox has no order ${ORDER}`);
      const [{ product_id }] = order.order_products;
      result(await server.call('get_product', { product_id }), 3);

      const oneRequest = await measurePairs(
        () => get(`/api/product/${product_id}`),
        tool('get_product', { product_id }),
      );
      // All that the answer is made of, as much of it in parallel as possible.
      const requestOrder = async () => {
        const [{ call_id, customer_id }] = await get(`/api/order/${ORDER}`);
        return Promise.all([
          get(`/api/call/${call_id}`),
          get('/api/sms_communication', { customer_id }),
          get(`/api/product/${product_id}`),
        ]);
      };
      const fourRequests = await measurePairs(requestOrder, tool('get_order', { order_id: ORDER }));
      return [
        ...figuresOf('get_product, one request', oneRequest, MAX_DIFFERENCE_MS),
        ...figuresOf('get_order, four requests', fourRequests),
      ];
    } finally {
      await Promise.all([agent.destroy(), server.end(), dialer.end()]);
    }
  },
};

/** Times in milliseconds. */
interface PairedTimes {
  directly: number[];
  byTool: number[];
}

async function measurePairs(direct: Action, tool: Action): Promise<PairedTimes> {
  const directly: number[] = [];
  const byTool: number[] = [];
  for (let pair = -WARM_UPS; pair < PAIRS; pair++) {
    // The second finds the caches of the first: they take turns.
    const [first, second] = pair % 2 ? [tool, direct] : [direct, tool];
    const firstMs = await measureMs(first);
    const secondMs = await measureMs(second);
    if (pair < 0) continue;
    directly.push(pair % 2 ? secondMs : firstMs);
    byTool.push(pair % 2 ? firstMs : secondMs);
  }
  return { directly, byTool };
}

function figuresOf(what: string, { directly, byTool }: PairedTimes, limit?: number): Figure[] {
  const difference = median(byTool) - median(directly);
  const goal = (ms: number) => (limit === undefined ? undefined : atMost(ms, limit, ' ms'));
  const added = byTool.map((ms, pair) => ms - directly[pair]!);
  return [
    times(`${what}: made directly (undici, keep-alive)`, directly, 2),
    times('  tool call', byTool, 2),
    { what: '  difference of the medians', value: `${difference.toFixed(2)} ms`, goal: goal(difference) },
    times('  difference within a pair', added, 2, goal(median(added))),
  ];
}

async function measureMs(action: Action): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}
