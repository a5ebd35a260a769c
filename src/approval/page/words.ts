/** The page's own words, in both languages. What comes from the dialer is never here. */
import type { EndState, Language, ProblemCode } from './protocol.ts';

interface EndWords {
  title: string;
  text: string;
}

export interface Words {
  title: string;
  loading: string;
  question: string;
  lead: string;
  dialer: string;
  effects: string;
  undo: string;
  typeLabel: (name: string) => string;
  pin: string;
  pinHint: string;
  passkeyHint: string;
  yes: string;
  yesWithPasskey: string;
  no: string;
  validUntil: (time: string) => string;
  footer: string;
  enrolQuestion: string;
  enrolLead: string;
  enrolName: string;
  enrol: string;
  noPasskeys: string;
  passkeyCancelled: string;
  answeredBefore: string;
  noScript: string;
  handoverHint: string;
  ends: Record<EndState, EndWords>;
  problems: Record<ProblemCode, (count: number) => string>;
}

const en: Words = {
  title: 'Approval',
  loading: 'Loading …',
  question: 'Shall this be done?',
  lead: 'An assistant or a program on this computer asks for this. Nothing has been done yet.',
  dialer: 'Dialer',
  effects: 'What it does',
  undo: 'Can it be undone?',
  typeLabel: (name) => `Type ${name} to confirm`,
  pin: 'Your PIN',
  pinHint: 'Only you know it. Never give it to the assistant.',
  passkeyHint: 'If you say yes, your device asks for your passkey.',
  yes: 'Yes, do this',
  yesWithPasskey: 'Yes, with passkey',
  no: 'No',
  validUntil: (time) => `Can be answered until ${time}, once.`,
  footer: 'This page comes from hitrate-mcp on this computer. Nothing of it leaves the computer.',
  enrolQuestion: 'Set up a passkey',
  enrolLead:
    'From then on an approval needs this passkey: your fingerprint, your face, the code of your device or a security key. A PIN alone no longer counts.',
  enrolName: 'What to call it',
  enrol: 'Set up the passkey',
  noPasskeys: 'This browser has no passkeys. Open the address in another one.',
  passkeyCancelled: 'The passkey was not given. Try again, or say no.',
  answeredBefore: 'It was answered before, here or in another tab.',
  noScript: 'This page needs JavaScript. All of it is in the page itself.',
  handoverHint:
    'Shown here and now alone: write it down before you close the page. It holds once the act is done.',
  ends: {
    approved: {
      title: 'The answer is yes',
      text: 'Exactly this may now be done, once. You can close this page.',
    },
    declined: { title: 'The answer is no', text: 'Nothing is done. You can close this page.' },
    expired: {
      title: 'Too late',
      text: 'The ten minutes for an answer are over. If you still want it, ask the assistant again. You can close this page.',
    },
    void: {
      title: 'No longer valid',
      text: 'This was withdrawn: it has changed meanwhile, or there were too many wrong answers. If you still want it, ask the assistant again. You can close this page.',
    },
    enrolled: {
      title: 'The passkey is set up',
      text: 'Approvals ask for it from now on. You can close this page.',
    },
    unknown: {
      title: 'There is nothing to answer here',
      text: 'The address is incomplete or no longer valid. Open it again from the conversation, whole.',
    },
    closed: {
      title: 'This page is closed',
      text: 'hitrate-mcp no longer answers here: all was answered, the time is over, or it has ended. If something is still wanted, ask the assistant again. You can close this page.',
    },
  },
  problems: {
    wrong_text: () => 'What you typed is not it. Compare it with the text above.',
    no_pin: () => 'Type your PIN.',
    wrong_pin: (left) => `Wrong PIN. ${left === 1 ? 'One try is' : `${left} tries are`} left.`,
    pin_locked: (minutes) =>
      `Too many wrong PINs. The next try is possible in ${minutes === 1 ? 'one minute' : `${minutes} minutes`}. You can still say no.`,
    wrong_passkey: () =>
      'This passkey was not accepted. Use the one that is set up, and let it check that it is you.',
    not_enrolled: () => 'The passkey could not be set up: the device must check that it is you. Try again.',
    unreadable: () =>
      'The PIN or the passkeys of this installation can’t be read or written. Nothing was done. Whoever set hitrate-mcp up can see more with: hitrate-mcp approve',
  },
};

