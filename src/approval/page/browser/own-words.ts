/** The approval page's own words; what else it is made with, all pages share. */
import { language } from '../../../pages/browser/elements.ts';
import { WORDS, type Words } from '../words.ts';

export const words = (): Words => WORDS[language()];
