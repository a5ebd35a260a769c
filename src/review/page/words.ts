/** The page's own words, in both languages. What comes from the dialer, or was said, is never here. */
import type { Language } from '../../pages/language.ts';

/** What the page asks for, and may not get. */
export type Part = 'facts' | 'order' | 'prices' | 'sound' | 'waveform' | 'transcript';

export interface Words {
  title: string;
  loading: string;
  noScript: string;
  closedTitle: string;
  closedText: string;
  /** While the page is open. */
  endedText: string;
  cancelled: string;
  noRecordingTitle: string;
  order: (id: number) => string;
  call: (id: number) => string;
  facts: Record<FactName, string>;
  states: Record<string, string>;
  periods: Record<string, string>;
  payments: (count: number) => string;
  noFacts: string;
  player: string;
  play: string;
  pause: string;
  speed: string;
  position: string;
  positionText: (at: string, all: string) => string;
  loadingSound: string;
  loadingWaveform: string;
  noWaveform: string;
  sides: Record<string, string>;
  channel: (number: string) => string;
  keys: string;
  /** Where there are lines. */
  lineKeys: string;
  checklist: string;
  point: string;
  said: string;
  quote: string;
  when: string;
  answers: Record<'yes' | 'no' | 'unclear', string>;
  playFrom: (time: string) => string;
  notInTranscript: string;
  transcript: string;
  caution: string;
  search: string;
  hits: (count: number) => string;
  hit: (number: number, count: number) => string;
  nextHit: string;
  previousHit: string;
  follow: string;
  transcribe: string;
  transcribeHint: string;
  waiting: string;
  working: (done: number, total: number) => string;
  noLines: string;
  otherTranscript: string;
  footer: string;
  hostCallsNothing: string;
  hostReadsNothing: string;
  problems: Record<Part, string>;
  kinds: Record<string, string>;
  /** @param setting that would allow it, such as HITRATE_TOOLSETS */
  withheld: (setting: string) => string;
  noEngine: string;
  noSuchTool: string;
  failed: string;
}

export type FactName =
  | 'product'
  | 'value'
  | 'customer'
  | 'agent'
  | 'time'
  | 'state'
  | 'campaign'
  | 'result'
  | 'talk';

