/** What is in the file of a picture: well-formed XML, nothing that a strict page forbids, and what people wrote as text. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/charts/chart.ts';
import { drawChart } from '../../../src/charts/draw/draw-chart.ts';
import { newPage } from '../../support/browser.ts';
import { agentNames, barsChart, SAMPLES } from '../sample-charts.ts';
import { isShown } from './picture-figures.ts';

const SIZES = ['wide', 'narrow'] as const;
const FORMS = Object.entries(SAMPLES);
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</text></svg><svg onload=alert(1)>',
  ']]>',
  '&amp; &lt;b&gt; &#60;',
  '" style="fill:red" onclick="alert(1)',
  "' class='x",
  '<!-- --> <![CDATA[ x',
  'url(#zr0-c1) ="zr1-g2"',
  'x ecmeta_series_index="4" data-index="9"',
  '{b} {@0} {a|rich}',
  'Ek\u202eevil\u202c\u2066',
];

interface Parsed {
  /** Of the parser; empty where it had none. */
  error: string;
  elements: string[];
  attributes: [element: string, name: string, value: string][];
  texts: string[];
  title: string;
  desc: string;
}

/** Evaluated in the page, as text: it has types of a browser. */
const PARSE = `(svg) => {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const all = [...parsed.querySelectorAll('*')];
  const textOf = (element) => element?.textContent ?? '';
  return {
    error: textOf(parsed.querySelector('parsererror')),
    elements: [...new Set(all.map(({ localName }) => localName))].sort(),
    attributes: all.flatMap((element) => [...element.attributes].map(({ name, value }) => [element.localName, name, value])),
    texts: all.filter(({ localName }) => localName === 'text').map(textOf),
    title: textOf(parsed.querySelector('svg > title')),
    desc: textOf(parsed.querySelector('svg > desc')),
  };
}`;

let page: Page;
beforeEach(async () => {
  page = await newPage();
});

const parse = (svg: string): Promise<Parsed> => page.evaluate(`(${PARSE})(${JSON.stringify(svg)})`);

function expectHarmless({ error, elements, attributes }: Parsed): void {
  expect(error).toBe('');
  const known = ['clipPath', 'defs', 'desc', 'g', 'path', 'rect', 'svg', 'text', 'title'];
  expect(elements.filter((name) => !known.includes(name))).toEqual([]);
  const names = attributes.map(([, name]) => name);
  expect(names.filter((name) => /^on|^style$|^class$|href$|^src$/i.test(name))).toEqual([]);
  // What is referred to is in the file itself.
  const ids = attributes.filter(([, name]) => name === 'id').map(([, , value]) => value);
  for (const [, , value] of attributes)
    if (/url\(/.test(value)) expect(ids).toContain(/^url\(#([\w-]+)\)$/.exec(value)?.[1]);
}

describe.each(FORMS)('a picture of the form %s', (_, chartOf) => {
  it('is well-formed, without styles, scripts, events and anything from elsewhere', async () => {
    for (const size of SIZES) {
      const svg = drawChart(chartOf(), size);
      expectHarmless(await parse(svg));
      expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    }
  });

  it('is an image with a title and a description for who can not see it', async () => {
    const chart = chartOf();
    for (const size of SIZES) {
      const { attributes, title, desc } = await parse(drawChart(chart, size));
      const ofRoot = Object.fromEntries(
        attributes.filter(([element]) => element === 'svg').map(([, name, value]) => [name, value]),
      );
      expect(ofRoot.role).toBe('img');
      const ids = attributes.filter(([, name]) => name === 'id').map(([, , value]) => value);
      for (const id of ofRoot['aria-labelledby']!.split(' ')) expect(ids).toContain(id);
      expect(title).toBe(chart.title);
      expect(desc).toContain(chart.notes[0]);
    }
  });

  it('has ids that the same one for another width has not', async () => {
    const [wide, narrow] = await Promise.all(
      SIZES.map(async (size) => {
        const { attributes } = await parse(drawChart(chartOf(), size));
        return attributes.filter(([, name]) => name === 'id').map(([, , value]) => value);
      }),
    );
    expect(new Set(wide).size).toBe(wide!.length);
    expect(wide!.filter((id) => narrow!.includes(id))).toEqual([]);
  });

  it('shows what people wrote as text, wherever it stands', async () => {
    const given = chartOf();
    const hostile = (at: number, otherwise: string) => HOSTILE[at] ?? otherwise;
    const chart: Chart = {
      ...given,
      title: HOSTILE.join(' '),
      notes: HOSTILE,
      labels: given.isTime ? given.labels : given.labels.map((label, at) => hostile(at, label)),
      series: HOSTILE.map((name) => ({ ...given.series[0]!, name })),
    };
    const several = ['stacked', 'multiples', 'heat map'].includes(chart.form);
    for (const size of SIZES) {
      const parsed = await parse(drawChart(several ? chart : { ...chart, series: given.series }, size));
      expectHarmless(parsed);
      expect(parsed.title).toBe(chart.title);
      // As a note, and as a name or a label.
      const places = several || !chart.isTime ? 2 : 1;
      for (const text of HOSTILE.slice(0, several ? undefined : given.labels.length))
        expect([text, parsed.texts.filter((one) => isShown(one, text)).length >= places]).toEqual([
          text,
          true,
        ]);
    }
  });

  it('is drawn twice alike', () => {
    expect(drawChart(chartOf(), 'wide')).toBe(drawChart(chartOf(), 'wide'));
  });
});

it('describes the highest and the lowest figure of one series, and not all of them', async () => {
  const { desc } = await parse(drawChart(barsChart()));
  expect(desc).toBe('Högst: Nathaniel Mawila 41; lägst: Amanda Frisk 1. november 2026 (Europe/Stockholm)');
});

it('shortens a name of 300 letters, and keeps it whole in the description', async () => {
  const long = 'Anna-Karin '.repeat(30).slice(0, 300);
  const labels = [long, ...agentNames(11).slice(1), 'Amanda Frisk'];
  const { texts, desc } = await parse(drawChart(barsChart({ labels })));
  expect(texts.find((text) => text.startsWith('Anna-Karin'))).toMatch(/^Anna-Karin .{5,60}…$/);
  expect(desc).toContain(long);
});
