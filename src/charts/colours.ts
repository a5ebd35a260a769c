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
  /** Text on strong cells of a heat map. */
  onHeat: string;
}

/** Each colour stands for one role, so that a page can put its own in the place: two roles never share one. */
export const LIGHT: Palette = {
  ground: '#ffffff',
  text: '#17211f',
  muted: '#52605d',
  line: '#d3dad7',
  main: '#1f6f6a',
  open: '#8fbcb8',
  before: '#b4690e',
  categories: ['#0f5f8c', '#e09c12', '#12866b', '#c2571b', '#8f5fa8', '#6fb2dd'],
  others: '#a5adab',
  heat: '#0b5f5a',
  onHeat: '#fefefe',
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
  categories: ['#4ea3d8', '#f2c14e', '#35b392', '#e8834a', '#c197d8', '#a9d6f2'],
  others: '#76817e',
  heat: '#8fe3d8',
  onHeat: '#0c1f1d',
};

/** The roles by their names in style sheets: `--chart-main`, `--chart-category-1` … */
export const roleColours = ({ categories, ...roles }: Palette): [name: string, colour: string][] => [
  ...Object.entries(roles).map(([name, colour]): [string, string] => [
    `--chart-${name === 'onHeat' ? 'on-heat' : name}`,
    colour,
  ]),
  ...categories.map((colour, index): [string, string] => [`--chart-category-${index + 1}`, colour]),
];
