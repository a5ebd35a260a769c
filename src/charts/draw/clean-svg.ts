/** Makes of ECharts' SVG a file that needs nothing around it, and that any page may hold. */

import { altText } from '../alt-text.ts';
import type { Chart } from '../chart.ts';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * Inline styles and style elements go: a page with a strict content security policy would drop them. What screen readers
 * say comes in their place. @param key makes ids that another picture on the same page has not
 */
export function cleanSvg(svg: string, chart: Chart, key: string): string {
  return (
    svg
      .replace(/<style\b[\s\S]*?<\/style>\s*/g, '')
      .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
      .replace(/ (?:class|ecmeta_ssr_type|ecmeta_silent|pointer-events|xml:space|baseProfile)="[^"]*"/g, '')
      .replaceAll(' ecmeta_series_index="', ' data-series="')
      .replaceAll(' ecmeta_data_index="', ' data-index="')
      // Quotes stand in attributes alone: in texts they are written as entities.
      .replace(/("|"#|"url\(#)zr\d+-/g, `$1${key}-`)
      .replace(
        /^<svg [^>]*viewBox="([^"]*)"[^>]*>/,
        (_, box: string) =>
          `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${box.split(' ')[2]}" height="${box.split(' ')[3]}" role="img" aria-labelledby="${key}-title ${key}-desc"><title id="${key}-title">${escapeXml(chart.title)}</title><desc id="${key}-desc">${escapeXml(altText(chart))}</desc>`,
      )
      .trim()
  );
}

/** `font-size:12px;font-family:Inter` as attributes, which mean the same in SVG. */
const attributesOf = (style: string): string =>
  style
    .split(';')
    .flatMap((declaration) => {
      const at = declaration.indexOf(':');
      const value = declaration.slice(at + 1).trim();
      return at > 0 && value ? [` ${declaration.slice(0, at).trim()}="${value}"`] : [];
    })
    .join('');
