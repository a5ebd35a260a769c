/**
 * The policy: which fields hold data about people, and what leaves of them in each mode. Fields are known by the keys
 * that the dialer's JSON, the tools' arguments and the answers have; README.md shows this table.
 */
import type { PrivacyMode } from '../config/settings.ts';

/** What a token stands for; tokens begin with it. */
export const TOKEN_KINDS = ['person', 'phone', 'email', 'address', 'identity'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** What the value of a field is. */
export type FieldClass =
  | 'full name'
  | 'part of a name'
  | 'company'
  | 'phone'
  | 'email'
  | 'street'
  | 'postal code'
  | 'identity';

export const KIND_OF: Record<FieldClass, TokenKind> = {
  'full name': 'person',
  'part of a name': 'person',
  company: 'person',
  phone: 'phone',
  email: 'email',
  street: 'address',
  'postal code': 'address',
  identity: 'identity',
};

interface FieldRule {
  /** Absent where no key tells: what is known or looks like it is found in any text. */
  is?: FieldClass;
  keys?: readonly string[];
  what: string;
  /** What leaves, in words. */
  shown: Record<PrivacyMode, string>;
}

const WHOLE = 'whole';
const always = (text: string): FieldRule['shown'] => ({ standard: text, strict: text, pseudonyms: text });

export const FIELD_RULES: readonly FieldRule[] = [
  {
    is: 'full name',
    keys: ['agent_name', 'user'],
    what: "names of customers and users (`name` of a customer's card and labels such as `Anna Ek (922)` too)",
    shown: { standard: WHOLE, strict: WHOLE, pseudonyms: '`person-7f3a`' },
  },
  {
    is: 'part of a name',
    keys: [
      'first_name',
      'last_name',
      'firstname',
      'lastname',
      'customer_firstname',
      'customer_lastname',
      'username',
    ],
    what: 'first names, last names, user names',
    shown: { standard: WHOLE, strict: WHOLE, pseudonyms: '`person-7f3a`, each its own' },
  },
  {
    is: 'company',
    keys: ['company_name', 'company'],
    what: "customers' company names, since a firm of one person bears that person's name",
    shown: { standard: WHOLE, strict: WHOLE, pseudonyms: '`person-7f3a`' },
  },
  {
    is: 'phone',
    keys: ['phone', 'phonenumber', 'phone_number', 'customer_phone', 'phones', 'old_phones', 'callerid'],
    what: 'phone numbers',
    shown: { standard: WHOLE, strict: '`070-*** ** 05`', pseudonyms: '`phone-91c2`' },
  },
  {
    is: 'email',
    keys: ['email', 'customer_email'],
    what: 'e-mail addresses',
    shown: { standard: WHOLE, strict: '`a***@example.se`', pseudonyms: '`email-04be`' },
  },
  {
    is: 'street',
    keys: ['address', 'customer_address', 'street'],
    what: 'street and number, box, c/o',
    shown: { standard: WHOLE, strict: '`B***`', pseudonyms: '`address-5d10`' },
  },
  {
    is: 'postal code',
    keys: ['postal_code', 'customer_postal_code', 'zip'],
    what: 'postal codes, in their field alone',
    shown: { standard: WHOLE, strict: '`411 **`', pseudonyms: '`address-5d10`' },
  },
  { keys: ['city', 'customer_city'], what: 'cities', shown: always(WHOLE) },
  {
    is: 'identity',
    keys: ['identity_number', 'customer_identity_number', 'company_org_number', 'org_number'],
    what: 'personal identity numbers, also as the organisation number of a sole trader',
    shown: {
      standard: '`19720311-****`, or whole with `HITRATE_IDENTITY_NUMBERS=full`',
      strict: '`19720311-****`',
      pseudonyms: '`identity-8a27`',
    },
  },
  {
    keys: ['message', 'comment', 'comments', 'content', 'text', 'value', 'status'],
    what: 'texts: SMS, comments, transcripts, custom fields, templates, errors, previews, prompts',
    shown: {
      standard: 'identity numbers masked',
      strict:
        'numbers and e-mail addresses in any way of writing, and addresses that the session knows, masked',
      pseudonyms: 'the same as tokens, and names that the session or the table of tokens knows',
    },
  },
  {
    what: 'ids, times, amounts, names of campaigns, products, lists, offices and clients',
    shown: always(WHOLE),
  },
  {
    what: 'exports: as a resource / as a file in the download folder',
    shown: {
      standard: 'identity numbers masked',
      strict: 'as answers / as `standard`',
      pseudonyms: 'as answers / as `standard`',
    },
  },
  {
    what: 'PDFs of SMS: as a resource or inline / as a file',
    shown: { standard: WHOLE, strict: 'refused / whole', pseudonyms: 'refused / whole' },
  },
  { what: 'the sound of recordings, in which people say what they say', shown: always(WHOLE) },
  {
    what: 'for people: the approval page, and what `collect_customer_data` writes into its folder',
    shown: always('whole, identity numbers masked'),
  },
];

const CLASSES: ReadonlyMap<string, FieldClass> = new Map(
  FIELD_RULES.flatMap(({ is, keys = [] }) => (is ? keys.map((key) => [key, is] as const) : [])),
);

/** What a field of that name holds. Titles of custom fields end in the field's id: `Adress (31)`. */
export const classOf = (key: string): FieldClass | undefined => CLASSES.get(key);

/** Of custom fields, whose titles people have chosen. */
const TITLES: readonly [title: RegExp, is: FieldClass][] = [
  [/e-?(post|mail)/i, 'email'],
  [/adress|address|\bgata\b|street|\bc\/o\b/i, 'street'],
  [
    /kontakt|make\b|maka\b|partner|^(för|efter)?namn$|(förnamn|efternamn)|(first|last|full) ?name|contact/i,
    'full name',
  ],
];

/** What a custom field with that title holds, as far as its title tells. */
export const classOfTitle = (title: string): FieldClass | undefined =>
  TITLES.find(([pattern]) => pattern.test(title))?.[1];

/** Keys of the dialer under which people write of the customer whose row it is. */
export const TEXT_KEYS: readonly string[] = ['message', 'comment'];

/** Under these stand labels such as `Anna Ek (922)`, whose name may be a single word. */
export const LABEL_KEYS: ReadonlySet<string> = new Set(['customer', 'agent', 'user', 'who', 'confirmed_by']);

/** Under these nothing is looked for: hashes, tokens and positions of our own, and paths that a person must find. */
export const MACHINE_KEYS: ReadonlySet<string> = new Set([
  'sha256',
  'token',
  'next_cursor',
  'cursor',
  'transcript',
  'columns',
  'columns_offered',
  'more_fields',
  'path',
  'folder',
  'page',
  'result_file',
  'expires_at',
]);

/** Names of places are no names of people, though people are called after them. */
export const PLACE_KEYS: ReadonlySet<string> = new Set([
  'city',
  'customer_city',
  'office',
  'agent_office',
  'country',
]);

/** What stands where an erased person's data were. */
export const ERASED = 'GDPR REMOVED';

/**
 * Names that are also words of answers or of ordinary texts, or the product's own: alone and in the middle of a text
 * they count as names only with a capital within a sentence; these of the product never do.
 */
export const ORDINARY_WORDS: ReadonlySet<string> = new Set(
  `per bo kent max will may mark bill rich grant rose page price long young king cook field hall day case best close
  short small read write call order ring list test mark art frank gene guy jack major miles pat ray rob sue van victor
  wade ward west worth ek alm gran ström palm wall frisk rask dahl sjö udd sten björk lind berg ros ny du ja nej li al
  my an so to no ok stig bror liv sol vår hed holm strand skog äng ås lång lilla stor ung glad rolig modig stark`.split(
    /\s+/,
  ),
);
export const PRODUCT_WORDS: ReadonlySet<string> = new Set([
  'hitrate',
  'support',
  'admin',
  'none',
  'gdpr',
  'removed',
]);

/** The rows of README's table. */
export const privacyRows = (): string[][] =>
  FIELD_RULES.map(({ what, keys = [], shown }) => [
    what,
    keys.map((key) => `\`${key}\``).join(', '),
    shown.standard,
    shown.strict,
    shown.pseudonyms,
  ]);