const en: Words = {
  title: 'Listen to a call',
  loading: 'Loading…',
  noScript: 'This page needs JavaScript.',
  closedTitle: 'This page is closed',
  closedText:
    'It was not used for a while, the assistant’s server has ended, or the address is not whole. Ask the assistant for it again.',
  endedText:
    'This page is closed: the assistant’s server has ended, or the page was not used for too long. Ask the assistant for the recording again.',
  cancelled: 'The call was cancelled, so there is nothing to hear.',
  noRecordingTitle: 'There is nothing to hear',
  order: (id) => `Order ${id}`,
  call: (id) => `Call ${id}`,
  facts: {
    product: 'Product',
    value: 'Order value',
    customer: 'Customer',
    agent: 'Agent',
    time: 'Time',
    state: 'State',
    campaign: 'Campaign',
    result: 'Result',
    talk: 'Talk',
  },
  states: { confirmed: 'confirmed', unconfirmed: 'unconfirmed', cancelled: 'cancelled' },
  periods: {
    one_time: 'once',
    weekly: 'a week',
    biweekly: 'every other week',
    monthly: 'a month',
    bimonthly: 'every other month',
    quarterly: 'a quarter',
    half_yearly: 'every half year',
    yearly: 'a year',
  },
  payments: (count) => (count === 1 ? '1 payment' : `${count} payments`),
  noFacts: 'Nothing more is known of it.',
  player: 'Player',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  position: 'Position in the recording',
  positionText: (at, all) => `${at} of ${all}`,
  loadingSound: 'Loading the sound…',
  loadingWaveform: 'Loading the whole recording to show what it looks like…',
  noWaveform: 'Sound of this kind (MP3, for one) can be heard here, and not be drawn.',
  sides: { agent: 'Agent', customer: 'Customer', left: 'Left', right: 'Right' },
  channel: (number) => `Channel ${number}`,
  keys: 'Space: play and pause. Arrows: 5 seconds.',
  lineKeys: 'J and K: next and previous line.',
  checklist: 'Checklist',
  point: 'Point',
  said: 'Said?',
  quote: 'Quotation',
  when: 'Time',
  answers: { yes: 'Yes', no: 'No', unclear: 'Unclear' },
  playFrom: (time) => `Play from ${time}`,
  notInTranscript: 'These words are not in the transcript: listen.',
  transcript: 'What was said',
  caution:
    'Written by a machine: names, figures, a yes or a no can be misheard. Listen before you rely on a word of it.',
  search: 'Search in what was said',
  hits: (count) => (count === 0 ? 'Not found' : `${count} found`),
  hit: (number, count) => `${number} of ${count}`,
  nextHit: 'Next',
  previousHit: 'Previous',
  follow: 'Follow along',
  transcribe: 'Write out what is said',
  transcribeHint: 'The recording goes to the speech engine that is set up here.',
  waiting: 'The recording is being fetched, or waits until others have been heard…',
  working: (done, total) => `${done} of ${total} seconds of speech heard…`,
  noLines: 'Nobody speaks in it, as far as the machine can hear.',
  otherTranscript: 'The transcript that was given is of another recording, so it is not shown.',
  footer: 'This page only shows: nothing can be changed here.',
  hostCallsNothing: 'This assistant lets no page ask the dialer for more.',
  hostReadsNothing: 'This assistant lets no page load sound. Ask for the recording as a file instead.',
  problems: {
    facts: 'What it is about could not be read.',
    order: 'The order of the call could not be read.',
    prices: 'The prices and periods of the order could not be read.',
    sound: 'The sound could not be loaded.',
    waveform: 'The recording could not be drawn. It may be heard all the same.',
    transcript: 'What was said could not be written out.',
  },
  kinds: {
    not_found: 'There is none.',
    permission_denied: 'The dialer’s token has no right to it.',
    unauthenticated: 'The dialer does not take the token any more.',
    unavailable: 'The dialer can’t be reached just now.',
    timeout: 'The dialer did not answer in time.',
    rate_limited: 'The dialer has had too many requests; try again in a minute.',
    unreachable: 'The server does not answer just now.',
    login: 'You are no longer logged in: load the page anew.',
  },
  withheld: (setting) => `It is switched off in the settings here (${setting}).`,
  noEngine:
    'No speech engine is set up, so what was said can’t be written out. Whoever installed hitrate-mcp can set one up with HITRATE_TRANSCRIBE_URL.',
  noSuchTool: 'This assistant does not offer it.',
  failed: 'It failed: load the page anew.',
};

