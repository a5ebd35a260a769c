/** All settings. The flags, --help and the README's table are made of them. */

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

export interface Setting {
  env: string;
  flag?: string;
  /** What a value looks like, for --help. */
  value?: string;
  meaning: string;
  default?: string;
}

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
  confirm: {
    env: 'HITRATE_CONFIRM',
    flag: 'confirm',
    value: 'way',
    meaning:
      'who says yes: `human` only a person asked by the server itself, `token` always the two-step token, `auto` the best the host can do',
    default: 'auto',
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
    meaning: 'deadline of one tool call, downloads included',
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
  sandbox: { env: 'HITRATE_SANDBOX', flag: 'sandbox', meaning: 'use the embedded dialer', default: 'off' },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
