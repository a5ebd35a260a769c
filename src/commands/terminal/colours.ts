/** Colours and weights of a terminal's text. */
import { styleText } from 'node:util';

type Paint = (text: string) => string;

export interface Colours {
  /** What is read second: labels, asides. */
  dim: Paint;
  /** What a person said. */
  bold: Paint;
  good: Paint;
  bad: Paint;
  /** What waits for a person. */
  open: Paint;
  sound: Paint;
}

type Environment = Record<string, string | undefined>;

/** Whether colours are shown: on a terminal that has them, to people who did not ask for none (https://no-color.org). */
export const hasColours = (stream: { isTTY?: boolean }, env: Environment): boolean =>
  stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';

export function createColours(isShown: boolean): Colours {
  const paint = (format: Parameters<typeof styleText>[0]): Paint =>
    // Whether the stream has colours was decided here.
    isShown ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
  return {
    dim: paint('dim'),
    bold: paint('bold'),
    good: paint('green'),
    bad: paint('red'),
    open: paint('yellow'),
    sound: paint('cyan'),
  };
}
