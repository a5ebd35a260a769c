/** Lists and tables that are brought up to date in place: nothing flickers, and a selection stays. */

/** Sets a text where it is another one. */
export function writeText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes as many children as there are items, and brings each up to date. */
export function syncChildren<T, N extends HTMLElement>(
  parent: HTMLElement,
  items: readonly T[],
  create: () => N,
  update: (child: N, item: T) => void,
): void {
  while (parent.children.length > items.length) parent.lastElementChild!.remove();
  while (parent.children.length < items.length) parent.append(create());
  const children = Array.from<N>(parent.children as HTMLCollectionOf<N>);
  for (const [index, item] of items.entries()) update(children[index]!, item);
}

export function newElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: HTMLElement[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A cell with a number and a bar. The bar is for the eye alone. */
export function newMeasure(): HTMLTableCellElement {
  const bar = newElement('span', 'bar');
  bar.setAttribute('aria-hidden', 'true');
  return newElement('td', 'measure', bar, newElement('span'));
}

/** @param share from 0 to 1 */
export function writeMeasure(cell: HTMLElement, text: string, share: number): void {
  const [bar, label] = cell.children as HTMLCollectionOf<HTMLElement>;
  bar!.style.setProperty('--share', String(Math.max(0, Math.min(1, share))));
  writeText(label!, text);
}
