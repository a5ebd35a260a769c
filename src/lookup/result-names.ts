/**
 * What people call the results of calls, in Swedish and in English, whatever language the dialer's own titles are in.
 * Rules: API 1.4.4, Call Results (results below id 50 are the dialer's own; five base types).
 */

/** The dialer's own results, whose ids are the same everywhere: titles can be renamed or translated, ids can not. */
export const RESULT_NAMES: Record<number, string> = {
  1: 'telefonsvarare, röstbrevlåda, mobilsvar, svarare, answering machine, voicemail, voice mail',
  2: 'återkommande, återkom, ring igen, recurring, callback, call back',
  3: 'numret finns inte, numret används inte, ogiltigt nummer, number does not exist, invalid number',
  4: 'förlust, loss',
  5: 'order, sälj, ja, sale, sold, yes',
  7: 'ej nåbar, kan inte nås, går inte att nå, can not be reached, unreachable, not reached',
  8: 'tappat samtal, overcall, dropped call',
  9: 'inget svar, ej svar, svarar inte, svarar ej, svarade ej, svarade inte, ingen svarade, ingen svarar, no answer, unanswered, did not answer',
  10: 'upptaget, upptagen, busy, engaged',
  11: 'bröts, samtalet bröts, bortkopplad, call disconnected, disconnected, hung up',
  12: 'fel nummer, felringning, wrong number',
  14: 'spärrad, spärrat nummer, blacklisted, blocklisted, blocked',
  18: 'missat samtal, missade inkommande samtal, missed call, missed incoming call',
  19: 'missat samtal, missade inkommande samtal, återkommande, missed call, missed incoming call',
};

/** The base types as the dialer writes them, and what people call all results of one. */
export const TYPE_NAMES: Record<string, string> = {
  order: 'order, ordrar, beställning, köp, sälj, ja, sale, sold, yes',
  'no thanks':
    'nej tack, nej, tackade nej, tackat nej, sagt nej, avböjt, no thanks, no thank you, no, declined',
  loss: 'förlust, förlorad, loss, lost',
  recurring: 'återkom, återkommande, ring igen, återuppringning, ring upp, recurring, callback, call back',
  'order recurring': 'återkommande order, order återkom, order recurring, recurring order',
};
