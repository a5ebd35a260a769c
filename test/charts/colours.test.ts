/** The colours of pictures are told apart by everybody, and can be read, on a light and on a dark ground. */
import { describe, expect, it } from 'vitest';
import { DARK, heatOpacity, LIGHT, roleColours, STRONG_HEAT } from '../../src/charts/colours.ts';
import { COLOUR_BLINDNESS, colourDistance, contrast, lightOf, mixed, seenWith } from './colour-vision.ts';

const PALETTES = { light: LIGHT, dark: DARK };
/** Of OKLab: half as far, and one has to look twice. */
const APART = 0.08;
const TEXT_CONTRAST = 4.5;
const MARK_CONTRAST = 3;
const SHARES = Array.from({ length: 101 }, (_, at) => at / 100);

describe.each(Object.entries(PALETTES))('the %s colours', (_, palette) => {
  it('have a role each', () => {
    const colours = roleColours(palette).map(([, colour]) => colour);
    expect(new Set(colours).size).toBe(colours.length);
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it.each(Object.keys(COLOUR_BLINDNESS))(
    'tell parts of a whole apart with colour blindness: %s',
    (blindness) => {
      const parts = [...palette.categories, palette.others];
      for (const [at, one] of parts.entries())
        for (const other of parts.slice(at + 1)) {
          const distance = colourDistance(...seen(blindness, one, other));
          expect([one, other, distance > APART ? 'apart' : distance]).toEqual([one, other, 'apart']);
        }
    },
  );

  it.each(Object.keys(COLOUR_BLINDNESS))('tell times apart with colour blindness: %s', (blindness) => {
    const { main, open, before, heat, heatBelow } = palette;
    for (const [one, other] of [
      [main, open],
      [main, before],
      [open, before],
      [heat, heatBelow],
    ] as const)
      expect(colourDistance(...seen(blindness, one, other))).toBeGreaterThan(APART);
  });

  it('have texts that can be read on their ground', () => {
    for (const text of [palette.text, palette.muted])
      expect(contrast(lightOf(text), lightOf(palette.ground))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it('have marks that stand out from the ground', () => {
    const { main, open, before, categories, others, heat, heatBelow } = palette;
    for (const mark of [main, open, before, others, heat, heatBelow, ...categories]) {
      const ratio = contrast(lightOf(mark), lightOf(palette.ground));
      expect([mark, ratio >= MARK_CONTRAST ? 'enough' : ratio]).toEqual([mark, 'enough']);
    }
  });

  it.each(['heat', 'heatBelow'] as const)(
    'have numbers that can be read on every cell of a heat map: %s',
    (role) => {
      for (const share of SHARES) {
        const cell = mixed(palette[role], palette.ground, heatOpacity(share));
        const text = lightOf(share > STRONG_HEAT ? palette.onHeat : palette.onFaint);
        const ratio = contrast(text, cell);
        expect([share, ratio >= TEXT_CONTRAST ? 'enough' : ratio]).toEqual([share, 'enough']);
      }
    },
  );
});

it('have the same roles in both', () => {
  const names = (palette: typeof LIGHT) => roleColours(palette).map(([name]) => name);
  expect(names(DARK)).toEqual(names(LIGHT));
});

const seen = (blindness: string, one: string, other: string) =>
  [seenWith(blindness, lightOf(one)), seenWith(blindness, lightOf(other))] as const;
