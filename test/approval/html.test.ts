import { describe, expect, it } from 'vitest';
import { DESK_PAGE } from '../../src/approval/page/html.ts';
import { WORDS } from '../../src/approval/page/words.ts';
import { preferredLanguage } from '../../src/pages/language.ts';

describe('the language of the page', () => {
  it.each([
    ['sv-SE,sv;q=0.9,en;q=0.8', 'sv'],
    ['en-GB,en;q=0.9,sv;q=0.8', 'en'],
    ['de,sv;q=0.5,en;q=0.4', 'sv'],
    ['en;q=0.2,sv;q=0.7', 'sv'],
    ['de-AT,fr', 'en'],
    ['svx', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('for %j is %s', (accepted, language) => {
    expect(preferredLanguage(accepted)).toBe(language);
    expect(DESK_PAGE.html(preferredLanguage(accepted))).toContain(`<html lang="${language}">`);
  });

  it('has its own word for everything, but for what is the same in both', () => {
    const texts = (words: object): string[] =>
      Object.values(words).flatMap((word) =>
        typeof word === 'string' ? word : typeof word === 'function' ? word(2) : texts(word),
      );
    const [swedish, english] = [texts(WORDS.sv), texts(WORDS.en)];
    expect(swedish.filter((word, index) => word === english[index])).toEqual(['Dialer']);
  });
});

describe('the page', () => {
  it('is whole in itself: nothing in it is loaded from elsewhere', () => {
    const html = DESK_PAGE.html('en');
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)/);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });
});
