/** All settings. The flags, --help and the README's table are made of them. */
import type { Setting } from './setting.ts';
import { TEAM_SETTINGS } from './team/settings.ts';

export const TIERS = ['read', 'write', 'destructive'] as const;
export type Tier = (typeof TIERS)[number];

export const TOOLSETS = [
  'calls',
  'campaigns',
  'clients',
  'contactlists',
  'customers',
  'insight',
  'orders',
  'products',
  'sms',
  'users',
] as const;
export type Toolset = (typeof TOOLSETS)[number];

/** What an act does to the world, beyond the dialer's own data. */
export const CONSEQUENCES = ['data', 'money', 'contact', 'legal', 'access', 'bulk', 'erasure'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Who says yes to an act. */
export const CONFIRMATIONS = ['auto', 'human', 'passkey', 'token'] as const;

/** What leaves of data about people. */
export const PRIVACY_MODES = ['standard', 'strict', 'pseudonyms'] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];

export type { Setting } from './setting.ts';

export const SETTINGS = {
  dialer: {
    env: 'HITRATE_DIALER',
    flag: 'dialer',
    value: 'name',
    meaning: "the dialer's name: `demodialer` means https://demodialer.hitrate.tech:3007",
  },
  url: {
    env: 'HITRATE_URL',
    flag: 'url',
    value: 'url',
    meaning: 'a full base URL instead; plain http only for loopback',
  },
  token: { env: 'HITRATE_TOKEN', meaning: 'the API token (never a flag: process lists show flags)' },
  tokenFile: {
    env: 'HITRATE_TOKEN_FILE',
    flag: 'token-file',
    value: 'path',
    meaning: 'a file that holds the API token, instead of HITRATE_TOKEN',
  },
  dialers: {
    env: 'HITRATE_DIALERS',
    flag: 'dialers',
    value: 'path',
    meaning:
      'a file of several dialers instead, each with a token file, an access and a privacy of its own; every call then says which one it is for',
  },
  access: {
    env: 'HITRATE_ACCESS',
    flag: 'access',
    value: 'tier',
    meaning: '`read`, `write` or `destructive`, each including the ones before',
    default: 'read',
  },
  toolsets: {
    env: 'HITRATE_TOOLSETS',
    flag: 'toolsets',
    value: 'a,b',
    meaning: `comma list of the toolsets to offer: ${TOOLSETS.join(', ')}`,
    default: 'all',
  },
  ask: {
    env: 'HITRATE_ASK',
    flag: 'ask',
    value: 'a,b',
    meaning:
      'the kinds of change that a person is asked about: comma list of data, money, contact, legal, access, bulk, erasure, or `all`, or `none`; what deletes, cancels or erases is always asked about',
    default: 'money,contact,legal,access,bulk,erasure',
  },
  confirm: {
    env: 'HITRATE_CONFIRM',
    flag: 'confirm',
    value: 'way',
    meaning:
      'who says yes: `human` only a person whom the server itself asks (form or approval page), `passkey` only a person with the enrolled passkey, `token` always the two-step token, `auto` a form, else the approval page for what is irreversible, erases, gives access, reaches people or moves money in bulk, else the token',
    default: 'auto',
  },
  openBrowser: {
    env: 'HITRATE_OPEN_BROWSER',
    flag: 'open-browser',
    meaning:
      'open the approval page, and that of a recording, in the browser of this machine instead of only telling the address',
    default: 'off',
  },
  fourEyes: {
    env: 'HITRATE_FOUR_EYES',
    flag: 'four-eyes',
    meaning:
      'on a server for a team: whatever is asked about needs the yes of another person than the one who asks, whose own access reaches as far',
    default: 'off',
  },
  oauthClientId: {
    env: 'HITRATE_OAUTH_CLIENT_ID',
    flag: 'oauth-client-id',
    value: 'id',
    meaning:
      'the approval page of a server for a team at the identity provider, as an OpenID Connect client; its redirect URI is the public URL and `/approve/callback`. Without it people log in there with their name and approval code',
  },
  oauthClientSecretFile: {
    env: 'HITRATE_OAUTH_CLIENT_SECRET_FILE',
    flag: 'oauth-client-secret-file',
    value: 'path',
    meaning: "a file that holds that client's secret, where the identity provider gives it one",
  },
  privacy: {
    env: 'HITRATE_PRIVACY',
    flag: 'privacy',
    value: 'mode',
    meaning:
      'what leaves of data about people: `standard` masks identity numbers, `strict` also phone numbers, e-mail and postal addresses, `pseudonyms` puts stable tokens in the place of all of these and of names',
    default: 'standard',
  },
  identityNumbers: {
    env: 'HITRATE_IDENTITY_NUMBERS',
    flag: 'identity-numbers',
    value: 'how',
    meaning: 'personal identity numbers in answers: `masked` (19720311-****) or `full`',
    default: 'masked',
  },
  downloadDir: {
    env: 'HITRATE_DOWNLOAD_DIR',
    flag: 'download-dir',
    value: 'path',
    meaning:
      'the folder where recordings, PDFs and exports may be saved and imports are read; without it nothing is written',
  },
  resourceMb: {
    env: 'HITRATE_RESOURCE_MB',
    flag: 'resource-mb',
    value: 'mb',
    meaning:
      'the largest resource that is handed out; more than 7.5 MB make hosts built on the MCP SDK hang up, others (VS Code) take more',
    default: '7.5',
  },
  auditDir: {
    env: 'HITRATE_AUDIT_DIR',
    flag: 'audit-dir',
    value: 'path',
    meaning:
      'the folder of the audit log: every act is written there before it is sent; where that fails nothing is changed',
  },
  auditHead: {
    env: 'HITRATE_AUDIT_HEAD',
    flag: 'audit-head',
    value: 'where',
    meaning:
      "a second place for the audit log's last hash, signed: `stderr`, `syslog://host:514`, or an http(s) address that takes a POST",
  },
  limits: {
    env: 'HITRATE_LIMITS',
    flag: 'limits',
    value: 'a=n,b=n',
    meaning:
      'how much may be changed, by all servers of this user together; each can be set alone, or be `none`',
    default:
      'writes_per_minute=60,writes_per_hour=600,records_per_day=20000,erasures_per_day=50,people_rung_per_hour=60',
  },
  callingHours: {
    env: 'HITRATE_CALLING_HOURS',
    flag: 'calling-hours',
    value: 'hours',
    meaning:
      'when people may be rung, never on Swedish public holidays; a time zone may follow; `always` for any time',
    default: 'mon-fri 9-20, sat 10-16',
  },
  stateDir: {
    env: 'HITRATE_STATE_DIR',
    flag: 'state-dir',
    value: 'path',
    meaning:
      "the folder for this installation's keys, PIN, passkeys, limits and stop; by default one of this user's own",
  },
  transcribeUrl: {
    env: 'HITRATE_TRANSCRIBE_URL',
    flag: 'transcribe-url',
    value: 'url',
    meaning:
      "a speech server with OpenAI's `POST /v1/audio/transcriptions`; voices are sent there. Plain http only for loopback",
  },
  transcribeKey: {
    env: 'HITRATE_TRANSCRIBE_KEY',
    meaning: "the speech server's API key, if it wants one (never a flag)",
  },
  transcribeModel: {
    env: 'HITRATE_TRANSCRIBE_MODEL',
    flag: 'transcribe-model',
    value: 'name',
    meaning: 'the model that the speech server is asked for',
    default: 'whisper-1',
  },
  transcribeCommand: {
    env: 'HITRATE_TRANSCRIBE_COMMAND',
    flag: 'transcribe-command',
    value: 'words',
    meaning:
      'a local program instead, such as `whisper-cli -m /path/to/model.bin -l {language} -oj -f {file}`; started without a shell, in a folder of its own',
  },
  transcribeLanguage: {
    env: 'HITRATE_TRANSCRIBE_LANGUAGE',
    flag: 'transcribe-language',
    value: 'xx',
    meaning: 'the language that is spoken, in two letters',
    default: 'sv',
  },
  channels: {
    env: 'HITRATE_CHANNELS',
    flag: 'channels',
    value: 'left,right',
    meaning: 'who is on the left and the right channel of recordings, such as `agent,customer`',
    default: 'channel 1,channel 2',
  },
  timezone: {
    env: 'HITRATE_TIMEZONE',
    flag: 'timezone',
    value: 'zone',
    meaning: 'what "today" means, and the zone of times in answers',
    default: 'Europe/Stockholm',
  },
  region: {
    env: 'HITRATE_REGION',
    flag: 'region',
    value: 'XX',
    meaning: 'the country of phone numbers written without one',
    default: 'SE',
  },
  currency: {
    env: 'HITRATE_CURRENCY',
    flag: 'currency',
    value: 'XXX',
    meaning: 'what order values are in (ISO 4217): the dialer tells none',
    default: 'SEK',
  },
  timeoutMs: {
    env: 'HITRATE_TIMEOUT_MS',
    flag: 'timeout-ms',
    value: 'ms',
    meaning: 'deadline of one tool call, downloads included, the wait for a person not',
    default: '45000',
  },
  maxConnections: {
    env: 'HITRATE_MAX_CONNECTIONS',
    flag: 'max-connections',
    value: 'n',
    meaning: 'parallel requests to the dialer',
    default: '8',
  },
  logLevel: {
    env: 'HITRATE_LOG_LEVEL',
    flag: 'log-level',
    value: 'level',
    meaning:
      'trace, debug, info, warn, error, fatal or silent; logs go to stderr as JSON lines, without personal data',
    default: 'info',
  },
  ...TEAM_SETTINGS,
  sandbox: { env: 'HITRATE_SANDBOX', flag: 'sandbox', meaning: 'use the embedded dialer', default: 'off' },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
