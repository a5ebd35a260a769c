/**
 * The colours of pictures, by what they are for. Those of categories are told apart by people with every common kind of
 * colour blindness (a test simulates them), and each series has a name or a number beside its colour all the same.
 */

export interface Palette {
  ground: string;
  text: string;
  muted: string;
  line: string;
  /** Figures of one series. */
  main: string;
  /** A time that is not over. */
  open: string;
  /** The time before. */
  before: string;
  /** Parts of a whole. */
  categories: readonly string[];
  /** The rest of a whole. */
  others: string;
  /** The most, in a heat map; what is less is fainter. */
  heat: string;
  /** The same below zero. */
  heatBelow: string;
  /** Text on strong cells of a heat map, and on the others. */
  onHeat: string;
  onFaint: string;
}

/** How faint a cell of a heat map is. @param share of the most, 0 to 1 */
export const heatOpacity = (share: number): number => 0.06 + 0.94 * share;
/** Beyond that share text has the other colour: in both palettes cells are there as dark as both can be read on. */
export const STRONG_HEAT = 0.65;

/** Each colour stands for one role, so that a page can put its own in the place: two roles never share one. */
export const LIGHT: Palette = {
  ground: '#ffffff',
  text: '#17211f',
  muted: '#52605d',
  line: '#d3dad7',
  main: '#1f6f6a',
  open: '#5d9a94',
  before: '#b4690e',
  categories: ['#1d587e', '#c18217', '#1d805e', '#bb5105', '#8f60a9', '#569acb'],
  others: '#86908d',
  heat: '#073b38',
  heatBelow: '#650e90',
  onHeat: '#fefefe',
  onFaint: '#000000',
};

/** The same roles on a dark ground. */
export const DARK: Palette = {
  ground: '#1a2221',
  text: '#e8eeec',
  muted: '#a6b4b0',
  line: '#33403d',
  main: '#6cc4ba',
  open: '#3f7f79',
  before: '#f0a64b',
  categories: ['#198abe', '#f2c14e', '#26b692', '#e8834a', '#c198d8', '#a9d6f2'],
  others: '#76817e',
  heat: '#6baaa2',
  heatBelow: '#b58de9',
  onHeat: '#000000',
  onFaint: '#fefefe',
};

/** The roles by their names in style sheets: `--chart-main`, `--chart-category-1` … */
export const roleColours = ({ categories, ...roles }: Palette): [name: string, colour: string][] => [
  ...Object.entries(roles).map(([name, colour]): [string, string] => [
    `--chart-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    colour,
  ]),
  ...categories.map((colour, index): [string, string] => [`--chart-category-${index + 1}`, colour]),
];
