import type { PolicyWords } from './words.ts';

export const swedish: PolicyWords = {
  labels: {
    stop: 'Stopp',
    access: 'Åtkomst',
    tools: 'Verktyg',
    asked: 'Frågar om',
    how: 'Hur',
    masked: 'Döljs',
    limits: 'Gränser',
    hours: 'Ringtider',
    audit: 'Logg',
    state: 'Datamapp',
  },
  weekdays: ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag'],
  title: (dialer) => `Vad en assistent får göra i ${dialer}`,
  sandbox: 'sandlådan (påhittade människor)',
  noDialer: 'en dialer (ingen är vald)',
  notStopped: 'Inget är stoppat. `hitrate-mcp stop` stoppar alla ändringar på en gång.',
  stopped: (since, reason) =>
    `ALLA ÄNDRINGAR ÄR STOPPADE${since ? ` sedan ${since}` : ''}${reason ? ` (${reason})` : ''}. Det går fortfarande att läsa. \`hitrate-mcp start\` häver stoppet.`,
  unknown: (why) => `OKÄNT: ${why}. Så länge det är så nekas varje ändring.`,
  access: {
    read: 'read: den får se allt som dess token får se, och inte ändra något.',
    write: 'write: den får läsa, skapa och ändra. Den får inte ta bort, makulera eller radera.',
    destructive: 'destructive: den får läsa, skapa och ändra, och ta bort, makulera och radera.',
  },
  tools: (offered, all, toolsets) =>
    `${offered} av ${all}, ${toolsets ? `ur grupperna ${toolsets.join(', ')}` : 'ur alla grupper'}.`,
  nobodyAsked: 'Inget: den kan inte ändra något.',
  alwaysAsked: 'allt som tar bort, makulerar eller raderar, alltid',
  kinds: {
    data: 'data: alla andra ändringar av det som finns i dialern',
    money: 'money: ordrar, produkter och deras priser',
    contact: 'contact: det som ringer eller skriver till människor',
    legal: 'legal: bekräftade ordrar, verifiering, spärrlistor',
    access: 'access: användare, roller, lösenord',
    bulk: 'bulk: fler än 25 poster på en gång',
    erasure: 'erasure: det som raderar människors uppgifter',
  },
  notAsked: (kinds) => `Ingen tillfrågas om: ${kinds}.`,
  confirm: {
    auto: 'Med ett formulär i assistenten, om den kan visa ett. Annars på godkännandesidan på den här datorn, för det som inte går att ångra, raderar, ger behörighet, når människor eller flyttar mycket pengar; för resten med en kod som kommer tillbaka genom chatten, vilket inte bevisar att en människa har sagt ja.',
    human:
      'Bara en människa som servern själv frågar: med ett formulär i assistenten eller på godkännandesidan på den här datorn.',
    passkey:
      'Bara en människa med den registrerade nyckeln (passkey), på godkännandesidan på den här datorn.',
    token:
      'Alltid med en kod som kommer tillbaka genom chatten. Den bevisar inte att en människa har sagt ja.',
  },
  browser: 'Godkännandesidan öppnas av sig själv i datorns webbläsare.',
  proofs: {
    none: 'Varken PIN-kod eller nyckel (passkey) finns: det som kräver en sådan nekas. Skapa en med `hitrate-mcp approve --pin` eller `hitrate-mcp approve --enroll`.',
    PIN: 'Det finns en PIN-kod, som godkännandesidan frågar efter.',
    passkey: 'Det finns en registrerad nyckel (passkey): på godkännandesidan gäller bara den.',
  },
  fullNumbers: 'Personnummer visas i sin helhet.',
  masked: {
    standard: 'Personnummer (19720311-****). Inget annat.',
    strict: 'Personnummer, telefonnummer, e-postadresser och postadresser.',
    pseudonyms:
      'Namn, telefonnummer, e-postadresser, postadresser och personnummer: i deras ställe står beteckningar som person-7f3a.',
  },
  maskedBut: {
    standard: 'Inget.',
    strict: 'Telefonnummer, e-postadresser och postadresser.',
    pseudonyms:
      'Namn, telefonnummer, e-postadresser och postadresser: i deras ställe står beteckningar som person-7f3a.',
  },
  limits: {
    writes_per_minute: 'ändringar per minut',
    writes_per_hour: 'ändringar per timme',
    records_per_day: 'ändrade poster per dygn',
    erasures_per_day: 'raderingar per dygn',
    people_rung_per_hour: 'uppringda människor per timme',
  },
  used: (used, max) => `${used} av ${max} använda`,
  most: (max) => `högst ${max}`,
  noLimits: 'Inga.',
  to: 'till',
  hours: (ranges, zone) => `${ranges} (${zone}), inte på svenska helgdagar.`,
  anyTime: 'Inga: människor får ringas när som helst.',
  open: 'Just nu får människor ringas.',
  closed: (holiday, opens) =>
    `Just nu får ingen ringas${holiday ? ` (${holiday})` : ''}${opens ? `; nästa gång från ${opens}` : ''}.`,
  audit: (folder) => `Varje ändring skrivs i ${folder} innan den skickas.`,
  noAudit: 'Ingen (HITRATE_AUDIT_DIR): efteråt går det inte att visa vad som gjordes.',
  head: {
    stderr: 'Dess sista hash går också, signerad, till stderr.',
    none: 'Dess sista hash går inte till något andra ställe (HITRATE_AUDIT_HEAD): det syns inte om slutet har klippts av.',
    at: (where) => `Dess sista hash går också, signerad, till ${where}.`,
  },
};
