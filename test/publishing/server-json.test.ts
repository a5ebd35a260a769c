/** server.json, by which the official MCP registry knows this server. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { readPackageJson } from '../../scripts/package-json.ts';
import { serverJson } from '../../scripts/server-json.ts';
import server from '../../server.json' with { type: 'json' };
import { SETTINGS } from '../../src/config/settings.ts';
import { TEAM_SETTINGS } from '../../src/config/team/settings.ts';

/** What the registry's schema of 2025-12-11 says of the fields that are used here, with nothing beside them. */
const fields = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z.string().max(255),
  websiteUrl: z.url(),
  repository: z.strictObject({ url: z.url(), source: z.literal('github') }),
  packages: z
    .array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string(),
        version: z.string().regex(/^\d+\.\d+\.\d+$/),
        runtimeHint: z.literal('npx'),
        transport: z.strictObject({ type: z.literal('stdio') }),
        environmentVariables: z.array(
          z.strictObject({
            name: z.string(),
            description: z.string(),
            isRequired: z.boolean().optional(),
            isSecret: z.boolean().optional(),
            format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
            choices: z.array(z.string()).optional(),
            default: z.string().optional(),
          }),
        ),
      }),
    )
    .length(1),
});

const [npmPackage] = server.packages;
const variables = npmPackage!.environmentVariables;

it('server.json is what the settings say (npm run readme renews it)', () => {
  expect(JSON.parse(readFileSync('server.json', 'utf8'))).toEqual(serverJson(readPackageJson('.')));
});

it("server.json has the fields that the registry's schema wants, and no others", () => {
  expect(fields.safeParse(server).error).toBeUndefined();
});

it('server.json, its package and package.json name the same version, package and server', () => {
  expect(server.version).toBe(packageJson.version);
  expect(npmPackage!.version).toBe(packageJson.version);
  expect(npmPackage!.identifier).toBe(packageJson.name);
  expect(server.name).toBe(packageJson.mcpName);
});

it('server.json names every setting but those of a server for a team', () => {
  const settings = Object.values(SETTINGS).map(({ env }) => env as string);
  const team: string[] = Object.values(TEAM_SETTINGS).map(({ env }) => env);
  expect(variables.map(({ name }) => name)).toEqual(settings.filter((env) => !team.includes(env)));
});

it('server.json calls secret what no flag takes, and nothing else', () => {
  const secrets = variables.filter((variable) => 'isSecret' in variable).map(({ name }) => name);
  expect(secrets).toEqual(['HITRATE_TOKEN', 'HITRATE_TRANSCRIBE_KEY']);
});

it('server.json has a default among the choices where it gives both', () => {
  for (const variable of variables)
    if ('choices' in variable) expect(variable.choices).toContain(variable.default);
});
