/** The lists: what waits for a person's answer, and what was changed last. */
import { element, language, setText, show } from '../../../pages/browser/elements.ts';
import { isTeam } from '../../../pages/browser/post.ts';
import type { Act, Overview, WaitingApproval } from '../protocol.ts';
import { newElement, syncChildren, writeText } from './nodes.ts';
import { momentText, targetsText, timeText, toolText, words } from './own-words.ts';

/** A line and a smaller one below it. */
const newItem = (): HTMLLIElement =>
  newElement('li', '', newElement('p', 'what', newElement('span')), newElement('p', 'hint'));

export function renderWaiting({ waiting: { data = [], problem }, dialer: shown }: Overview): void {
  const isKnown = problem === undefined;
  // As long as that can't be told, nothing may seem to be settled.
  show('waiting-title', isKnown);
  writeText(element('waiting-title'), words().waitingTitle(data.length));
  element('waiting-part').toggleAttribute('data-waits', data.length > 0);
  show('waiting-hint', data.length > 0);
  syncChildren(element('waiting'), data, newItem, (item, approval) => {
    const { dialer, asker, address, until } = approval;
    writeLink(item.children[0]!, whatOf(approval), address);
    const parts = [
      // Of the one that is shown it goes without saying.
      dialer === shown ? undefined : dialer,
      asker === undefined ? undefined : words().askedBy(asker),
      words().until(timeText(until)),
    ];
    writeText(item.children[1]!, parts.filter(Boolean).join(' · '));
  });
}

const whatOf = ({ summary, tool = '', targets = [] }: WaitingApproval): string =>
  summary?.[language()] ?? (targets.length ? `${toolText(tool)}: ${targetsText(targets)}` : toolText(tool));

/** Leads to the address, where there is one. */
function writeLink(place: Element, text: string, address: string | undefined): void {
  const present = place.firstElementChild!;
  if (present instanceof HTMLAnchorElement !== (address !== undefined))
    present.replaceWith(newElement(address === undefined ? 'span' : 'a'));
  const now = place.firstElementChild!;
  if (now instanceof HTMLAnchorElement && now.getAttribute('href') !== address) now.href = address!;
  writeText(now, text);
}

export function renderActs({ acts: { data }, now }: Overview): void {
  const own = words();
  const rows = data?.rows ?? [];
  const none = isTeam ? own.noAuditTeam : own.noAudit;
  setText('acts-empty', !data || rows.length ? '' : data.is_kept ? own.actsEmpty : none);
  syncChildren(element('acts'), rows, newItem, (item, act) => {
    const { tool, targets, time } = act;
    writeLink(
      item.children[0]!,
      targets.length ? `${toolText(tool)}: ${targetsText(targets)}` : toolText(tool),
      undefined,
    );
    writeText(item.children[1]!, [momentText(time, now), yesText(act), outcomeText(act)].join(' · '));
  });
}

const yesText = ({ approved_by, approver }: Act): string =>
  approver === undefined ? (words().yesBy[approved_by] ?? approved_by) : words().yesByPerson(approver);

function outcomeText({ outcome }: Act): string {
  if (outcome === 'done') return words().done;
  // Whether it was done is not known either where the log does not say.
  return outcome === 'unknown' || outcome === 'outcome_unknown' ? words().outcomeUnknown : words().notDone;
}
