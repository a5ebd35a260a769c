// The sample conversations, as data. The company, the products and the people are all invented.

export interface Line {
  readonly speaker: 'agent' | 'customer';
  readonly text: string;
  /** Seconds of silence before the line; the script's usual pause when absent. */
  readonly pause?: number;
  /** Seconds of tone in the line's place on the speaker's channel; such a line is not in the index. */
  readonly beep?: number;
}

export interface Conversation {
  readonly name: string;
  readonly language: 'sv' | 'en';
  readonly outcome: 'order' | 'no_thanks' | 'complaint' | 'answering_machine';
  /** The espeak-ng voices. */
  readonly voices: { readonly agent: string; readonly customer: string };
  readonly lines: readonly Line[];
}

/** What the voices would mispronounce as written: the index keeps the left, espeak-ng is given the right. */
export const spoken: Readonly<Record<Conversation['language'], readonly (readonly [string, string])[]>> = {
  sv: [
    ['Dog box', 'dågg box'],
    ['Cat box', 'katt box'],
    ['OK', 'åkej'],
  ],
  en: [
    ['Djurboxen', 'Yoorboxen'],
    ['kronor', 'kroonor'],
    ['OK', 'okay'],
  ],
};

const agent = (text: string, pause?: number): Line => ({ speaker: 'agent', text, pause });
const customer = (text: string, pause?: number): Line => ({ speaker: 'customer', text, pause });

export const conversations: readonly Conversation[] = [
  {
    name: 'order-dog-box',
    language: 'sv',
    outcome: 'order',
    voices: { agent: 'sv+m3', customer: 'sv+f2' },
    lines: [
      agent('Hej, det är Johan på Djurboxen AB. Talar jag med Anna Ek?'),
      customer('Ja, det är jag.'),
      agent('Vår låda heter Dog box. Den kostar 399 kronor i månaden i tolv månader.', 0.4),
      agent('Du har ångerrätt i fjorton dagar. Vill du beställa?', 0.35),
      customer('Ja, det vill jag gärna.', 0.9),
      agent('Tack. Nu skickar jag ett SMS. Svara OK på det, så är beställningen klar.'),
      customer('Ja, det gör jag. Tack, hej då.', 0.7),
      agent('Tack, Anna. Hej då.', 0.35),
    ],
  },
  {
    // The price is never said: a call for a reviewer to find.
    name: 'order-cat-box',
    language: 'sv',
    outcome: 'order',
    voices: { agent: 'sv+f3', customer: 'sv+m7' },
    lines: [
      agent('Hej, Sara heter jag och ringer från Djurboxen AB. Är det Erik Sjö?'),
      customer('Ja, hej.'),
      agent('Du har katt, och vi har en ny låda som heter Cat box. Den kommer varje månad i tolv månader.'),
      customer('Jaha, vad trevligt. Ja, den tar jag.', 0.8),
      agent('Bra. Du har ångerrätt i fjorton dagar. Nu får du ett SMS att svara OK på.', 0.4),
      customer('Det gör jag. Hej då.', 0.7),
      agent('Tack ska du ha. Hej då.', 0.35),
    ],
  },
  {
    name: 'no-thanks',
    language: 'sv',
    outcome: 'no_thanks',
    voices: { agent: 'sv+m3', customer: 'sv+f4' },
    lines: [
      agent('Hej, det är Johan på Djurboxen AB. Har du en minut?'),
      customer('Ja, en kort stund.', 0.7),
      agent('Vi har en låda för hundar som heter Dog box. Är det något för dig?', 0.4),
      customer(
        'Nej tack. Vi har ingen hund längre, så det är inget för oss. Men tack för att du ringde.',
        0.8,
      ),
      agent('Då förstår jag. Ska jag ta bort dig från listan?'),
      customer('Ja tack, gärna.'),
      agent('Det gör jag. Ha en fin dag, hej då.', 0.35),
    ],
  },
  {
    name: 'complaint',
    language: 'sv',
    outcome: 'complaint',
    voices: { agent: 'sv+f3', customer: 'sv+m1' },
    lines: [
      agent('Hej, det är Sara på Djurboxen AB. Är du nöjd med din Dog box?'),
      customer('Nej, det är jag inte. Den skulle ha kommit för två veckor sedan.', 0.7),
      agent('Det var tråkigt att höra. Jag ser här att leveransen är försenad.'),
      customer('Ingen har hört av sig, och jag har redan betalat. Det är för dåligt.', 0.4),
      agent('Jag ber om ursäkt. Jag skickar en ny låda i dag, och du får ett SMS när den är på väg.', 0.7),
      customer('Ja, det får vi hoppas. Hej då.', 0.8),
    ],
  },
  {
    name: 'answering-machine',
    language: 'sv',
    outcome: 'answering_machine',
    voices: { agent: 'sv+m3', customer: 'sv+f2' },
    lines: [
      customer('Hej, du har kommit till Lisa Myr. Jag kan inte svara just nu.', 0.8),
      customer('Lämna gärna ett meddelande efter tonen.', 0.4),
      { speaker: 'customer', text: '', pause: 0.7, beep: 0.6 },
      agent('Hej Lisa, det är Johan på Djurboxen AB. Jag ringer igen i morgon eftermiddag. Hej då.', 0.8),
    ],
  },
  {
    name: 'order-english',
    language: 'en',
    outcome: 'order',
    voices: { agent: 'en-gb+f2', customer: 'en-gb+m3' },
    lines: [
      agent('Hello, this is Emma from Djurboxen AB. Am I speaking with Tom Marlow?'),
      customer('Yes, speaking.'),
      agent('Our box is called Dog box. It costs 399 kronor a month, for twelve months.', 0.4),
      agent('You have the right to cancel within fourteen days. Would you like to order it?', 0.35),
      customer('Yes please, I would.', 0.9),
      agent('Thank you. I am sending you a text message now. Please answer it with OK.'),
      customer('I will. Thank you, bye.', 0.7),
      agent('Thank you, Tom. Goodbye.', 0.35),
    ],
  },
];
