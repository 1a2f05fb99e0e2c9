import type { Clock } from '../../monitor/ports.js';

/** How far a command has come, shown on stderr. */
export interface Progress {
  /** Sets how many are done. */
  readonly update: (done: number) => void;
  /** Ends the bar with a closing line. */
  readonly finish: () => void;
}

interface ProgressOptions {
  /** What was done before; it counts, but not for the rate. */
  readonly already?: number;
  /** What is counted. */
  readonly what?: string;
  /** Nothing is said of work that is done sooner [ms]. */
  readonly quietMs?: number;
}

const barWidth = 24;
const redrawMs = 100;
const lineMs = 5000;

/**
 * Progress on stderr: a bar with rate and time left on a terminal, a line now and then otherwise.
 * `total` may be unknown (undefined).
 */
export function progress(
  label: string,
  total: number | undefined,
  {
    talk,
    terminal,
    clock,
  }: { readonly talk: (text: string) => void; readonly terminal: boolean; readonly clock: Clock },
  { already = 0, what = 'events', quietMs = 0 }: ProgressOptions = {},
): Progress {
  const began = clock.now();
  // The first line comes after a second: it says that work has begun.
  let last = terminal ? began : began - lineMs + 1000;
  let done = already;
  let drawn = false;
  const line = (): string => {
    const seconds = Math.max(1e-3, (clock.now() - began) / 1000);
    const perSecond = (done - already) / seconds;
    const speed = `${compact(perSecond)} ${what}/s`;
    if (total === undefined || total === 0) return `${label}: ${done} ${what}, ${speed}`;
    const filled = Math.round((barWidth * done) / total);
    const left = perSecond > 0 ? `, ${Math.ceil((total - done) / perSecond)} s left` : '';
    const bar = terminal ? ` [${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}]` : '';
    return (
      `${label}:${bar} ${Math.floor((100 * done) / total)} % of ${total} ${what}, ` +
      `${speed}${done < total ? left : ''}`
    );
  };
  return {
    update: (now) => {
      done = now;
      if (clock.now() - began < quietMs) return;
      if (clock.now() - last < (terminal ? redrawMs : lineMs)) return;
      last = clock.now();
      drawn = true;
      talk(terminal ? `\r\u001b[K${line()}` : `${line()}\n`);
    },
    finish: () => {
      const isTold = drawn || (quietMs === 0 && (terminal || done > already));
      if (isTold) talk(`${terminal ? '\r\u001b[K' : ''}${line()}\n`);
    },
  };
}

function compact(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(0);
}
