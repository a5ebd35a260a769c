import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/privacy/text/vocabulary.ts';

const found = (vocabulary: ReturnType<typeof createVocabulary>, text: string, key = '') =>
  vocabulary.find(text, key).map(({ start, end }) => text.slice(start, end));

describe('what a session knows', () => {
  it('is bounded: what was not met for long makes room, and a colleague stays', () => {
    const vocabulary = createVocabulary(10);
    vocabulary.add('person', 'Mawila', 'Mawila', true);
    vocabulary.add('person', 'Åsa', 'Åsa');
    for (let n = 0; n < 30; n++) {
      vocabulary.add('person', `Name${n}`, `Name${n}`);
      vocabulary.add('person', 'Zofia', 'Zofia');
    }
    expect(found(vocabulary, 'Åsa, Mawila, Zofia, Name0, Name29')).toEqual(['Mawila', 'Zofia', 'Name29']);
  });

  it('is found as its longest value, in any case and with a genitive, not within words', () => {
    const vocabulary = createVocabulary();
    for (const name of ['Anna', 'Anna Ek', 'Lundmark']) vocabulary.add('person', name, name);
    expect(found(vocabulary, 'ANNA EK, annas, Annas, Hanna, Lundmarksvägen, anna-ek')).toEqual([
      'ANNA EK',
      'anna',
      'Anna',
      'anna-ek',
    ]);
  });

  it('is a name with a capital alone where it is a word too, and never in the place of a town', () => {
    const vocabulary = createVocabulary();
    for (const name of ['Per', 'Gran', 'Lund', 'Malmö']) vocabulary.add('person', name, name);
    expect(found(vocabulary, 'Per agent: 399 kr per låda; hej Per, hej Gran, en gran')).toEqual([
      'Per',
      'Gran',
    ]);
    expect(found(vocabulary, 'Gran', 'lastname')).toEqual(['Gran']);
    expect(found(vocabulary, 'Lund', 'city')).toEqual([]);
    expect(found(vocabulary, 'Malmö', 'office')).toEqual([]);
  });

  it('is an address by its words, with what stands between them', () => {
    const vocabulary = createVocabulary();
    vocabulary.add('address', 'Björkvägen 4', 'Björkvägen 4');
    expect(found(vocabulary, 'bor på björkvägen 4, inte Björkvägen 44')).toEqual(['björkvägen 4']);
  });
});
