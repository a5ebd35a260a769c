/** The page's elements by their ids, and its words. */
import { LANGUAGES, type Language } from '../protocol.ts';
import { WORDS, type Words } from '../words.ts';

/** @throws where the page has none: it and this script are one file */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found as T;
}

export const input = (id: string): HTMLInputElement => element<HTMLInputElement>(id);

/** Outside text goes in by this alone: as text, never as markup. */
export const setText = (id: string, text: string): void => {
  element(id).textContent = text;
};

export const show = (id: string, visible: boolean): void => {
  element(id).hidden = !visible;
};

const LANGUAGE_KEY = 'language';

export const language = (): Language =>
  LANGUAGES.find((known) => known === document.documentElement.lang) ?? 'en';

export const words = (): Words => WORDS[language()];

/** Puts the page's own words in the language that was chosen in this tab, or that the browser likes best. */
export function startLanguage(onChange: () => void): void {
  const chosen = LANGUAGES.find((known) => known === sessionStorage.getItem(LANGUAGE_KEY));
  if (chosen) document.documentElement.lang = chosen;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.addEventListener('click', () => {
      document.documentElement.lang = button.dataset.language!;
      sessionStorage.setItem(LANGUAGE_KEY, button.dataset.language!);
      setWords();
      onChange();
    });
  }
  setWords();
}

function setWords(): void {
  const own = words();
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const word = own[place.dataset.word as keyof Words];
    if (typeof word === 'string') place.textContent = word;
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]'))
    button.setAttribute('aria-pressed', String(button.dataset.language === language()));
}
