/** The entries that VS Code and Cursor write down by a link, and those links. */

const COMMAND = { command: 'npx', args: ['-y', 'hitrate-mcp'] };

/** VS Code asks for what `inputs` names, and keeps the token as a secret. */
export const vscodeEntry = {
  name: 'hitrate',
  type: 'stdio',
  ...COMMAND,
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: VS Code fills them in.
  env: { HITRATE_DIALER: '${input:hitrate-dialer}', HITRATE_TOKEN: '${input:hitrate-token}' },
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: VS Code fills them in.
  inputs: [
    { type: 'promptString', id: 'hitrate-dialer', description: "The dialer's name, such as demodialer" },
    { type: 'promptString', id: 'hitrate-token', description: 'Hitrate API token', password: true },
  ],
};

/** Cursor asks for nothing: it begins with the sandbox, which works at once. */
export const cursorEntry = { ...COMMAND, args: [...COMMAND.args, '--sandbox'] };

/** Returns what VS Code's documentation says, behind its own redirect: pages on the web may not link to `vscode:`. */
export function vscodeLink(): string {
  const link = `vscode:mcp/install?${encodeURIComponent(JSON.stringify(vscodeEntry))}`;
  return `https://insiders.vscode.dev/redirect?url=${encodeURIComponent(link)}`;
}

/** Returns the page of Cursor that opens `cursor://anysphere.cursor-deeplink/mcp/install` with the same parameters. */
export function cursorLink(): string {
  const config = Buffer.from(JSON.stringify(cursorEntry)).toString('base64');
  return `https://cursor.com/en/install-mcp?${new URLSearchParams({ name: 'hitrate', config })}`;
}

/** Returns README.md's links, with the entries that they write. */
export function installSection(): string {
  const block = (value: object) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
  return [
    `- [Install in VS Code](${vscodeLink()})`,
    `- [Install in Cursor](${cursorLink()})`,
    '',
    "VS Code asks for the dialer's name and the token, and writes:",
    '',
    block(vscodeEntry),
    '',
    'Cursor begins with the sandbox; for your own dialer take `--sandbox` out and add the `env` [below](#claude-desktop-cursor-and-others-with-mcpservers):',
    '',
    block(cursorEntry),
  ].join('\n');
}
