/** Lines of a host that are not as they should be. */
import type { Random } from '../../../src/sandbox/seed/random.ts';
import { prompts } from '../../../tools/prompts.ts';
import type { values } from './values.ts';

const METHODS = [
  'initialize',
  'ping',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'tasks/get',
  'no/such/method',
  '__proto__',
];

const NOTIFICATIONS = ['notifications/initialized', 'notifications/cancelled', 'notifications/progress', 'x'];

export interface OddFrame {
  line: string | Buffer;
  /** It has an id that must be answered. */
  answered: boolean;
}

export function oddFrame(r: Random, make: ReturnType<typeof values>, id: number | string): OddFrame {
  const json = (value: unknown, answered: boolean): OddFrame => ({ line: JSON.stringify(value), answered });
  const params = () =>
    r.chance(0.3)
      ? make.odd()
      : Object.fromEntries(
          [
            'name',
            'arguments',
            'uri',
            'cursor',
            'ref',
            'argument',
            '_meta',
            'task',
            'level',
            'protocolVersion',
          ]
            .filter(() => r.chance(0.4))
            .map((name) => [name, r.chance(0.5) ? make.odd() : make.text()]),
        );
  switch (r.below(14)) {
    case 0:
      return json({ id, method: 'ping' }, true);
    case 1:
      return json({ jsonrpc: '1.0', id, method: r.pick(METHODS), params: params() }, true);
    case 2:
      return json({ jsonrpc: '2.0', id, method: make.odd() }, true);
    case 3:
      return json([{ jsonrpc: '2.0', id, method: 'ping' }, make.odd()], true);
    case 4:
      return json({ jsonrpc: '2.0', method: r.pick(NOTIFICATIONS), params: params() }, false);
    case 5:
      return json({ jsonrpc: '2.0', id: r.pick([null, 0.5, [], {}, true]), method: 'ping' }, false);
    case 6:
      return json({ jsonrpc: '2.0', id: `x${id}`, [r.pick(['result', 'error'])]: make.odd() }, false);
    case 7:
      return {
        line: JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }).slice(0, 5 + r.below(20)),
        answered: false,
      };
    case 8:
      return { line: Buffer.from([0xff, 0xfe, r.below(10), 0x80, 0x22, 0xc3]), answered: false };
    case 9:
      return { line: JSON.stringify(make.odd()) ?? '', answered: false };
    case 10:
      return json(
        { jsonrpc: '2.0', id, method: 'resources/read', params: { uri: `hitrate://${make.text()}` } },
        true,
      );
    case 11: {
      const { name, args } = r.pick(prompts);
      const given = Object.keys(args).map((key) => [key, r.chance(0.6) ? make.text() : make.odd()]);
      return json(
        { jsonrpc: '2.0', id, method: 'prompts/get', params: { name, arguments: Object.fromEntries(given) } },
        true,
      );
    }
    case 12: {
      const { name, args } = r.pick(prompts);
      const ref = r.chance(0.8)
        ? { type: 'ref/prompt', name }
        : { type: 'ref/resource', uri: `hitrate://{${make.text()}}` };
      const argument = { name: r.pick([...Object.keys(args), make.text()]), value: make.text() };
      return json({ jsonrpc: '2.0', id, method: 'completion/complete', params: { ref, argument } }, true);
    }
    default:
      return json({ jsonrpc: '2.0', id, method: r.pick(METHODS), params: params() }, true);
  }
}