const sv: Words = {
  title: 'Godkännande',
  loading: 'Laddar …',
  question: 'Ska detta göras?',
  lead: 'En assistent eller ett program på den här datorn ber om detta. Inget är gjort ännu.',
  dialer: 'Dialer',
  effects: 'Vad det gör',
  undo: 'Kan det ångras?',
  typeLabel: (name) => `Skriv ${name} för att bekräfta`,
  pin: 'Din PIN-kod',
  pinHint: 'Bara du kan den. Ge den aldrig till assistenten.',
  passkeyHint: 'Om du svarar ja frågar din enhet efter din nyckel (passkey).',
  yes: 'Ja, gör detta',
  yesWithPasskey: 'Ja, med passkey',
  no: 'Nej',
  validUntil: (time) => `Kan besvaras till ${time}, en gång.`,
  footer: 'Sidan kommer från hitrate-mcp på den här datorn. Inget av den lämnar datorn.',
  enrolQuestion: 'Lägg upp en passkey',
  enrolLead:
    'Därefter kräver ett godkännande denna passkey: ditt fingeravtryck, ditt ansikte, enhetens kod eller en säkerhetsnyckel. Bara en PIN-kod räcker inte längre.',
  enrolName: 'Vad den ska heta',
  enrol: 'Lägg upp passkey',
  noPasskeys: 'Den här webbläsaren har inga passkeys. Öppna adressen i en annan.',
  passkeyCancelled: 'Ingen passkey gavs. Försök igen, eller svara nej.',
  answeredBefore: 'Det var redan besvarat, här eller i en annan flik.',
  noScript: 'Sidan behöver JavaScript. Allt finns i sidan själv.',
  handoverHint:
    'Visas bara här och nu: skriv upp det innan du stänger sidan. Det gäller när åtgärden är gjord.',
  ends: {
    approved: { title: 'Svaret är ja', text: 'Precis detta får nu göras, en gång. Du kan stänga sidan.' },
    declined: { title: 'Svaret är nej', text: 'Inget görs. Du kan stänga sidan.' },
    expired: {
      title: 'För sent',
      text: 'De tio minuterna för ett svar är slut. Fråga assistenten igen om du fortfarande vill. Du kan stänga sidan.',
    },
    void: {
      title: 'Gäller inte längre',
      text: 'Frågan drogs tillbaka: något har ändrats under tiden, eller så gavs för många felaktiga svar. Fråga assistenten igen om du fortfarande vill. Du kan stänga sidan.',
    },
    enrolled: {
      title: 'Din passkey är upplagd',
      text: 'Godkännanden frågar efter den från och med nu. Du kan stänga sidan.',
    },
    unknown: {
      title: 'Här finns inget att besvara',
      text: 'Adressen är ofullständig eller gäller inte längre. Öppna den igen från samtalet, hela adressen.',
    },
    closed: {
      title: 'Sidan är stängd',
      text: 'hitrate-mcp svarar inte längre här: allt är besvarat, tiden är slut eller programmet har avslutats. Fråga assistenten igen om något fortfarande ska göras. Du kan stänga sidan.',
    },
  },
  problems: {
    wrong_text: () => 'Det du skrev stämmer inte. Jämför med texten ovan.',
    no_pin: () => 'Skriv din PIN-kod.',
    wrong_pin: (left) => `Fel PIN-kod. ${left === 1 ? 'Ett försök' : `${left} försök`} kvar.`,
    pin_locked: (minutes) =>
      `För många felaktiga PIN-koder. Nästa försök kan göras om ${minutes === 1 ? 'en minut' : `${minutes} minuter`}. Du kan fortfarande svara nej.`,
    wrong_passkey: () =>
      'Denna passkey godtogs inte. Använd den som är upplagd och låt den kontrollera att det är du.',
    not_enrolled: () =>
      'Passkey kunde inte läggas upp: enheten måste kontrollera att det är du. Försök igen.',
    unreadable: () =>
      'PIN-koden eller passkeys för denna installation kan inte läsas eller skrivas. Inget är gjort. Den som installerade hitrate-mcp ser mer med: hitrate-mcp approve',
  },
};

export const WORDS: Record<Language, Words> = { sv, en };