const sv: Words = {
  title: 'Lyssna på ett samtal',
  loading: 'Laddar …',
  noScript: 'Sidan behöver JavaScript.',
  closedTitle: 'Sidan är stängd',
  closedText:
    'Den har inte använts på ett tag, assistentens server har avslutats eller så är adressen inte hel. Be assistenten om den igen.',
  endedText:
    'Sidan är stängd: assistentens server har avslutats, eller så har sidan stått oanvänd för länge. Be assistenten om inspelningen igen.',
  cancelled: 'Anropet avbröts, så det finns inget att höra.',
  noRecordingTitle: 'Det finns inget att höra',
  order: (id) => `Order ${id}`,
  call: (id) => `Samtal ${id}`,
  facts: {
    product: 'Produkt',
    value: 'Ordervärde',
    customer: 'Kund',
    agent: 'Säljare',
    time: 'Tid',
    state: 'Status',
    campaign: 'Kampanj',
    result: 'Utfall',
    talk: 'Taltid',
  },
  states: { confirmed: 'bekräftad', unconfirmed: 'obekräftad', cancelled: 'makulerad' },
  periods: {
    one_time: 'en gång',
    weekly: 'i veckan',
    biweekly: 'varannan vecka',
    monthly: 'i månaden',
    bimonthly: 'varannan månad',
    quarterly: 'i kvartalet',
    half_yearly: 'i halvåret',
    yearly: 'om året',
  },
  payments: (count) => (count === 1 ? '1 betalning' : `${count} betalningar`),
  noFacts: 'Mer är inte känt om det.',
  player: 'Uppspelning',
  play: 'Spela',
  pause: 'Pausa',
  speed: 'Hastighet',
  position: 'Plats i inspelningen',
  positionText: (at, all) => `${at} av ${all}`,
  loadingSound: 'Laddar ljudet …',
  loadingWaveform: 'Laddar hela inspelningen för att kunna visa hur den ser ut …',
  noWaveform: 'Ljud av det här slaget (till exempel MP3) kan höras här men inte ritas.',
  sides: { agent: 'Säljare', customer: 'Kund', left: 'Vänster', right: 'Höger' },
  channel: (number) => `Kanal ${number}`,
  keys: 'Mellanslag: spela och pausa. Pilar: 5 sekunder.',
  lineKeys: 'J och K: nästa och föregående replik.',
  checklist: 'Checklista',
  point: 'Punkt',
  said: 'Sades det?',
  quote: 'Citat',
  when: 'Tid',
  answers: { yes: 'Ja', no: 'Nej', unclear: 'Oklart' },
  playFrom: (time) => `Spela från ${time}`,
  notInTranscript: 'Orden finns inte i texten: lyssna.',
  transcript: 'Vad som sades',
  caution:
    'Omvandlat till text av en maskin: namn, siffror, ett ja eller ett nej kan vara fel. Lyssna innan du litar på ett ord av det.',
  search: 'Sök i det som sades',
  hits: (count) => (count === 0 ? 'Finns inte' : count === 1 ? '1 träff' : `${count} träffar`),
  hit: (number, count) => `${number} av ${count}`,
  nextHit: 'Nästa',
  previousHit: 'Föregående',
  follow: 'Följ med',
  transcribe: 'Omvandla till text',
  transcribeHint: 'Inspelningen går till den taligenkänning som är inställd här.',
  waiting: 'Inspelningen hämtas, eller väntar på att andra ska bli klara …',
  working: (done, total) => `${done} av ${total} sekunder tal är avlyssnade …`,
  noLines: 'Ingen talar i den, så vitt maskinen hör.',
  otherTranscript: 'Texten som angavs är av en annan inspelning, så den visas inte.',
  footer: 'Sidan visar bara: inget kan ändras här.',
  hostCallsNothing: 'Den här assistenten låter ingen sida fråga dialern om mer.',
  hostReadsNothing: 'Den här assistenten låter ingen sida ladda ljud. Be om inspelningen som fil i stället.',
  problems: {
    facts: 'Vad det gäller kunde inte läsas.',
    order: 'Samtalets order kunde inte läsas.',
    prices: 'Orderns priser och perioder kunde inte läsas.',
    sound: 'Ljudet kunde inte laddas.',
    waveform: 'Inspelningen kunde inte ritas. Den kan kanske höras ändå.',
    transcript: 'Det som sades kunde inte omvandlas till text.',
  },
  kinds: {
    not_found: 'Det finns ingen.',
    permission_denied: 'Nyckeln (token) till dialern ger ingen rätt till det.',
    unauthenticated: 'Dialern godtar inte nyckeln längre.',
    unavailable: 'Dialern kan inte nås just nu.',
    timeout: 'Dialern svarade inte i tid.',
    rate_limited: 'Dialern har fått för många anrop; försök igen om en minut.',
    unreachable: 'Servern svarar inte just nu.',
    login: 'Du är inte längre inloggad: ladda om sidan.',
  },
  withheld: (setting) => `Det är avstängt i inställningarna här (${setting}).`,
  noEngine:
    'Ingen taligenkänning är inställd, så det som sades kan inte omvandlas till text. Den som installerade hitrate-mcp kan ange en med HITRATE_TRANSCRIBE_URL.',
  noSuchTool: 'Den här assistenten erbjuder inte det.',
  failed: 'Det gick inte: ladda om sidan.',
};

export const WORDS: Record<Language, Words> = { sv, en };
