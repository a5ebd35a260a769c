import type { Words } from './words.ts';

const DOCTOR = 'Run hitrate-mcp doctor: it tells where it fails.';
const TELL_OPERATOR = 'If it stays so, tell whoever runs the server of hitrate-mcp.';

export const english: Words = {
  title: 'Overview',
  loading: 'Loading …',
  noScript: 'This page needs JavaScript. All of it is in the page itself.',
  dialer: 'Dialer',
  sandbox: 'The sandbox: all people and numbers in it are invented',
  when: (time) => `As of ${time}. The page is updated every minute.`,
  noServer: (time) =>
    `hitrate-mcp does not answer. What you see is from ${time}; the page tries again. If it has ended, start it again with hitrate-mcp dashboard, and open the new address.`,
  noServerTeam: (time) => `hitrate-mcp does not answer. What you see is from ${time}; the page tries again.`,
  reading: 'Asking the dialer …',
  readingCount: {
    calls: (done, total) => (total ? `Counting calls: ${done} of ${total}` : `Counting calls: ${done}`),
    orders: (done, total) => (total ? `Counting orders: ${done} of ${total}` : `Counting orders: ${done}`),
  },
  compared: (day, time) => `Compared with ${day} until ${time}.`,
  orders: 'Orders today',
  value: 'Value today',
  rate: 'Hit rate today',
  weekBefore: (weekday) => `last ${weekday} by the same time`,
  ordersChange: (isMore, count, then, before) =>
    `${count} ${isMore ? 'more' : 'fewer'} than ${then} (${before})`,
  asMany: (then) => `As many as ${then}`,
  valueChange: (isMore, amount, then, before) =>
    `${amount} ${isMore ? 'more' : 'less'} than ${then} (${before})`,
  sameValue: (then) => `As much as ${then}`,
  rateChange: (isMore, points, then, before) =>
    `${points} percentage points ${isMore ? 'higher' : 'lower'} than ${then} (${before})`,
  sameRate: (then) => `As high as ${then}`,
  noneBefore: (then) => `No orders ${then}`,
  noRateBefore: (then) => `Nobody reached ${then}`,
  orderStates: (confirmed, unconfirmed, cancelled) =>
    `${confirmed} confirmed, ${unconfirmed} unconfirmed, ${cancelled} cancelled`,
  noOrdersYet: 'No orders yet today',
  valueDetail: 'Cancelled orders count too',
  rateDetail: (orders, reached, attempts) => `${orders} orders of ${reached} reached, in ${attempts} calls`,
  noCallsYet: 'No calls yet today.',
  partial: 'Not all could be counted in time.',
  waitingTitle: (count) =>
    count === 0
      ? 'Nothing waits for approval'
      : count === 1
        ? 'One waits for approval'
        : `${count} wait for approval`,
  waitingHint: 'You answer at the address that the assistant gave you, not here.',
  waitingHintTeam: 'You answer on the approval page.',
  until: (time) => `Can be answered until ${time}`,
  askedBy: (name) => `Asked by ${name}`,
  hoursTitle: 'By hour',
  hoursHint: 'By the result of each call; an order that was made without a call is not among them.',
  agentsTitle: 'By agent',
  hour: 'Hour',
  orderCount: 'Orders',
  rateShort: 'Hit rate',
  reached: 'Reached',
  agent: 'Agent',
  others: (count) => (count === 1 ? 'One other' : `${count} others`),
  unconfirmedTitle: 'Unconfirmed orders of the last 7 days',
  unconfirmedEmpty: 'All orders of the last 7 days are confirmed or cancelled.',
  unconfirmedMore: (shown, total) => `The ${shown} oldest of ${total}.`,
  orderId: 'Order',
  age: 'Age',
  worth: 'Value',
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  days: (count) => (count === '1' ? '1 day' : `${count} days`),
  actsTitle: 'Latest changes',
  actsEmpty: 'Nothing was changed by an assistant.',
  noAudit: 'No audit log is kept. To keep one, give the folder for it as HITRATE_AUDIT_DIR.',
  noAuditTeam: 'No audit log is kept on this server.',
  yesBy: {
    form: 'yes in a form',
    page: 'yes on the approval page',
    PIN: 'yes with PIN',
    passkey: 'yes with passkey',
    login: 'yes after login',
    token: 'yes in the conversation',
    'not asked': 'nobody was asked',
  },
  yesByPerson: (name) => `yes by ${name}`,
  done: 'done',
  notDone: 'not done',
  outcomeUnknown: 'it is not known whether it was done: look in the dialer',
  hiddenId: '(number not kept)',
  andMore: (count) => `and ${count} more`,
  problems: {
    no_right: 'You can’t see this: your token, or the settings, have no right to it.',
    bad_token: 'The dialer does not accept the token.',
    no_answer: 'The dialer does not answer.',
    too_slow: 'The dialer took too long to answer.',
    busy: 'The dialer has too much to do at the moment.',
    failed: 'This could not be read.',
  },
  noNamedRight: (right) =>
    `You can’t see this: your token lacks the right “${right}”. An administrator of the dialer can grant it.`,
  noSetting: (setting) => `You can’t see this: the settings leave it out. ${setting} would allow it.`,
  nextSteps: {
    bad_token: `Ask whoever made the token, an administrator of the dialer, for a new one. ${DOCTOR}`,
    no_answer: DOCTOR,
    too_slow: DOCTOR,
    busy: 'The page tries again in a minute.',
    failed: DOCTOR,
  },
  nextStepsTeam: {
    bad_token:
      'Ask an administrator of the dialer for a new one, and give it to whoever runs the server of hitrate-mcp.',
    no_answer: TELL_OPERATOR,
    too_slow: TELL_OPERATOR,
    busy: 'The page tries again in a minute.',
    failed: TELL_OPERATOR,
  },
  old: (time) => `From ${time}.`,
  notices: {
    login: { title: 'Log in to see the overview', text: 'You are not logged in, or no longer.' },
    unavailable: {
      title: 'Not possible at the moment',
      text: 'The server does not answer as it should. This page tries again every minute.',
    },
    unknown: {
      title: 'The address is not whole',
      text: 'Open the address that hitrate-mcp dashboard printed, all of it.',
    },
    closed: {
      title: 'This page is closed',
      text: 'hitrate-mcp dashboard has ended. Start it again, and open the address that it prints.',
    },
  },
  logIn: 'Log in',
  logOut: 'Log out',
  loggedInAs: (name) => `Logged in as ${name}.`,
  toApprovals: 'What waits for you',
  footer: 'This page comes from hitrate-mcp on this computer, and only shows: nothing can be changed on it.',
  teamFooter: 'This page only shows what your own token in the dialer may see: nothing can be changed on it.',
};
