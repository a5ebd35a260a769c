/** A page's elements by their ids, and its words in the language that was chosen. */
import { LANGUAGES, type Language } from '../language.ts';

/** @throws where the page has none: it and its script are one file */
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

/**
 * Puts the page's own words (`data-word`) in the language that was chosen in this tab, or that the browser likes best,
 * and lets the person choose another one (`data-language`).
 */
export function startLanguage(words: () => object, onChange: () => void): void {
  // Inside a host there is no storage.
  const chosen = LANGUAGES.find((known) => known === stored());
  if (chosen) document.documentElement.lang = chosen;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.addEventListener('click', () => {
      document.documentElement.lang = button.dataset.language!;
      keep(button.dataset.language!);
      setWords(words());
      onChange();
    });
  }
  setWords(words());
}

/** Puts the page's own words where they stand: after the language was set otherwise than by a button. */
export function setWords(words: object): void {
  const own = new Map<string, unknown>(Object.entries(words));
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const word = own.get(place.dataset.word!);
    if (typeof word === 'string') place.textContent = word;
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]'))
    button.setAttribute('aria-pressed', String(button.dataset.language === language()));
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

function keep(chosen: string): void {
  try {
    sessionStorage.setItem(LANGUAGE_KEY, chosen);
  } catch {
    // Then a reload forgets it.
  }
}
