import type { PolicyWords } from './words.ts';

export const english: PolicyWords = {
  labels: {
    stop: 'Stop',
    access: 'Access',
    tools: 'Tools',
    asked: 'Asked about',
    how: 'How',
    masked: 'Masked',
    limits: 'Limits',
    hours: 'Calling hours',
    audit: 'Audit log',
    state: 'State folder',
  },
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  title: (dialer) => `What an assistant may do at ${dialer}`,
  sandbox: 'the sandbox (invented people)',
  noDialer: 'a dialer (none is set)',
  notStopped: 'Changes are not stopped. `hitrate-mcp stop` stops them all at once.',
  stopped: (since, reason) =>
    `ALL CHANGES ARE STOPPED${since ? ` since ${since}` : ''}${reason ? ` (${reason})` : ''}. Reading goes on. \`hitrate-mcp start\` lifts it.`,
  unknown: (why) => `NOT KNOWN: ${why}. While that is so, every change is refused.`,
  access: {
    read: 'read: it may look at everything that its token may see, and change nothing.',
    write: 'write: it may read, and make and change things. It may not delete, cancel or erase.',
    destructive: 'destructive: it may read, make and change things, and delete, cancel and erase.',
  },
  tools: (offered, all, toolsets) =>
    `${offered} of ${all}, ${toolsets ? `from the toolsets ${toolsets.join(', ')}` : 'from all toolsets'}.`,
  nobodyAsked: 'Nothing: it can change nothing.',
  alwaysAsked: 'all that deletes, cancels or erases, always',
  kinds: {
    data: 'data: every other change of what the dialer holds',
    money: 'money: orders, products and their prices',
    contact: 'contact: what rings or writes to people',
    legal: 'legal: confirmed orders, verification, blocklists',
    access: 'access: users, roles, passwords',
    bulk: 'bulk: more than 25 records at once',
    erasure: 'erasure: what erases people',
  },
  notAsked: (kinds) => `Nobody is asked about: ${kinds}.`,
  confirm: {
    auto: "A form in the assistant, where it can show one. Where it can't: the approval page on this machine for what can't be undone, erases, gives access, reaches people or moves money in bulk; for the rest a token that comes back through the chat, which proves no person.",
    human:
      'Only a person whom the server itself asks: by a form in the assistant, or on the approval page on this machine.',
    passkey: 'Only a person with the enrolled passkey, on the approval page on this machine.',
    token: 'Always a token that comes back through the chat. It proves no person.',
  },
  browser: 'The approval page opens by itself in the browser of this machine.',
  proofs: {
    none: 'Neither a PIN nor a passkey is set up: what needs one is refused. `hitrate-mcp approve --pin` or `hitrate-mcp approve --enroll` sets one up.',
    PIN: 'A PIN is set up, which the approval page asks for.',
    passkey: 'A passkey is enrolled: on the approval page it alone counts.',
  },
  fullNumbers: 'Personal identity numbers are shown in full.',
  masked: {
    standard: 'Personal identity numbers (19720311-****). Nothing else.',
    strict: 'Personal identity numbers, phone numbers, e-mail and postal addresses.',
    pseudonyms:
      'Names, phone numbers, e-mail and postal addresses and personal identity numbers: tokens such as person-7f3a stand in their place.',
  },
  maskedBut: {
    standard: 'Nothing.',
    strict: 'Phone numbers, e-mail and postal addresses.',
    pseudonyms:
      'Names, phone numbers, e-mail and postal addresses: tokens such as person-7f3a stand in their place.',
  },
  limits: {
    writes_per_minute: 'changes a minute',
    writes_per_hour: 'changes an hour',
    records_per_day: 'records changed a day',
    erasures_per_day: 'erasures a day',
    people_rung_per_hour: 'people rung an hour',
  },
  used: (used, max) => `${used} of ${max} used`,
  most: (max) => `at most ${max}`,
  noLimits: 'None.',
  to: 'to',
  hours: (ranges, zone) => `${ranges} (${zone}), not on Swedish public holidays.`,
  anyTime: 'None: people may be rung at any time.',
  open: 'Now people may be rung.',
  closed: (holiday, opens) =>
    `Now nobody may be rung${holiday ? ` (${holiday})` : ''}${opens ? `; again from ${opens}` : ''}.`,
  audit: (folder) => `Every change is written to ${folder} before it is sent.`,
  noAudit: 'None (HITRATE_AUDIT_DIR): afterwards nothing shows what was done.',
  head: {
    stderr: 'Its last hash also goes, signed, to stderr.',
    none: "Its last hash goes to no second place (HITRATE_AUDIT_HEAD): that its end was cut off can't be seen.",
    at: (where) => `Its last hash also goes, signed, to ${where}.`,
  },
};
