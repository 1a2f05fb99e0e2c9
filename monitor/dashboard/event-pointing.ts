import { byId, setText } from './dom.js';

/** What is pointed at: by the pointer, or a row by the keyboard. */
const pointed = 'pointed';
const nothing =
  'Point at a row or at an object of the drawings: both are set off, with their values.';

/** Rows of tables and objects of the drawings that tell of the same have the same name. */
interface Pointing {
  /** Tables or drawings were made anew: nothing is pointed at. */
  readonly clear: () => void;
}

/**
 * Sets off what is pointed at in drawings and tables, whichever of the two it is, and tells its
 * values. In a table with such rows the first is reached by Tab, the others by arrow keys.
 * @param onPoint told the names of what is pointed at, '' of nothing.
 */
export function makePointing(onPoint: (names: string) => void): Pointing {
  const event = byId('event');
  const said = byId('event-pointed');
  let present = '';

  const point = (names: string): void => {
    if (names === present) return;
    present = names;
    for (const element of event.querySelectorAll(`.${pointed}`)) element.classList.remove(pointed);
    const found = names === '' ? [] : [...event.querySelectorAll(selectorOf(names))];
    for (const element of found) {
      element.classList.add(pointed);
      if (element instanceof HTMLElement) bringIntoFrame(element);
    }
    setText(said, wordsOf(found) || nothing);
    onPoint(names);
  };
  const namesAt = (target: EventTarget | null): string =>
    target instanceof Element
      ? (target.closest<HTMLElement | SVGElement>('[data-of]')?.dataset.of ?? '')
      : '';
  let resting = '';
  event.addEventListener('pointerover', ({ target, clientX, clientY }) => {
    // What is scrolled under a pointer that rests is not pointed at.
    const place = `${clientX} ${clientY}`;
    if (place === resting) return;
    resting = place;
    point(namesAt(target));
  });
  event.addEventListener('pointermove', ({ clientX, clientY }) => {
    resting = `${clientX} ${clientY}`;
  });
  event.addEventListener('pointerleave', () => point(''));
  event.addEventListener('focusin', ({ target }) => point(namesAt(target)));
  event.addEventListener('focusout', ({ relatedTarget }) => point(namesAt(relatedTarget)));
  event.addEventListener('keydown', (pressed) => {
    const row = pressed.target instanceof HTMLTableRowElement ? pressed.target : undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
    if (row?.dataset.of === undefined || step === undefined) return;
    const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr[data-of]') ?? [])];
    const next = rows[rows.indexOf(row) + step];
    pressed.preventDefault();
    if (next === undefined) return;
    row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  setText(said, nothing);
  return {
    clear: () => {
      present = '';
      setText(said, nothing);
      onPoint('');
    },
  };
}

const selectorOf = (names: string): string =>
  names
    .split(' ')
    .map((name) => `[data-of~="${CSS.escape(name)}"]`)
    .join();

/** Scrolls the frame of a table, and nothing else, to a row that is out of it. */
function bringIntoFrame(row: HTMLElement): void {
  const frame = row.closest('.scroll');
  if (frame === null) return;
  const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
  if (top < frame.scrollTop + 40) frame.scrollTop = Math.max(0, top - 40);
  else if (bottom > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = bottom - frame.clientHeight;
}

/** What drawings say of an object, and what rows of tables have, each once. */
function wordsOf(found: readonly Element[]): string {
  // Rows of tables that are folded say nothing.
  const shown = found.filter((element) => element.checkVisibility());
  const said = shown.map((element) =>
    element instanceof HTMLTableRowElement ? rowWords(element) : hintOf(element),
  );
  return [...new Set(said)].filter((words) => words !== '').join(' · ');
}

const hintOf = (element: Element): string =>
  element.querySelector(':scope > title')?.textContent?.trim() ?? '';

function rowWords(row: HTMLTableRowElement): string {
  const heads = [...(row.closest('table')?.querySelectorAll('thead tr > *') ?? [])];
  return [...row.cells]
    .map((cell, column) => `${heads[column]?.textContent ?? ''} ${cell.textContent}`.trim())
    .join(', ');
}
