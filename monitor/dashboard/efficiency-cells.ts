import { make, setText } from './dom.js';
import { formatEfficiency } from './format.js';
import type { EfficiencyData } from './messages.js';

/** Cells of a row of a table: the efficiency, of which events it is, and a bar from 0 to 1. */
export interface EfficiencyCells {
  readonly cells: readonly HTMLElement[];
  /** @param lacking why there is none, where nothing is known of it. */
  readonly show: (efficiency: EfficiencyData | undefined, lacking: string) => void;
}

/** Three cells, with labels for screens where a row is a card. */
export function makeEfficiencyCells(): EfficiencyCells {
  const value = make('td', 'efficiency');
  value.dataset.label = 'Efficiency';
  const of = make('td', 'words-cell');
  of.dataset.label = 'Of which events';
  const bar = make('div', 'bar');
  const band = make('div', 'band-mark');
  bar.append(band);
  const barCell = make('td', 'bar-cell');
  barCell.ariaHidden = 'true';
  barCell.append(bar);
  return {
    cells: [value, of, barCell],
    show: (efficiency, lacking) => {
      setText(value, valueOf(efficiency));
      setText(of, wordsOf(efficiency, lacking));
      const isKnown = efficiency !== undefined && efficiency.efficiency !== null;
      band.hidden = !isKnown;
      if (!isKnown) return;
      band.style.left = `${100 * efficiency.low}%`;
      band.style.width = `${100 * (efficiency.high - efficiency.low)}%`;
    },
  };
}

function valueOf(told: EfficiencyData | undefined): string {
  if (told === undefined || told.efficiency === null) return '–';
  const { value, interval } = formatEfficiency(told.efficiency, told.low, told.high);
  return `${value} (${interval})`;
}

/** The selection, or why there is no efficiency. */
function wordsOf(told: EfficiencyData | undefined, lacking: string): string {
  if (told === undefined) return lacking;
  if (told.remark !== undefined) return told.remark;
  const selection = told.selection ?? 'all events';
  return told.efficiency === null ? `none yet of ${selection}` : selection;
}
