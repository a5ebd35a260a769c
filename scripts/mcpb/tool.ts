/** Runs the official tool for MCPB bundles, which is no dependency: 17 MB for what a release does once. */
import { spawnSync } from 'node:child_process';

/** With a version, so that a newer one does not fail what has not changed here. */
export const MCPB_TOOL = '@anthropic-ai/mcpb@2.1.2';

interface Outcome {
  ok: boolean;
  text: string;
}

export function runMcpb(...args: string[]): Outcome {
  const npx = ['-y', '-p', MCPB_TOOL, 'mcpb', ...args];
  const { status, stdout, stderr } = spawnSync('npx', npx, { encoding: 'utf8', timeout: 300_000 });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
}
