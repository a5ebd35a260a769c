import { tmpdir } from 'node:os';
import { getEncoding } from 'js-tiktoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIERS, type Tier } from '../../../src/config/settings.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { toolList } from '../../../src/mcp/tool-list.ts';
import { tools } from '../../../tools/index.ts';
import { startHost } from '../../support/host.ts';

/** What tools/list of the built bundle really sends, per access. */
const hosts = {} as Record<Tier, Host>;
const listed = {} as Record<Tier, Listed[]>;

interface Listed {
  name: string;
  title?: string;
  description: string;
  inputSchema: Schema;
  annotations: Record<string, unknown>;
  [key: string]: unknown;
}
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
  [key: string]: unknown;
}

beforeAll(async () => {
  for (const access of TIERS) {
    hosts[access] = await startHost({
      HITRATE_SANDBOX: 'on',
      HITRATE_ACCESS: access,
      // With all that can be set up.
      HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}',
      HITRATE_DOWNLOAD_DIR: tmpdir(),
    });
    listed[access] = (await hosts[access].client.listTools()).tools as unknown as Listed[];
  }
});
afterAll(async () => {
  for (const host of Object.values(hosts)) await host.close();
});

const all = () => listed.destructive;
/** Every schema within, the root first. */
function* schemas(schema: Schema): Generator<Schema> {
  yield schema;
  for (const property of Object.values(schema.properties ?? {})) yield* schemas(property);
  if (schema.items) yield* schemas(schema.items);
}

describe('names and descriptions', () => {
  it('tools/list holds for each tier its own tools and those of the tiers below', () => {
    const upTo = (tier: Tier) => TIERS.slice(0, TIERS.indexOf(tier) + 1);
    for (const tier of TIERS)
      expect(listed[tier].map(({ name }) => name)).toEqual(
        tools.filter((tool) => upTo(tier).includes(tool.tier)).map(({ name }) => name),
      );
    const names = (tier: Tier) => listed[tier].map(({ name }) => name);
    expect(names('write')).toEqual(expect.arrayContaining(names('read')));
    expect(names('destructive')).toEqual(expect.arrayContaining(names('write')));
  });

  it('tool names are unique and have at most 40 characters of [a-z0-9_]', () => {
    for (const { name } of all()) expect(name).toMatch(/^[a-z0-9_]{1,40}$/);
    expect(new Set(all().map(({ name }) => name)).size).toBe(all().length);
  });

  it('argument names have only characters of [a-z0-9_]', () => {
    for (const { inputSchema } of all())
      for (const schema of schemas(inputSchema))
        for (const name of Object.keys(schema.properties ?? {})) expect(name).toMatch(/^[a-z0-9_]+$/);
  });

  it('every tool description has fewer than 1,024 characters, and most have fewer than 300', () => {
    const lengths = all().map(({ description }) => description.length);
    expect(Math.max(...lengths)).toBeLessThan(1024);
    expect(Math.min(...lengths)).toBeGreaterThan(30);
    expect(lengths.filter((length) => length < 300).length).toBeGreaterThan(60);
  });

  it('tools/list gives the tools in the same order every time', async () => {
    const again = (await hosts.destructive.client.listTools()).tools.map(({ name }) => name);
    expect(again).toEqual(all().map(({ name }) => name));
  });

  it('tools/list is what the source of the tools says, so that the generated list is not stale', () => {
    expect(all()).toEqual(JSON.parse(JSON.stringify(toolList.map(({ tool }) => tool))));
  });
});

describe('annotations', () => {
  it('every tool has all four annotation hints', () => {
    for (const { annotations } of all())
      for (const hint of ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'])
        expect(annotations[hint]).toBeTypeOf('boolean');
  });

  it('exactly the tools of the read tier are read-only, and exactly those with the argument confirm are destructive', () => {
    const read = new Set(listed.read.map(({ name }) => name));
    for (const { name, annotations, inputSchema } of all()) {
      expect(annotations.readOnlyHint, name).toBe(read.has(name));
      expect(annotations.destructiveHint, name).toBe('confirm' in (inputSchema.properties ?? {}));
    }
  });
});

describe('schemas', () => {
  const BANNED = [
    '$schema',
    '$ref',
    '$defs',
    'anyOf',
    'oneOf',
    'allOf',
    'not',
    'prefixItems',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'pattern',
    'const',
  ];

  it('every input schema is of type object with properties, even without arguments', () => {
    for (const { inputSchema } of all()) {
      expect(inputSchema.type).toBe('object');
      expect(inputSchema.properties).toBeTypeOf('object');
    }
  });

  it('no input schema uses a keyword that hosts reject', () => {
    for (const { name, inputSchema } of all())
      for (const schema of schemas(inputSchema))
        for (const word of BANNED) expect(schema, `${name}: ${word}`).not.toHaveProperty(word);
  });

  it('every value of an input schema has a single type, and so has every item of an array', () => {
    for (const { name, inputSchema } of all())
      for (const schema of schemas(inputSchema)) {
        expect(schema.type, name).toMatch(/^(string|integer|number|boolean|array|object)$/);
        if (schema.type === 'array') expect(schema.items?.type, name).toBeTypeOf('string');
      }
  });

  it('no input schema limits an integer to the largest safe integer', () => {
    expect(JSON.stringify(all())).not.toContain('9007199254740991');
  });

  it('exactly 33 tools have the argument confirm, which is never required', () => {
    const guarded = all().filter(({ inputSchema }) => inputSchema.properties?.confirm);
    expect(guarded).toHaveLength(33);
    for (const { inputSchema } of guarded) expect(inputSchema.required ?? []).not.toContain('confirm');
    expect(listed.read.some(({ inputSchema }) => inputSchema.properties?.confirm)).toBe(false);
  });
});

describe('budgets in o200k tokens of name, description and inputSchema', () => {
  const encoding = getEncoding('o200k_base');
  const tokens = (value: unknown) => encoding.encode(JSON.stringify(value)).length;
  const handed = ({ name, description, inputSchema }: Listed) => ({ name, description, inputSchema });

  it('the read tier takes at most 5,000 tokens and all tiers take at most 9,000', () => {
    expect(tokens(listed.read.map(handed))).toBeLessThanOrEqual(5000);
    expect(tokens(all().map(handed))).toBeLessThanOrEqual(9000);
  });

  it('every tool takes at most 400 tokens', () => {
    for (const tool of all()) expect(tokens(handed(tool)), tool.name).toBeLessThanOrEqual(400);
  });
});

describe('instructions', () => {
  it('the instructions stay under 2,048 characters and name the date, the time zone, the tier and confirmation_required', async () => {
    for (const access of TIERS) {
      const text = hosts[access].client.getInstructions()!;
      expect(text.length).toBeLessThan(2048);
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date());
      expect(text).toContain(today);
      expect(text).toContain('Europe/Stockholm');
      expect(text).toContain(`tier ${access}`);
      expect(text).toContain('confirmation_required');
    }
  });

  it('the instructions name only tools that exist', () => {
    const text = hosts.destructive.client.getInstructions()!;
    const names = new Set(all().map(({ name }) => name));
    const named = text.match(/\b(search|get|list|add|remove|prune|cancel)_\w+\b/g)!;
    for (const name of named) expect(names).toContain(name);
  });
});
