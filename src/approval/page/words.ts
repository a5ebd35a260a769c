/** The page's own words, in both languages. What comes from the dialer is never here. */
import type { Language } from '../../pages/language.ts';
import type { EndState, ProblemCode } from './protocol.ts';

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
  teamLead: string;
  teamFooter: string;
  teamUnknown: string;
  askedBy: string;
  needsAnother: string;
  loginTitle: string;
  loginLead: string;
  loginPageTitle: string;
  loginPageLead: string;
  loginAgainTitle: string;
  loginAgainLead: string;
  loginProvider: string;
  loginOr: string;
  loginName: string;
  loginCode: string;
  loginCodeHint: string;
  logIn: string;
  logOut: string;
  loggedInAs: (name: string) => string;
  toList: string;
  toDashboard: string;
  listTitle: string;
  listEmpty: string;
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
  teamLead: 'An assistant or a program asks for this. Nothing has been done yet.',
  teamFooter: 'This page comes from hitrate-mcp, your team’s way from assistants to the dialer.',
  teamUnknown:
    'The address is incomplete or no longer valid, or it is not for you. Open it again from the conversation, whole, and log in as the person whom it is for.',
  askedBy: 'Asked by',
  needsAnother:
    'Another person must say yes to this: you asked for it yourself. Give a colleague who may do this the address of this page, or say no.',
  loginTitle: 'Log in to answer',
  loginLead: 'An assistant waits for a person’s answer. Only the one whom it is for is shown the question.',
  loginPageTitle: 'Log in',
  loginPageLead: 'Then you come back to the page that you wanted to see.',
  loginAgainTitle: 'Log in once more',
  loginAgainLead:
    'This erases something or gives somebody access, so it needs a login from the last five minutes. Then you are asked.',
  loginProvider: 'Log in',
  loginOr: 'Or with your name and approval code:',
  loginName: 'Your name in the user file',
  loginCode: 'Your approval code',
  loginCodeHint: 'Only you know it. Never give it to the assistant, and never type your key here.',
  logIn: 'Log in with the code',
  logOut: 'Log out',
  loggedInAs: (name) => `Logged in as ${name}.`,
  toList: 'All that waits for you',
  toDashboard: 'Overview',
  listTitle: 'What waits for you',
  listEmpty: 'Nothing waits for an answer from you. You can close this page.',
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
    unavailable: {
      title: 'Not possible at the moment',
      text: 'The server does not answer, or can’t reach what it keeps its state in, or refuses because too much was tried from here. Load the page again in a moment: it then shows whether your answer arrived.',
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
    needs_another: () => 'Another person must say yes to this. You can only say no.',
    other_login: () =>
      'Somebody has logged in anew in another tab since. Nothing was answered: load the page again, and see who is logged in.',
    unavailable: () =>
      'The server can’t reach what it keeps its state in. Your answer may not have arrived: load the page again to see.',
    no_login: () => 'Type your name and your approval code.',
    wrong_login: () =>
      'Name and code do not belong together. The person who set this server up gives you a code if you have none.',
    login_locked: (minutes) =>
      `Too many wrong codes. The next try is possible in ${minutes === 1 ? 'one minute' : `${minutes} minutes`}.`,
    not_known: () => 'You are logged in, but this server does not know you. Ask the person who set it up.',
    login_failed: () => 'The login did not work, or took too long. Try again.',
    login_unavailable: () => 'The login can’t be checked at the moment. Try again in a minute.',
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
  teamLead: 'En assistent eller ett program ber om detta. Inget är gjort ännu.',
  teamFooter: 'Sidan kommer från hitrate-mcp, teamets väg från assistenter till dialern.',
  teamUnknown:
    'Adressen är ofullständig eller gäller inte längre, eller så är den inte för dig. Öppna den igen från samtalet, hela adressen, och logga in som den person som den är för.',
  askedBy: 'Begärt av',
  needsAnother:
    'En annan person måste svara ja: du har själv bett om detta. Ge sidans adress till en kollega som får göra detta, eller svara nej.',
  loginTitle: 'Logga in för att svara',
  loginLead: 'En assistent väntar på ett svar från en person. Bara den som frågan är för får se den.',
  loginPageTitle: 'Logga in',
  loginPageLead: 'Sedan kommer du tillbaka till sidan som du ville se.',
  loginAgainTitle: 'Logga in en gång till',
  loginAgainLead:
    'Detta raderar något eller ger någon åtkomst, så inloggningen får vara högst fem minuter gammal. Sedan får du frågan.',
  loginProvider: 'Logga in',
  loginOr: 'Eller med ditt namn och din godkännandekod:',
  loginName: 'Ditt namn i användarfilen',
  loginCode: 'Din godkännandekod',
  loginCodeHint: 'Bara du kan den. Ge den aldrig till assistenten, och skriv aldrig din nyckel här.',
  logIn: 'Logga in med koden',
  logOut: 'Logga ut',
  loggedInAs: (name) => `Inloggad som ${name}.`,
  toList: 'Allt som väntar på dig',
  toDashboard: 'Översikt',
  listTitle: 'Det som väntar på dig',
  listEmpty: 'Inget väntar på ditt svar. Du kan stänga sidan.',
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
    unavailable: {
      title: 'Går inte just nu',
      text: 'Servern svarar inte, når inte det som den sparar sitt tillstånd i, eller vägrar för att för mycket har prövats härifrån. Ladda om sidan om en stund: då visar den om ditt svar kom fram.',
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
    needs_another: () => 'En annan person måste svara ja. Du kan bara svara nej.',
    other_login: () =>
      'Någon har loggat in på nytt i en annan flik. Inget är besvarat: ladda om sidan och se vem som är inloggad.',
    unavailable: () =>
      'Servern når inte det som den sparar sitt tillstånd i. Ditt svar kom kanske inte fram: ladda om sidan så ser du.',
    no_login: () => 'Skriv ditt namn och din godkännandekod.',
    wrong_login: () =>
      'Namn och kod hör inte ihop. Den som installerade servern ger dig en kod om du inte har någon.',
    login_locked: (minutes) =>
      `För många felaktiga koder. Nästa försök kan göras om ${minutes === 1 ? 'en minut' : `${minutes} minuter`}.`,
    not_known: () => 'Du är inloggad, men servern känner inte till dig. Fråga den som installerade servern.',
    login_failed: () => 'Inloggningen lyckades inte, eller tog för lång tid. Försök igen.',
    login_unavailable: () => 'Inloggningen kan inte kontrolleras just nu. Försök igen om en minut.',
  },
};

export const WORDS: Record<Language, Words> = { sv, en };
