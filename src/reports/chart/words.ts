/** The words of pictures: figures with their units, groups, and what a group is called where it has no name of its own. */
import type { Unit } from '../../charts/chart.ts';
import type { Language } from '../../pages/language.ts';

interface FigureWords {
  sv: string;
  en: string;
  unit: Unit;
  /** Whether groups of it add up to the whole. */
  adds: boolean;
}

const adding = (unit: Unit, sv: string, en: string): FigureWords => ({ sv, en, unit, adds: true });
const rate = (unit: Unit, sv: string, en: string): FigureWords => ({ sv, en, unit, adds: false });

export const FIGURES: Record<string, FigureWords> = {
  orders: adding('count', 'Order', 'Orders'),
  value: adding('money', 'Ordervärde', 'Order value'),
  net_value: adding('money', 'Nettovärde', 'Net value'),
  cancelled_value: adding('money', 'Makulerat värde', 'Cancelled value'),
  units: adding('count', 'Enheter', 'Units'),
  average: rate('money', 'Snittorder', 'Average order'),
  confirmed: adding('count', 'Bekräftade order', 'Confirmed orders'),
  cancelled: adding('count', 'Makulerade order', 'Cancelled orders'),
  unconfirmed: adding('count', 'Obekräftade order', 'Unconfirmed orders'),
  confirmed_pct: rate('percent', 'Andel bekräftade', 'Share confirmed'),
  cancelled_pct: rate('percent', 'Andel makulerade', 'Share cancelled'),
  unconfirmed_pct: rate('percent', 'Andel obekräftade', 'Share unconfirmed'),
  attempts: adding('count', 'Samtal', 'Calls'),
  reached: adding('count', 'Nådda', 'People reached'),
  no_thanks: adding('count', 'Nej tack', 'No thanks'),
  hit_rate_reached_pct: rate('percent', 'Träffprocent (av nådda)', 'Hit rate (of reached)'),
  hit_rate_decided_pct: rate('percent', 'Träffprocent (av ja och nej)', 'Hit rate (of yes and no)'),
  answer_rate_pct: rate('percent', 'Svarsfrekvens', 'Answer rate'),
  overcalls: adding('count', 'Tappade samtal', 'Overcalls'),
  avg_handling_s: rate('seconds', 'Hanteringstid i snitt', 'Average handling time'),
  median_handling_s: rate('seconds', 'Hanteringstid, median', 'Median handling time'),
  avg_after_call_s: rate('seconds', 'Efterarbete i snitt', 'Average after-call time'),
  median_after_call_s: rate('seconds', 'Efterarbete, median', 'Median after-call time'),
  recorded: adding('count', 'Inspelade samtal', 'Recorded calls'),
  active_hours: rate('count', 'Aktiva timmar', 'Active hours'),
  orders_per_active_hour: rate('rate', 'Order per aktiv timme', 'Orders per active hour'),
};

type Words = Record<Language, string>;

export const GROUPS: Record<string, Words> = {
  agent: { sv: 'säljare', en: 'agent' },
  office: { sv: 'kontor', en: 'office' },
  campaign: { sv: 'kampanj', en: 'campaign' },
  contactlist: { sv: 'ringlista', en: 'contact list' },
  call_result: { sv: 'samtalsutfall', en: 'call result' },
  type: { sv: 'samtalstyp', en: 'call type' },
  product: { sv: 'produkt', en: 'product' },
  state: { sv: 'läge', en: 'state' },
  day: { sv: 'dag', en: 'day' },
  week: { sv: 'vecka', en: 'week' },
  month: { sv: 'månad', en: 'month' },
  weekday: { sv: 'veckodag', en: 'weekday' },
  hour: { sv: 'timme', en: 'hour' },
};

/** Labels that reports give in English. */
const LABELS_IN_SWEDISH: Record<string, string> = {
  'no agent': 'ingen säljare',
  'no agent (nobody took it)': 'ingen säljare (ingen tog samtalet)',
  'no office': 'inget kontor',
  'office not known': 'okänt kontor',
  'no campaign': 'ingen kampanj',
  'no product': 'ingen produkt',
  'no result': 'inget utfall',
  'no type': 'ingen typ',
  'no time': 'ingen tid',
  'on none of these lists': 'på ingen av listorna',
  confirmed: 'bekräftad',
  cancelled: 'makulerad',
  unconfirmed: 'obekräftad',
};

