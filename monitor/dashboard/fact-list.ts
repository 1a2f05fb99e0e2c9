import { byId, make, setText } from './dom.js';

/** Fills a list of terms and values; entries stay the same elements while their number does. */
export function showFactList(
  id: string,
  facts: readonly (readonly [name: string, value: string])[],
): void {
  const list = byId(id);
  while (list.children.length > facts.length) list.lastElementChild?.remove();
  while (list.children.length < facts.length) {
    const entry = make('div');
    entry.append(make('dt'), make('dd'));
    list.append(entry);
  }
  facts.forEach(([name, value], index) => {
    const entry = list.children[index];
    if (entry?.firstElementChild) setText(entry.firstElementChild, name);
    if (entry?.lastElementChild) setText(entry.lastElementChild, value);
  });
}
