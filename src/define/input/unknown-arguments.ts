/** What is said of an argument that a tool does not have: which one was probably meant. */
import { editDistance } from '../../shared/similar-text.ts';

/** Words that models and people use for arguments with another name. */
const SYNONYMS: Record<string, string[]> = {
  from: ['start_date'],
  since: ['start_date'],
  to: ['end_date'],
  until: ['end_date'],
  date: ['exact_date', 'start_date', 'end_date'],
  when: ['period'],
  range: ['period'],
  timespan: ['period'],
  next_cursor: ['cursor'],
  order: ['sort'],
  order_by: ['sort'],
  phonenumber: ['phone'],
  phone_number: ['phone'],
  number: ['phone'],
  agent: ['agent_id', 'user_id', 'user_ids'],
  agent_id: ['user_id', 'user_ids'],
  user: ['user_id', 'user_ids'],
  list_id: ['contactlist_id', 'contactlist_ids'],
  article_number: ['artnr'],
  name: ['title', 'username', 'first_name'],
  title: ['name'],
};

interface UnknownArgument {
  key: string;
  /** Where it was given, such as `customers[0]`; empty for the arguments themselves. */
  where: string;
  /** The names that there are. */
  names: readonly string[];
  /** The argument that the dialer calls so. */
  byWireName?: string;
}

export function explainUnknown({ key, where, names, byWireName }: UnknownArgument): string {
  const meant = synonymOf(key, names) ?? byWireName ?? nearest(key, names);
  const hint = meant ? `: did you mean ${meant}?` : '.';
  const problem = where ? `${where} has no member ${key}` : `There is no argument ${key}`;
  return `${problem}${hint} ${where ? 'Members' : 'Arguments'}: ${names.join(', ') || 'none'}.`;
}

function synonymOf(key: string, names: readonly string[]): string | undefined {
  const word = key.toLowerCase();
  return Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word]!.find((name) => names.includes(name)) : undefined;
}

/** Returns the name that differs by little: a plural, a missing part, a typing error. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const normalize = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = normalize(word);
  const [best] = names
    .map((name) => ({ name, distance: editDistance(wanted, normalize(name)) }))
    .sort((a, b) => a.distance - b.distance);
  if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 3))) return best.name;
  return wanted.length >= 2 ? names.find((name) => normalize(name).includes(wanted)) : undefined;
}
