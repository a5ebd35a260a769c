/** A chart inside a host: reads the page that the tool has made, and shows the picture of it. */
import {
  type AppHost,
  applyContext,
  connectToHost,
  type ToolResult,
} from '../../../pages/browser/app-host.ts';
import { element, language, setText, show } from '../../../pages/browser/elements.ts';
import { CHART_WORDS } from '../words.ts';

const words = () => CHART_WORDS[language()];

let host: AppHost | undefined;
const tool = element('place').dataset.tool!;
let args: Record<string, unknown> = {};
let result: ToolResult | undefined;

function say(text: string, offersChart = false): void {
  setText('said', text);
  show('said', text !== '');
  show('offer', offersChart);
  if (offersChart) setText('draw', words().draw);
}

async function showResult(): Promise<void> {
  if (!host || !result) return;
  const text = result.content.find(({ type }) => type === 'text')?.text ?? '';
  if (result.isError) return say(`${words().failed} ${text}`);
  const link = result.content.find(
    ({ type, mimeType }) => type === 'resource_link' && mimeType === 'text/html',
  );
  if (!link?.uri) return wasAsked(text) ? say(words().nothing) : say(words().noChart, host.can.tools);
  try {
    const { contents } = await host.readResource(link.uri);
    showChart(contents[0]?.text ?? '');
  } catch {
    say(words().cannotRead);
  }
}

/** Whether the answer says something of a chart. */
function wasAsked(text: string): boolean {
  try {
    return JSON.parse(text).chart !== undefined;
  } catch {
    return false;
  }
}

/** Only the picture and its table are taken over: nothing in a page that was parsed so runs. */
function showChart(html: string): void {
  const chart = new DOMParser().parseFromString(html, 'text/html').getElementById('chart');
  say(chart ? '' : words().cannotRead);
  if (!chart) return;
  document.getElementById('chart')?.remove();
  element('place').append(document.adoptNode(chart));
}

element('draw').addEventListener('click', async () => {
  if (!host) return;
  say(words().loading);
  try {
    result = await host.callTool(tool, { ...args, chart: language() });
  } catch (error) {
    return say(`${words().failed} ${error instanceof Error ? error.message : ''}`);
  }
  await showResult();
});

host = await connectToHost({
  onContext: applyContext,
  onToolInput(given) {
    args = given;
  },
  onToolResult(given) {
    result = given;
    void showResult();
  },
  onToolCancelled: () => say(words().cancelled),
});
await showResult();