export const labelIn = (language: Language, label: string): string =>
  language === 'sv' ? (LABELS_IN_SWEDISH[label] ?? label) : label;

export const FILTERS: Record<string, Words> = {
  user_id: { sv: 'säljare', en: 'agent' },
  user_ids: { sv: 'säljare', en: 'agents' },
  campaign_id: { sv: 'kampanj', en: 'campaign' },
  campaign_ids: { sv: 'kampanjer', en: 'campaigns' },
  contactlist_ids: { sv: 'ringlistor', en: 'contact lists' },
  call_result_ids: { sv: 'utfall', en: 'call results' },
  customer_id: { sv: 'kund', en: 'customer' },
  customer_ids: { sv: 'kunder', en: 'customers' },
  product_id: { sv: 'produkt', en: 'product' },
  office: { sv: 'kontor', en: 'office' },
  type: { sv: 'typ', en: 'type' },
  recording: { sv: 'inspelade', en: 'recorded' },
  confirmed: { sv: 'bekräftade', en: 'confirmed' },
  cancelled: { sv: 'makulerade', en: 'cancelled' },
  older_than_hours: { sv: 'äldre än (timmar)', en: 'older than (hours)' },
  confirm_start_date: { sv: 'bekräftade från och med', en: 'confirmed from' },
  confirm_end_date: { sv: 'bekräftade till och med', en: 'confirmed until' },
};

const OWN_NUMBER: Words = { sv: 'ett eget nummer (external_id)', en: 'one external id' };

/** Filters whose values are no part of a picture, which goes from hand to hand: they are numbers of people. */
export const PERSONAL_FILTERS: Record<string, Words> = {
  phone: { sv: 'ett telefonnummer', en: 'one phone number' },
  external_id_1: OWN_NUMBER,
  external_id_2: OWN_NUMBER,
  external_id_3: OWN_NUMBER,
};

/** What pictures say beside their figures. */
export const CHART_TEXTS = {
  sv: {
    per: (figure: string, groups: readonly string[]) => `${figure} per ${groups.join(' och ')}`,
    others: (count: number) => `övriga (${count})`,
    open: (label: string, time: string) => `${label} är inte slut: siffrorna gäller till kl. ${time}`,
    running: (time: string) => `Perioden är inte slut: siffrorna gäller till kl. ${time}`,
    partial: 'Ofullständigt: alla rader kunde inte läsas, se svaret',
    chosen: 'Urval',
    not: 'ej',
    tooSmall: 'Sist: de med för litet underlag',
    tooFew: 'Tomt: för litet underlag',
    begins: (day: string) => `Uppgifterna börjar ${day}`,
    nothingBefore: 'Från tiden före finns inget att jämföra med',
    cut: (labels: readonly string[]) => `Bara delvis med: ${labels.join(' och ')}`,
    inOrder: 'Dagarna före står i ordning, inte efter veckodag',
    notCompared: 'Jämförelsen står i svaret, inte i bilden',
    allDates: 'alla dagar',
    from: (day: string) => `från ${day}`,
    until: (day: string) => `till och med ${day}`,
    cutOff: (count: number) => `Av ${count} visas de med högst siffra`,
    latest: (shown: number, count: number) => `Av ${count} tider visas de ${shown} senaste`,
    before: 'före',
  },
  en: {
    per: (figure: string, groups: readonly string[]) => `${figure} by ${groups.join(' and ')}`,
    others: (count: number) => `others (${count})`,
    open: (label: string, time: string) => `${label} is not over: figures up to ${time}`,
    running: (time: string) => `The period is not over: figures up to ${time}`,
    partial: 'Partial: not all rows could be read, see the answer',
    chosen: 'Only',
    not: 'not',
    tooSmall: 'Last: those with too little behind them',
    tooFew: 'Empty: too little behind them',
    begins: (day: string) => `The data begins on ${day}`,
    nothingBefore: 'There is nothing before to compare with',
    cut: (labels: readonly string[]) => `Only in part: ${labels.join(' and ')}`,
    inOrder: 'The days before stand in their order, not by weekday',
    notCompared: 'The comparison stands in the answer, not in the picture',
    allDates: 'all days',
    from: (day: string) => `from ${day}`,
    until: (day: string) => `until ${day}`,
    cutOff: (count: number) => `Of ${count} those with the highest figure are shown`,
    latest: (shown: number, count: number) => `Of ${count} times the latest ${shown} are shown`,
    before: 'before',
  },
} as const;
