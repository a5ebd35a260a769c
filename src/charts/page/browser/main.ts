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
/** Which tool the page belongs to; the host says so where it can. */
let tool: string | undefined;
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
  if (!link?.uri) return say(words().noChart, host.can.tools && tool !== undefined);
  try {
    const { contents } = await host.readResource(link.uri);
    showChart(contents[0]?.text ?? '');
  } catch {
    say(words().cannotRead);
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
  if (!host || tool === undefined) return;
  say(words().loading);
  try {
    result = await host.callTool(tool, { ...args, chart: language() });
  } catch (error) {
    return say(`${words().failed} ${error instanceof Error ? error.message : ''}`);
  }
  await showResult();
});

host = await connectToHost({
  onContext(context) {
    applyContext(context);
    tool = context.toolInfo?.tool?.name ?? tool;
  },
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
