// The sample conversations, as data. The company, the products and the people are all invented.

export interface Line {
  readonly speaker: 'agent' | 'customer';
  readonly text: string;
  /** Seconds of silence before the line; without it, the usual pause. */
  readonly pause?: number;
  /** Seconds of a tone instead of words; such a line is not in the index. */
  readonly beep?: number;
}

export interface Conversation {
  readonly name: string;
  readonly language: 'sv' | 'en';
  readonly outcome: 'order' | 'no_thanks' | 'complaint' | 'answering_machine';
  /** What is ordered, by its title in the dialer. */
  readonly product?: string;
  /** The espeak-ng voices. */
  readonly voices: { readonly agent: string; readonly customer: string };
  readonly lines: readonly Line[];
}

/** What the voices mispronounce as written: the index keeps the left spelling, espeak-ng gets the right one. */
export const pronunciations: Readonly<
  Record<Conversation['language'], readonly (readonly [string, string])[]>
> = {
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
    product: 'Dog box',
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
    product: 'Cat box',
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
    product: 'Dog box',
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
  {
    // The right of withdrawal is never said: another one for a reviewer to find.
    name: 'order-no-withdrawal',
    language: 'sv',
    outcome: 'order',
    product: 'Cat box',
    voices: { agent: 'sv+m3', customer: 'sv+f1' },
    lines: [
      agent('Hej, det är Johan på Djurboxen AB. Pratar jag med Karin Berg?'),
      customer('Ja, det är Karin.'),
      agent('Vår låda för katter heter Cat box. Den kostar 349 kronor i månaden i tolv månader.', 0.4),
      customer('Vad är det i den?', 0.7),
      agent('Godis och en ny leksak varje gång. Ska jag beställa den åt dig?', 0.4),
      customer('Ja tack, det får du gärna göra.', 0.8),
      agent('Bra. Nu kommer ett SMS. Svara OK på det.', 0.4),
      customer('Det gör jag. Hej då.'),
    ],
  },
  {
    // Price and period are said twice, and only the second time is right.
    name: 'order-corrected',
    language: 'sv',
    outcome: 'order',
    product: 'Dog box',
    voices: { agent: 'sv+f3', customer: 'sv+m2' },
    lines: [
      agent('Hej, det är Sara på Djurboxen AB. Är det Per Lund?'),
      customer('Ja, det stämmer.'),
      agent('Vår låda Dog box kostar 299 kronor i månaden i sex månader.', 0.4),
      agent('Förlåt, nu sa jag fel. Den kostar 399 kronor i månaden i tolv månader. Går det bra ändå?', 0.8),
      customer('Ja, det går bra. Jag vill ha den.', 1),
      agent('Du har ångerrätt i fjorton dagar. Nu får du ett SMS att svara OK på.', 0.4),
      customer('Det gör jag. Hej då.'),
    ],
  },
  {
    // No clear yes: what was meant as an order is a wish to read first.
    name: 'order-in-writing',
    language: 'sv',
    outcome: 'order',
    product: 'Cat box',
    voices: { agent: 'sv+m3', customer: 'sv+f4' },
    lines: [
      agent('Hej, jag heter Johan och ringer från Djurboxen AB. Talar jag med Eva Hav?'),
      customer('Ja, det gör du.'),
      agent('Cat box kostar 349 kronor i månaden i tolv månader, och du har ångerrätt i fjorton dagar.', 0.4),
      agent('Vill du beställa den?', 0.35),
      customer('Ja, men jag vill ha det skriftligt först.', 0.9),
      agent('Då skickar jag villkoren i ett SMS. Svara OK om du vill ha lådan.', 0.4),
      customer('Jag läser och tänker på saken. Hej då.'),
    ],
  },
  {
    // The customer hangs up: nobody answers the last line.
    name: 'no-thanks-never-again',
    language: 'sv',
    outcome: 'no_thanks',
    voices: { agent: 'sv+f3', customer: 'sv+m4' },
    lines: [
      agent('Hej, det är Sara på Djurboxen AB. Jag undrar om du har hund eller katt?'),
      customer('Var har du fått mitt nummer ifrån?', 0.7),
      agent('Du har handlat av oss förut, och nu har vi en ny låda som', 0.4),
      customer('Nej tack. Ring aldrig hit igen. Jag vill att ni spärrar mitt nummer.', 0.1),
      agent('Jag förstår. Då spärrar jag det i dag. Förlåt att jag störde.'),
      agent('Hallå? Är du kvar?', 1.8),
    ],
  },
  {
    name: 'complaint-double-charge',
    language: 'en',
    outcome: 'complaint',
    voices: { agent: 'en-gb+f2', customer: 'en-gb+m1' },
    lines: [
      agent('Hello, this is Emma from Djurboxen AB. Are you happy with your Dog box?'),
      customer('No. You charged me twice for it: 399 kronor on Monday, and again on Wednesday.', 0.7),
      agent('I am very sorry. Yes, I can see both payments here.'),
      customer('Then I want the second one back, please.', 0.4),
      agent('Of course. You will have the money within five days, and a text message today.'),
      customer('Good. Please make sure that it does not happen again. Goodbye.', 0.8),
    ],
  },
  {
    name: 'answering-machine-operator',
    language: 'sv',
    outcome: 'answering_machine',
    voices: { agent: 'sv+f3', customer: 'sv+m7' },
    lines: [
      customer('Välkommen till mobilsvar. Den du söker kan inte ta emot ditt samtal just nu.', 0.8),
      customer('Tala in ett meddelande efter tonen, och avsluta med att lägga på.', 0.4),
      { speaker: 'customer', text: '', pause: 0.7, beep: 0.6 },
      agent('Hej, det är Sara på Djurboxen AB. Jag ringer om din beställning av Cat box.', 0.8),
      agent('Jag försöker igen på torsdag förmiddag. Ha det så bra, hej då.', 0.4),
    ],
  },
];
