/** The languages that pages and pictures speak. */
export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Returns the language that a browser likes best of those that there are. @param accepted as in Accept-Language */
export function preferredLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '')
    .split(',')
    .map((wish) => {
      const [, language, weight] = /^\s*([a-z]{1,8})\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(wish) ?? [];
      return { language: language?.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .sort((a, b) => b.weight - a.weight);
  const found = wishes.map(({ language }) => LANGUAGES.find((known) => known === language)).find(Boolean);
  return found ?? 'en';
}
