/** The links by which VS Code and Cursor take the server in, as they stand in README.md. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const entries = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!));

const link = (program: string): URL =>
  new URL(new RegExp(`\\[Install in ${program}\\]\\(([^)]+)\\)`).exec(readme)![1]!);

it("README.md's link for VS Code carries an entry that README.md shows", () => {
  const url = link('VS Code');
  expect(url.host).toBe('insiders.vscode.dev');
  const [scheme, json] = url.searchParams.get('url')!.split('?');
  expect(scheme).toBe('vscode:mcp/install');
  const entry = JSON.parse(decodeURIComponent(json!));
  expect(entries).toContainEqual(entry);
  expect([entry.command, ...entry.args]).toEqual(['npx', '-y', 'hitrate-mcp']);
});

it("README.md's link for VS Code asks for each value that it refers to, and hides the token", () => {
  const [, json] = link('VS Code').searchParams.get('url')!.split('?');
  const { env, inputs } = JSON.parse(decodeURIComponent(json!));
  const asked = inputs.map(({ id }: { id: string }) => `\${input:${id}}`);
  expect(Object.values(env)).toEqual(asked);
  const hidden = inputs.filter(({ password }: { password?: boolean }) => password);
  expect(hidden.map(({ id }: { id: string }) => id)).toEqual(['hitrate-token']);
});

it("README.md's link for Cursor carries an entry that README.md shows", () => {
  const url = link('Cursor');
  expect(url.origin + url.pathname).toBe('https://cursor.com/en/install-mcp');
  expect(url.searchParams.get('name')).toBe('hitrate');
  const entry = JSON.parse(Buffer.from(url.searchParams.get('config')!, 'base64').toString());
  expect(entries).toContainEqual(entry);
  expect([entry.command, ...entry.args]).toEqual(['npx', '-y', 'hitrate-mcp', '--sandbox']);
});
