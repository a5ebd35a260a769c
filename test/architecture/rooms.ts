/**
 * The rooms of the house, from top to bottom. A room imports from the rooms below it and from itself; rooms of one line
 * are peers, which never import each other.
 */
export const LEVELS: readonly (readonly string[])[] = [
  ['src/main.ts'],
  ['src/commands'],
  ['src/http'],
  ['src/mcp'],
  ['src/call'],
  ['src/review', 'src/dashboard'],
  ['tools'],
  ['src/customers', 'src/reports', 'src/import', 'src/recordings', 'src/lookup'],
  [
    'src/guard',
    'src/response',
    'src/charts',
    'src/dialer',
    'src/approval',
    'src/audit',
    'src/limits',
    'src/outside-text',
    'src/auth',
    'src/state',
  ],
  ['src/pages'],
  ['src/privacy'],
  ['src/define'],
  ['src/config'],
  ['src/shared'],
];

/** Imports between peers that are meant: a customer's calls are read by the stream that the reports read. */
export const PEERS: readonly (readonly [from: string, to: RegExp])[] = [
  ['src/customers', /^src\/reports\/(call-list|stream-calls)\.ts$/],
];

/** The dialer that the project carries: of the rooms above it only main and the commands know it. */
export const SANDBOX = 'src/sandbox';
export const KNOW_THE_SANDBOX: readonly string[] = ['src/main.ts', 'src/commands'];

export const roomOf = (path: string): string | undefined =>
  [...LEVELS.flat(), SANDBOX].find((room) => path === room || path.startsWith(`${room}/`));

const levelOf = (room: string): number => LEVELS.findIndex((rooms) => rooms.includes(room));

/** Why a file may not import another; undefined where it may. */
export function forbidden(from: string, to: string): string | undefined {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (!own) return `${from} is in no room: move it into one of ${LEVELS.flat().join(', ')}`;
  if (!other) return `${to} is in no room: move it into one of ${LEVELS.flat().join(', ')}`;
  if (own === other) return undefined;
  if (other === SANDBOX)
    return KNOW_THE_SANDBOX.includes(own) ? undefined : `${from} must not know the sandbox`;
  if (own === SANDBOX)
    return other === 'src/shared'
      ? undefined
      : `${from} imports ${to}: the sandbox stands alone, on src/shared`;
  const [ownLevel, otherLevel] = [levelOf(own), levelOf(other)];
  if (otherLevel > ownLevel) return undefined;
  if (PEERS.some(([peer, allowed]) => peer === own && allowed.test(to))) return undefined;
  const below = LEVELS.slice(ownLevel + 1).flat();
  const how =
    ownLevel === otherLevel
      ? `${own} and ${other} are peers: what both need belongs into a room below them (${below.join(', ')})`
      : `${other} is above ${own}: what ${from} needs of it belongs into ${own} or a room below (${below.join(', ')})`;
  return `${from} imports ${to}: ${how}`;
}
