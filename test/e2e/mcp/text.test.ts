/** An answer goes out once, as text: hosts that hand on text and structuredContent would pay twice. */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { random } from '../../../src/sandbox/seed/random.ts';
import { tools as everyTool } from '../../../tools/index.ts';
import { startHost } from '../../support/host.ts';
import { type Schema, values } from '../fuzz/values.ts';

let host: Host;
let tools: { name: string; inputSchema: Schema; outputSchema?: unknown }[];

beforeAll(async () => {
  host = await startHost({
    HITRATE_SANDBOX: 'on',
    HITRATE_ACCESS: 'destructive',
    HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}',
    HITRATE_DOWNLOAD_DIR: tmpdir(),
  });
  tools = (await host.client.listTools()).tools as never;
});
afterAll(() => host.close());

/** What is required, as ids and texts that mostly exist. */
const plain = ({ properties = {}, required = [] }: Schema) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name) || name === 'customer_id')
      .map(([name, { type, enum: choice }]) => [
        name,
        choice?.[0] ??
          (type === 'integer' ? 1 : type === 'array' ? ['1'] : name === 'phone' ? '070-1740605' : '1'),
      ]),
  );

describe('no tool', () => {
  it('no tool has an output schema', () => {
    for (const tool of tools) expect(tool, tool.name).not.toHaveProperty('outputSchema');
  });

  it('no tool answers with structuredContent, neither in success nor in failure', async () => {
    expect(tools.map(({ name }) => name)).toEqual(everyTool.map(({ name }) => name));
    const make = values(random(5));
    let succeeded = 0;
    for (const { name, inputSchema } of tools)
      for (const args of [plain(inputSchema), make.members(inputSchema), {}]) {
        if (typeof args !== 'object' || Array.isArray(args)) continue;
        const answer: any = await host.client.callTool({ name, arguments: args as never });
        expect(Object.keys(answer).filter((key) => key !== 'isError')).toEqual(['content']);
        expect(answer.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/./) });
        if (!answer.isError) succeeded++;
      }
    expect(succeeded).toBeGreaterThan(60);
  });
});

describe('no schema', () => {
  function* objects(schema: Schema, at: string): Generator<[string, Schema]> {
    if (schema.type === 'object') yield [at, schema];
    for (const [name, one] of Object.entries(schema.properties ?? {})) yield* objects(one, `${at}.${name}`);
    if (schema.items) yield* objects(schema.items, `${at}[]`);
  }

  it('every object in an input schema lists its properties, since strict hosts refuse the tool otherwise', () => {
    const root = (name: string) => new Set(tools.map((tool) => tool.name)).has(name);
    for (const { name, inputSchema } of tools)
      for (const [at, { properties }] of objects(inputSchema, name)) {
        expect(properties, at).toBeTypeOf('object');
        if (!root(at)) expect(Object.keys(properties!).length, at).toBeGreaterThan(0);
      }
  });
});
