import type { Trace } from './curve-data.js';
import { make, setText } from './dom.js';
import { formatEfficiency } from './format.js';
import type { CurveStyle } from './palette.js';

/** Where a key of the plot leads; undefined for other keys. */
export function nextIndex(
  key: string,
  index: number | null,
  length: number,
): number | null | undefined {
  if (length === 0) return undefined;
  const last = length - 1;
  if (key === 'ArrowRight') return index === null ? 0 : Math.min(last, index + 1);
  if (key === 'ArrowLeft') return index === null ? last : Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? null : undefined;
}

/** Efficiency of a trace in the bin around `centre`, in words. */
export function valueAt(trace: Trace, centre: number): string {
  const bin = trace.centres.indexOf(centre);
  const efficiency = trace.efficiency[bin] ?? null;
  return formatEfficiency(efficiency, trace.low[bin] ?? 0, trace.high[bin] ?? 1).value;
}

/** The values under the plot, or how to get them. */
export function showReadout(
  box: HTMLElement,
  title: string,
  readings: readonly { name: string; value: string; style: CurveStyle }[],
): void {
  if (readings.length === 0) {
    setText(box, 'Point at the plot, or focus it and press ← →, to read values.');
    return;
  }
  const entries = readings.map(({ name, value, style }) => {
    const entry = make('span', 'reading', `${name} ${value}`);
    entry.style.color = style.color;
    return entry;
  });
  box.replaceChildren(make('strong', '', title), ...entries);
}
