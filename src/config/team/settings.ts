/** The settings of a server for a team. */
import type { Setting } from '../setting.ts';

export const TEAM_SETTINGS = {
  http: {
    env: 'HITRATE_HTTP',
    flag: 'http',
    meaning: 'serve a team over Streamable HTTP at /mcp instead of one assistant over stdio',
    default: 'off',
  },
  httpHost: {
    env: 'HITRATE_HTTP_HOST',
    flag: 'host',
    value: 'address',
    meaning: 'the address to listen at; any but loopback needs HITRATE_USERS',
    default: '127.0.0.1',
  },
  httpPort: {
    env: 'HITRATE_HTTP_PORT',
    flag: 'port',
    value: 'port',
    meaning: 'the port to listen at',
    default: '8080',
  },
  publicUrl: {
    env: 'HITRATE_PUBLIC_URL',
    flag: 'public-url',
    value: 'url',
    meaning: 'the address that people and assistants use, where it is another than that: behind a proxy',
  },
  trustedProxies: {
    env: 'HITRATE_TRUSTED_PROXIES',
    flag: 'trusted-proxies',
    value: 'a,b',
    meaning: 'addresses or networks (10.0.0.0/8) of proxies whose X-Forwarded-For counts',
  },
  tlsCert: {
    env: 'HITRATE_TLS_CERT',
    flag: 'tls-cert',
    value: 'path',
    meaning: 'the certificate and its chain (PEM), to serve https without a proxy; re-read when it changes',
  },
  tlsKey: {
    env: 'HITRATE_TLS_KEY',
    flag: 'tls-key',
    value: 'path',
    meaning: 'the key of that certificate (PEM)',
  },
  httpLimits: {
    env: 'HITRATE_HTTP_LIMITS',
    flag: 'http-limits',
    value: 'a=n,b=n',
    meaning: 'how much each person may ask over HTTP; each can be set alone',
    default: 'requests_per_minute=600,at_once=16',
  },
  metricsFrom: {
    env: 'HITRATE_METRICS_FROM',
    flag: 'metrics-from',
    value: 'a,b',
    meaning: 'addresses or networks that may read /metrics',
    default: '127.0.0.1,::1',
  },
  users: {
    env: 'HITRATE_USERS',
    flag: 'users',
    value: 'path',
    meaning:
      'the user file of a server for a team: who may log in, each with a dialer token of their own (`hitrate-mcp user` writes it)',
  },
  oauthIssuer: {
    env: 'HITRATE_OAUTH_ISSUER',
    flag: 'oauth-issuer',
    value: 'url',
    meaning:
      'the identity provider whose access tokens a server for a team takes, exactly as it writes itself; plain http only for loopback',
  },
  oauthAudience: {
    env: 'HITRATE_OAUTH_AUDIENCE',
    flag: 'oauth-audience',
    value: 'text',
    meaning:
      "what an access token's audience must hold, where the identity provider does not take the server's own address (the public URL and `/mcp`)",
  },
  stateUrl: {
    env: 'HITRATE_STATE_URL',
    flag: 'state-url',
    value: 'url',
    meaning:
      'the Redis or Valkey (`rediss://host:6379`) in which several replicas of one server share confirmations, limits, stop, transcripts and resources; plain `redis://` only for loopback and private networks',
  },
  stateKeyFile: {
    env: 'HITRATE_STATE_KEY_FILE',
    flag: 'state-key-file',
    value: 'path',
    meaning:
      'a file with a secret of 32 bytes or more, the same for every replica: all that lies in the shared state is encrypted with it',
  },
} as const satisfies Record<string, Setting>;
