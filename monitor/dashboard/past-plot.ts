import { byId, setText } from './dom.js';
import { formatKnownRate, formatRate } from './format.js';
import { binned, binWidth, spanOf } from './history-series.js';
import type { PageHistory } from './page-history.js';
import { cssColor } from './palette.js';
import { makeTimePlot } from './time-plot.js';

/** One hour [min]. */
const longest = 60;

/** The Level-1 rate of the last hour, or of as much of it as there is. */
export function makePastPlot(history: PageHistory): {
  /** A failure to read the history is told in place of the plot. */
  readonly draw: (failure?: string) => void;
  readonly restyle: () => void;
} {
  const host = byId('past-plot');
  const span = (): number => spanOf(history.times(), longest);
  const plot = makeTimePlot(host, { format: formatRate, span, least: 1 });
  return {
    draw: (failure) => {
      const note = byId('past-note');
      note.hidden = failure === undefined;
      if (failure !== undefined)
        return setText(note, `The history could not be read: ${failure}. It is asked for again.`);
      const column = history.column('l1');
      const { minutes, columns } = binned(history.times(), [column], {
        span: 60 * span(),
        width: binWidth(span()),
      });
      const values = columns[0] ?? [];
      const trace = { label: 'L1', color: cssColor('--curve-1'), dash: [], filled: false, values };
      plot.draw(minutes, [trace]);
      const known = values.filter((value) => value !== null);
      const text = (value: number | undefined): string => formatKnownRate(value);
      host.ariaLabel =
        `Level-1 rate over the last ${span()} minutes: from ${text(known[0])} to ` +
        `${text(known.at(-1))}, lowest ${text(Math.min(...known))}, highest ` +
        `${text(Math.max(...known))}`;
    },
    restyle: plot.restyle,
  };
}
