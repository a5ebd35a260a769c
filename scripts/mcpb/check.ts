/**
 * Checks the MCPB bundle by the official tool (validate, pack, info, unpack), then starts the server from the unpacked
 * folder as its manifest says, with nothing that a person was asked for.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packBundle, writeBundleFolder } from './make.ts';
import { MCPB_TOOL, runMcpb } from './tool.ts';

const MAX_BYTES = 10_000_000;

if (runMcpb('--version').ok) checkBundle();
else console.log(`mcpb: ${MCPB_TOOL} can't be installed here: the bundle was not checked`);

function checkBundle(): void {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-bundle-'));
  const written = join(folder, 'written');
  const bundle = join(folder, 'hitrate-mcp.mcpb');
  const unpacked = join(folder, 'unpacked');
  try {
    writeBundleFolder(written);
    const steps: [string, () => { ok: boolean; text: string }][] = [
      ['validate', () => runMcpb('validate', join(written, 'manifest.json'))],
      ['pack', () => packBundle(written, bundle)],
      ['info', () => runMcpb('info', bundle)],
      ['unpack', () => runMcpb('unpack', bundle, unpacked)],
      ['start', () => startUnpacked(unpacked)],
    ];
    for (const [name, step] of steps) {
      const { ok, text } = step();
      if (!ok) throw new Error(`${name}: ${text}`);
    }
    const { size } = statSync(bundle);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes; ${MAX_BYTES} are allowed`);
    console.log(`mcpb: ${size} bytes, valid, and its server starts from the unpacked folder`);
  } catch (error) {
    console.error(`mcpb: ${(error as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As Claude Desktop does, which leaves "${user_config.token}" as it stands where the person gave no value. */
function startUnpacked(folder: string) {
  const { server } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const { command, args, env } = server.mcp_config;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands so in the manifest.
  const filled = args.map((arg: string) => arg.replace('${__dirname}', folder));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/start-once.ts', command, ...filled],
    { encoding: 'utf8', env: { PATH: process.env.PATH, ...env, HITRATE_SANDBOX: 'on' }, timeout: 120_000 },
  );
  return { ok: status === 0, text: `${stdout}${stderr}` };
}
