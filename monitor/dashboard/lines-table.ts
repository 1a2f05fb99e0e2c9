import type { LineCounts } from '../ports.js';
import { byId, make, setOptions, setText } from './dom.js';
import { type EfficiencyCells, makeEfficiencyCells } from './efficiency-cells.js';
import { formatCount, formatPrescale } from './format.js';
import type { EfficiencyData } from './messages.js';
import { familyName } from './names.js';

interface LinesTable {
  readonly showCounts: (lines: readonly LineCounts[]) => void;
  readonly showEfficiencies: (lines: readonly EfficiencyData[]) => void;
}

interface Row {
  readonly element: HTMLElement;
  readonly counts: readonly HTMLElement[];
  readonly efficiency: EfficiencyCells;
}

const columns = ['Family', 'Prescale', 'FTDL', 'PSNM'];
const firstFamily = 'single-photon';
const everything = 'all lines';
const withoutFamily = 'lines without a family';

/** One row per line of the menu; a family is chosen to begin with, when there is one. */
export function makeLinesTable(): LinesTable {
  const body = byId('line-rows');
  const family = byId<HTMLSelectElement>('family');
  const rows = new Map<string, Row>();
  let lines: readonly LineCounts[] = [];
  let efficiencies = new Map<string, EfficiencyData>();

  const isShown = (line: LineCounts): boolean =>
    family.value === everything ||
    line.family === (family.value === withoutFamily ? '' : family.value);

  const update = (): void => {
    const shown = lines.filter(isShown);
    for (const line of shown) fillRow(rowOf(line.name), line, efficiencies.get(line.name));
    const wanted = shown.map((line) => rowOf(line.name).element);
    if (
      wanted.length !== body.children.length ||
      wanted.some((element, index) => body.children[index] !== element)
    )
      body.replaceChildren(...wanted);
    byId('lines-empty').hidden = shown.length > 0;
  };
  const rowOf = (name: string): Row => {
    const known = rows.get(name);
    if (known) return known;
    const row = makeRow(name);
    rows.set(name, row);
    return row;
  };
  family.addEventListener('change', update);
  return {
    showCounts: (next) => {
      lines = next;
      const families = [...new Set([firstFamily, ...lines.map((line) => line.family)])].filter(
        (name) => lines.some((line) => line.family === name && name !== ''),
      );
      const choices = [
        ...families,
        ...(lines.some((line) => line.family === '') ? [withoutFamily] : []),
        everything,
      ];
      setOptions(
        family,
        choices.map((name) => [name, familyName(name)]),
      );
      update();
    },
    showEfficiencies: (next) => {
      efficiencies = new Map(next.map((efficiency) => [efficiency.name, efficiency]));
      update();
    },
  };
}

function makeRow(name: string): Row {
  const element = make('tr');
  const head = make('th', 'line-name', name);
  head.scope = 'row';
  const counts = columns.map((column) => {
    const cell = make('td');
    cell.dataset.label = column;
    return cell;
  });
  const efficiency = makeEfficiencyCells();
  element.append(head, ...counts, ...efficiency.cells);
  return { element, counts, efficiency };
}

function fillRow(
  { counts, efficiency }: Row,
  line: LineCounts,
  told: EfficiencyData | undefined,
): void {
  const texts = [
    line.family === '' ? '–' : familyName(line.family),
    line.prescale === 0 ? 'off' : formatPrescale(line.prescale),
    formatCount(line.ftdl),
    formatCount(line.psnm),
  ];
  texts.forEach((text, index) => setText(counts[index] as Element, text));
  efficiency.show(told, 'no card that is played counts it');
}
