/** All fifty, half of them in each language. */
import * as englishOnes from './english.ts';
import { figures } from './figures.ts';
import { orders } from './orders.ts';
import { people } from './people.ts';
import type { Question } from './question.ts';
import * as swedishOnes from './swedish.ts';

export const swedish: readonly Question[] = [
  ...swedishOnes.swedish,
  ...people.swedish,
  ...figures.swedish,
  ...orders.swedish,
];
export const english: readonly Question[] = [
  ...englishOnes.english,
  ...people.english,
  ...figures.english,
  ...orders.english,
];
