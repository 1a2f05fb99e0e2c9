import type { LineCounts } from '../ports.js';
import { byId, make, setOptions, setText } from './dom.js';
import { formatCount, formatEfficiency } from './format.js';
import type { EfficiencyData } from './messages.js';

interface LinesTable {
  readonly showCounts: (lines: readonly LineCounts[]) => void;
  readonly showEfficiencies: (lines: readonly EfficiencyData[]) => void;
}

interface Row {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly band: HTMLElement;
}

const columns = ['Family', 'Prescale', 'FTDL', 'PSNM', 'Efficiency'];
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
        choices.map((name) => [name, name]),
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
  const cells = columns.map((column) => {
    const cell = make('td');
    cell.dataset.label = column;
    return cell;
  });
  const bar = make('div', 'bar');
  const band = make('div', 'band-mark');
  bar.append(band);
  const barCell = make('td', 'bar-cell');
  barCell.ariaHidden = 'true';
  barCell.append(bar);
  element.append(head, ...cells, barCell);
  return { element, cells, band };
}

function fillRow(
  { cells, band }: Row,
  line: LineCounts,
  efficiency: EfficiencyData | undefined,
): void {
  const { value, interval } = efficiency
    ? formatEfficiency(efficiency.efficiency, efficiency.low, efficiency.high)
    : { value: '–', interval: '' };
  const prescale = line.prescale === 0 ? 'off' : formatCount(line.prescale);
  const texts = [
    line.family || '–',
    prescale,
    formatCount(line.ftdl),
    formatCount(line.psnm),
    interval === '' ? value : `${value} (${interval})`,
  ];
  texts.forEach((text, index) => setText(cells[index] as Element, text));
  const isKnown = efficiency !== undefined && efficiency.efficiency !== null;
  band.hidden = !isKnown;
  if (!isKnown) return;
  band.style.left = `${100 * efficiency.low}%`;
  band.style.width = `${100 * (efficiency.high - efficiency.low)}%`;
}
