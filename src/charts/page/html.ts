/** A chart as a page of its own, and the page in which hosts show charts (MCP Apps). */
import type { Language } from '../../pages/language.ts';
import { createPage, type Page, staticPage } from '../../pages/page.ts';
import type { Chart } from '../chart.ts';
import { DARK, LIGHT, roleColours } from '../colours.ts';
import { figureText } from '../number-text.ts';
import { pageAssets } from './assets.ts';
import { CHART_WORDS } from './words.ts';

/** The colours of pictures, which follow the page from light to dark. */
function colourStyle(): string {
  const dark = new Map(roleColours(DARK));
  const variables = roleColours(LIGHT).map(
    ([name, light]) => `${name}:light-dark(${light},${dark.get(name)})`,
  );
  return `:root{${variables.join(';')}}`;
}

const style = pageAssets.style + colourStyle();

const ROLE_BY_COLOUR = new Map(roleColours(LIGHT).map(([name, colour]) => [colour, name]));

/** Puts the page's colours in the place of the light ones. */
const withPageColours = (svg: string): string =>
  svg.replace(/="(#[0-9a-f]{6})"/g, (given, colour: string) => {
    const role = ROLE_BY_COLOUR.get(colour);
    return role === undefined ? given : `="var(${role})"`;
  });

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** @param pictures drawn for both widths */
export const chartDocument = (chart: Chart, pictures: { wide: string; narrow: string }): string =>
  staticPage({
    language: chart.language,
    title: escapeHtml(chart.title),
    style,
    body: `<main>
<article class="chart" id="chart">
<h1>${escapeHtml(chart.title)}</h1>
<div class="wide">${withPageColours(pictures.wide)}</div>
<div class="narrow">${withPageColours(pictures.narrow)}</div>
<details>
<summary>${CHART_WORDS[chart.language].figures}</summary>
<div class="figures" tabindex="0" role="region" aria-label="${CHART_WORDS[chart.language].figures}">
${figuresTable(chart)}
</div>
</details>
</article>
</main>`,
  });

function figuresTable(chart: Chart): string {
  const { labels, series, before, label: labelName, axis, title } = chart;
  const columns = [...series, ...(before ? [before] : [])];
  const head = columns.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const rows = labels.map((label, at) => {
    const cells = columns.map(({ values }) => {
      const value = values[at] ?? null;
      return `<td>${value === null ? '–' : figureText(value, chart)}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(label)}</th>${cells.join('')}</tr>`;
  });
  return `<table>
<caption>${escapeHtml([title, axis].filter(Boolean).join(': '))}</caption>
<thead><tr><th scope="col">${escapeHtml(labelName)}</th>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

/** Shows the chart of the call that it belongs to; where none was asked for, it offers one. @param tool that draws it */
export const chartApp = (tool: string): Page =>
  createPage({
    assets: { ...pageAssets, style },
    home: 'app',
    title: (language) => CHART_WORDS[language].title,
    body: (language) => bodyHtml(language, tool),
  });

const bodyHtml = (language: Language, tool: string): string => `<main id="place" data-tool="${tool}">
<p id="said" role="status">${CHART_WORDS[language].loading}</p>
<p id="offer" hidden><button type="button" id="draw">${CHART_WORDS[language].draw}</button></p>
</main>`;
