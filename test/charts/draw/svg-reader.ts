/** Reads pictures back in a real browser: which texts and marks there are, where, and in which colour. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { newPage } from '../../support/browser.ts';

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface SvgText extends Box {
  text: string;
  fill: string;
  /** `start`, `middle`, `end`. */
  anchor: string;
  fontSize: number;
}

/** A bar or a cell. */
export interface SvgMark extends Box {
  series: number;
  index: number;
  fill: string;
  opacity: number;
}

export interface SvgLine {
  stroke: string;
  dashed: boolean;
  /** Parts between gaps. */
  parts: { x: number; y: number }[][];
}

export interface Picture {
  width: number;
  height: number;
  texts: SvgText[];
  marks: SvgMark[];
  lines: SvgLine[];
}

const fontUrl = (name: string) =>
  `data:font/otf;base64,${readFileSync(new URL(`../../../src/charts/font/${name}.otf`, import.meta.url), 'base64')}`;
const FONT_FACES = [
  ['inter-regular', 400],
  ['inter-semibold', 600],
]
  .map(
    ([name, weight]) =>
      `@font-face{font-family:Inter;font-weight:${weight};src:url(${fontUrl(String(name))})}`,
  )
  .join('');

/** A page with the font of the pictures. */
export async function svgPage(): Promise<Page> {
  const page = await newPage();
  await page.setContent(`<style>${FONT_FACES}body{margin:0}svg{display:block}</style><div id="place"></div>`);
  await page.evaluate(
    "Promise.all([document.fonts.load('400 12px Inter'), document.fonts.load('600 12px Inter')])",
  );
  return page;
}

/** Evaluated in the page, as text: it has types of a browser. */
const READ = `(svg) => {
  const place = document.getElementById('place');
  place.innerHTML = svg;
  const root = place.querySelector('svg');
  const origin = root.getBoundingClientRect();
  const boxOf = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
  };
  const attribute = (element, name) => element.getAttribute(name) ?? '';
  const texts = [...root.querySelectorAll('text')].map((element) => ({
    ...boxOf(element),
    text: element.textContent,
    fill: attribute(element, 'fill'),
    anchor: attribute(element, 'text-anchor') || 'start',
    fontSize: parseFloat(attribute(element, 'font-size')),
  }));
  const marks = [...root.querySelectorAll('path[data-series][data-index]')].map((element) => {
    // The geometry alone, without the strokes around it; points are moved and stretched from where they are at 0.
    const { x, y, width, height } = element.getBBox();
    const { a, d, e, f } = element.transform.baseVal.consolidate()?.matrix ?? { a: 1, d: 1, e: 0, f: 0 };
    return {
      left: e + a * x, right: e + a * (x + width), top: f + d * y, bottom: f + d * (y + height),
      series: Number(attribute(element, 'data-series')),
      index: Number(attribute(element, 'data-index')),
      fill: attribute(element, 'fill'),
      opacity: Number(element.getAttribute('fill-opacity') ?? 1),
    };
  });
  const lines = [...root.querySelectorAll('path[fill=none]:not([data-index])')].map((element) => ({
    stroke: attribute(element, 'stroke'),
    dashed: element.hasAttribute('stroke-dasharray'),
    parts: attribute(element, 'd').split('M').slice(1).map((part) =>
      part.split('L').map((point) => {
        const [x, y] = point.trim().split(/[ ,]+/).map(Number);
        return { x, y };
      }),
    ),
  }));
  return { width: origin.width, height: origin.height, texts, marks, lines };
}`;

export const readSvg = (page: Page, svg: string): Promise<Picture> =>
  page.evaluate(`(${READ})(${JSON.stringify(svg)})`);

/** Returns the figure that a text stands for, in either language; NaN where it is none. */
export function numberOf(text: string): number {
  const plain = text.replaceAll('\u00a0', '').replace('\u2212', '-').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

const centre = ({ top, bottom }: Box) => (top + bottom) / 2;

/** Returns what a height stands for, by the numbers of the axis on the left of these bounds. */
export function axisScale({ texts }: Picture, within: Partial<Box> = {}): (y: number) => number {
  const { left = 0, right = Number.POSITIVE_INFINITY, top = 0, bottom = Number.POSITIVE_INFINITY } = within;
  const ticks = texts
    .filter(
      (text) =>
        text.anchor === 'end' &&
        text.left >= left &&
        text.right <= right &&
        centre(text) >= top &&
        centre(text) <= bottom,
    )
    .map((text) => ({ y: centre(text), value: numberOf(text.text) }))
    .sort((a, b) => a.value - b.value);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  return (y) => low.value + ((y - low.y) * (high.value - low.value)) / (high.y - low.y);
}
