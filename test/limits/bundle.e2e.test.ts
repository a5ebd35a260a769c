import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Holidays from 'date-holidays';
import { expect, it } from 'vitest';
import { bundle } from '../support/host.ts';

const parts = readdirSync(dirname(bundle))
  .filter((name) => name.endsWith('.js'))
  .map((name) => join(dirname(bundle), name));
const withText = (text: string) => parts.filter((part) => readFileSync(part, 'utf8').includes(text));

it('the bundle has the holidays of Sweden alone, in a part of its own that is small', () => {
  const [part, ...others] = withText('midsommardagen');
  expect(others).toEqual([]);
  expect(readFileSync(part!).length).toBeLessThan(150_000);
  for (const text of ['Andorra', 'Africa/Abidjan']) expect(withText(text)).toEqual([]);
  expect(readFileSync(bundle, 'utf8')).not.toContain('midsommardagen');
});

it('the bundle knows the same holidays as the whole package', async () => {
  const { default: Bundled } = await import(withText('midsommardagen')[0]!);
  const options = { types: ['public' as const], languages: ['sv'] };
  const [bundled, whole] = [new Bundled('SE', options), new Holidays('SE', options)];
  for (let year = 2020; year <= 2050; year++)
    expect(bundled.getHolidays(year)).toEqual(whole.getHolidays(year));
});
