// What tables of numbers share: events of a generator through detector and trigger, and how
// numbers are written.
import { defaultIfEmpty, ignoreElements, lastValueFrom, tap } from 'rxjs';

/** Calls `visit` for each batch of a stream. */
export const forEachBatch = (batches$, visit) =>
  lastValueFrom(batches$.pipe(tap(visit), ignoreElements(), defaultIfEmpty(undefined)));

/** Rows of event `event` of a table or of particles. */
export function* rowsOf({ offsets }, event) {
  for (let row = offsets[event]; row < offsets[event + 1]; row++) yield row;
}

/** A share in per cent, with as many digits as asked for. */
export const percent = (part, all, digits = 1) => ((100 * part) / all).toFixed(digits);

/** With a minus sign as in texts, and a plus sign where `sign` asks for it. */
export function signed(value, digits, sign = '') {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : sign}${text}`;
}

/** Mean and root mean square about it; NaN of nothing. */
export function spread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, rms: Math.sqrt(square) };
}

/** Value below which a share of some numbers lies. */
export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** A table of Markdown as the pages have it. */
export const markdown = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
