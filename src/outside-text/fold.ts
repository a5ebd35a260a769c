/** Text without its disguises: one alphabet, one case, no marks, so that a rule need not know every way to write a letter. */
import { stripHidden } from '../shared/text.ts';

/** Letters of other alphabets that look like Latin ones, and what they stand for there; small ones after large ones. */
const LOOKALIKES =
  'АВЕКМНОРСТУХІЈЅавекмнорстухіјѕԁԛԝһӏѵ' + // Cyrillic
  'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχω' + // Greek
  'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıøɑɡł'; // Latin that has no decomposition
const LATIN =
  'abekmhopctyxijsabekmhopctyxijsdqwhlv' + 'abezhikmnoptyxabeikvoptuxw' + 'abcdefghijklmnoprstuvwyzioagl';
const LATIN_OF = new Map([...LOOKALIKES].map((letter, i) => [letter, LATIN[i]!]));
const LOOKALIKE = new RegExp(`[${LOOKALIKES}]`, 'g');

const QUOTE = /[“”„‟«»″]/g;
const APOSTROPHE = /[‘’‚‛′`´]/g;
const MARK = /\p{M}/gu;
/** Letters and signs that need nothing more than the case and å, ä, ö and é replaced. */
const PLAIN = /^[\n -~åäöÅÄÖéÉ]*$/;
const SWEDISH: Record<string, string> = { å: 'a', ä: 'a', ö: 'o', é: 'e' };

/** Returns a text in small letters from a to z, with its digits, signs and line breaks. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/[åäöé]/g, (letter) => SWEDISH[letter]!);
  return stripHidden(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'))
    .normalize('NFKD')
    .replace(MARK, '')
    .replace(LOOKALIKE, (letter) => LATIN_OF.get(letter)!)
    .replace(QUOTE, '"')
    .replace(APOSTROPHE, "'")
    .toLowerCase();
}

/** Four letters or more that stand alone: "i g n o r e", "i.g.n.o.r.e". */
const SPACED_LETTERS = /(?<![a-z0-9])(?:[a-z0-9][^a-z0-9]{1,3}){3,}[a-z0-9](?![a-z0-9])/g;
/** A sign within a word, maybe at the end of a line. */
const CUT = /(?:[-_.*~|+/\\]{1,5}|-\n)(?<=[a-z][-_.*~|+/\\\n]{1,5})(?=[a-z])/g;
/** A digit or sign among letters. */
const MIXED = /[a-z][013457@$!|][a-z]|\b[013457@$][a-z]{2}|[a-z]{2}[013457$]/;
const WORD = /[a-z0-9@$!|]+/g;
const LEET_SIGN = /[013457@$!|]/g;
const LEET: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
};

/** Returns the words of a folded text with one space between them. */
export const wordsOf = (folded: string): string =>
  folded
    .replace(/'/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Returns the words as they would be read where letters are apart, words are cut, or digits stand for letters. */
export function disguisedWords(folded: string): string[] {
  const joined = folded
    .replace(SPACED_LETTERS, (letters) => letters.replace(/[^a-z0-9]+/g, ''))
    .replace(CUT, '');
  const unleeted = MIXED.test(joined) ? joined.replace(WORD, unleet) : joined;
  const readings = joined === folded ? [] : [wordsOf(joined)];
  return unleeted === joined ? readings : [...readings, wordsOf(unleeted)];
}

/** Numbers stay as they are. */
const unleet = (word: string): string =>
  MIXED.test(word) ? word.replace(LEET_SIGN, (sign) => LEET[sign]!) : word;
