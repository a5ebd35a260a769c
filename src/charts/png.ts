/** Makes a PNG of an SVG, with the fonts that the package has: without them resvg draws no text. */
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readPictureFile } from './picture-files.ts';

/** Twice as many pixels as the picture has: screens have that, and a print needs it. */
const ZOOM = 2;

let ready: Promise<void> | undefined;

export async function pngOf(svg: string): Promise<Buffer> {
  ready ??= initWasm(readPictureFile('resvg.wasm'));
  await ready;
  const picture = new Resvg(svg, {
    font: {
      fontBuffers: [readPictureFile('inter-regular.otf'), readPictureFile('inter-semibold.otf')],
      defaultFontFamily: 'Inter',
      sansSerifFamily: 'Inter',
    },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  try {
    const drawn = picture.render();
    try {
      return Buffer.from(drawn.asPng());
    } finally {
      drawn.free();
    }
  } finally {
    picture.free();
  }
}
