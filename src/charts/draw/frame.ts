/** What stands above the figures in a picture: title, notes, legend and what the axis shows. */
import type { Chart } from '../chart.ts';
import type { Palette } from '../colours.ts';
import { shortenText, type TextStyle, textWidth, wrapText } from './text-width.ts';

export const FONT_FAMILY = 'Inter, system-ui, sans-serif';
const MARGIN = 16;
const TITLE: TextStyle = { size: 17, bold: true };
export const SMALL: TextStyle = { size: 12 };
const LINE_HEIGHT = 1.4;
const MARK = 10;

/** A text or a colour mark, as ECharts' `graphic` has them. */
type GraphicElement = Record<string, unknown>;

export interface Frame {
  elements: GraphicElement[];
  /** Where the figures may begin. */
  top: number;
}

export interface LegendEntry {
  name: string;
  colour: string;
  /** Drawn as a line instead of a square. */
  isLine?: boolean;
  opacity?: number;
}

export const textElement = (
  text: string,
  x: number,
  y: number,
  style: TextStyle,
  fill: string,
): GraphicElement => ({
  type: 'text',
  silent: true,
  z: 10,
  x,
  y,
  style: {
    text,
    fill,
    fontFamily: FONT_FAMILY,
    fontSize: style.size,
    fontWeight: style.bold ? 600 : 400,
    verticalAlign: 'top',
  },
});

export function createFrame(
  { title, notes, axis }: Pick<Chart, 'title' | 'notes' | 'axis'>,
  legend: readonly LegendEntry[],
  width: number,
  palette: Palette,
): Frame {
  const elements: GraphicElement[] = [];
  const room = width - 2 * MARGIN;
  let y = MARGIN;
  const addLines = (text: string, style: TextStyle, fill: string) => {
    for (const line of wrapText(text, room, style)) {
      elements.push(textElement(line, MARGIN, y, style, fill));
      y += Math.round(style.size * LINE_HEIGHT);
    }
  };
  addLines(title, TITLE, palette.text);
  y += 2;
  for (const note of notes) addLines(note, SMALL, palette.muted);
  y += 8;
  if (legend.length) y = addLegend(elements, legend, { y, room, palette }) + 6;
  if (axis) addLines(axis, SMALL, palette.muted);
  y += 6;
  return { elements, top: y };
}

/** Lays the entries out in as many lines as they need. @returns where they end */
function addLegend(
  elements: GraphicElement[],
  legend: readonly LegendEntry[],
  { y: from, room, palette }: { y: number; room: number; palette: Palette },
): number {
  const lineHeight = Math.round(SMALL.size * LINE_HEIGHT) + 3;
  let [x, y] = [MARGIN, from];
  for (const { name, colour, isLine, opacity } of legend) {
    const text = shortenText(name, room - MARK - 6, SMALL);
    const width = MARK + 6 + textWidth(text, SMALL) + 16;
    if (x > MARGIN && x + width > MARGIN + room) [x, y] = [MARGIN, y + lineHeight];
    const shape = isLine
      ? { x: 0, y: MARK / 2 - 1, width: MARK, height: 2 }
      : { x: 0, y: 0, width: MARK, height: MARK, r: 2 };
    elements.push(
      { type: 'rect', silent: true, x, y: y + 1, shape, style: { fill: colour, opacity } },
      textElement(text, x + MARK + 6, y, SMALL, palette.text),
    );
    x += width;
  }
  return y + lineHeight;
}
