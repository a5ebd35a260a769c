import type { Language } from '../../pages/language.ts';
import { english } from './english.ts';
import { swedish } from './swedish.ts';
import type { Words } from './words.ts';

export const WORDS: Record<Language, Words> = { sv: swedish, en: english };
