/** A report with its picture: what stands beside the answer, and what the page that was made says, read from its HTML. */
import { expect } from 'vitest';
import { LIGHT, roleColours } from '../../../src/charts/colours.ts';
import { numberOf } from '../../charts/draw/svg-reader.ts';
import type { Calls } from '../../support/services.ts';

export interface PageSeries {
  name: string;
  values: (number | null)[];
}

/** What the table of the page says. */
export interface PageChart {
  title: string;
  /** Behind the title in the table's caption: the figure, with its unit. */
  axis: string;
  labels: string[];
  series: PageSeries[];
}

export interface ChartAnswer {
  row: any;
  /** In characters. */
  text: string;
  page: string;
  chart: PageChart;
  /** In the light colours, as they were drawn. */
  pictures: { wide: string; narrow: string };
  /** What the picture says to who can not see it: its notes are in it. */
  desc: string;
  /** All texts of the picture. */
  texts: string[];
  files: any[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (html: string) =>
  html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);
const all = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map(([, text]) => unescaped(text!));
const one = (html: string, pattern: RegExp) => all(html, pattern)[0] ?? '';

const COLOURS = new Map(roleColours(LIGHT));
const withLightColours = (svg: string) =>
  svg.replace(/var\((--chart-[\w-]+)\)/g, (_, role: string) => COLOURS.get(role)!);

function readPage(page: string): PageChart {
  const [, ...names] = all(one(page, /<thead>(.*?)<\/thead>/g) && page, /<th scope="col">(.*?)<\/th>/g);
  const rows = [...page.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(([, label, cells]) => ({
    label: unescaped(label!),
    values: all(cells!, /<td>(.*?)<\/td>/g).map((text) => (text === '–' ? null : numberOf(text))),
  }));
  for (const { values } of rows) for (const value of values) expect(value).not.toBeNaN();
  const title = one(page, /<h1>(.*?)<\/h1>/g);
  const caption = one(page, /<caption>(.*?)<\/caption>/g);
  expect(caption.startsWith(`${title}: `)).toBe(true);
  return {
    title,
    axis: caption.slice(title.length + 2),
    labels: rows.map(({ label }) => label),
    series: names.map((name, at) => ({ name, values: rows.map(({ values }) => values[at]!) })),
  };
}

const svgOf = (page: string, size: string) =>
  withLightColours(new RegExp(`<div class="${size}">(<svg.*?</svg>)</div>`, 's').exec(page)![1]!);

/** @returns no chart where there was nothing to draw */
export async function reportWithChart(
  { engine }: Calls,
  name: 'order_report' | 'call_report',
  args: Record<string, unknown>,
): Promise<ChartAnswer | { row: any; chart: undefined }> {
  const { signal } = new AbortController();
  const { row, files, texts }: any = await engine.caller.call(name, { chart: 'sv', ...args }, { signal });
  if (!files.length) {
    expect(texts).toEqual([]);
    return { row, chart: undefined };
  }
  expect(texts).toHaveLength(1);
  expect(files[0]).toMatchObject({ type: 'text/html' });
  const { text: page, mimeType } = await engine.resources.read(files[0].uri, signal);
  expect(mimeType).toBe('text/html');
  const pictures = { wide: svgOf(page!, 'wide'), narrow: svgOf(page!, 'narrow') };
  return {
    row,
    text: texts[0],
    page: page!,
    chart: readPage(page!),
    pictures,
    desc: one(pictures.wide, /<desc[^>]*>(.*?)<\/desc>/gs),
    texts: all(pictures.wide, /<text[^>]*>(.*?)<\/text>/gs),
    files,
  };
}

/** The same, where a picture is drawn for sure. */
export async function chartOf(...given: Parameters<typeof reportWithChart>): Promise<ChartAnswer> {
  const answer = await reportWithChart(...given);
  if (!answer.chart) throw new Error(`Nothing was drawn: ${answer.row.chart}`);
  return answer;
}
