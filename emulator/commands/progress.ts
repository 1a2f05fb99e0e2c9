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
  const steady = steadyRate(began, already);
  const line = (): string => {
    const seconds = Math.max(1e-3, (clock.now() - began) / 1000);
    const perSecond = (done - already) / seconds;
    const speed = `${compact(perSecond)} ${what}/s`;
    if (total === undefined || total === 0) return `${label}: ${done} ${what}, ${speed}`;
    const filled = Math.round((barWidth * done) / total);
    const pace = steady.perSecond() ?? perSecond;
    const left = pace > 0 ? `, ${Math.ceil((total - done) / pace)} s left` : '';
    const bar = terminal ? ` [${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}]` : '';
    return (
      `${label}:${bar} ${Math.floor((100 * done) / total)} % of ${total} ${what}, ` +
      `${speed}${done < total ? left : ''}`
    );
  };
  return {
    update: (now) => {
      done = now;
      steady.saw(clock.now(), done);
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

/** Marks of the last so many milliseconds tell the rate. */
const steadyMs = 15_000;
/** A shorter time tells nothing. */
const shortestMs = 1000;
const markMs = 250;

/**
 * The rate of the last seconds: the first ones, when threads start and code is compiled, say little
 * of how long the rest takes.
 */
function steadyRate(began: number, already: number) {
  const marks = [{ time: began, done: already }];
  return {
    saw: (time: number, done: number): void => {
      if (time - marks.at(-1)!.time < markMs) return;
      marks.push({ time, done });
      // From when something first came on, as soon as that is known.
      while (marks.length > 2 && (time - marks[1]!.time >= steadyMs || marks[0]!.done === already))
        if (time - marks[1]!.time >= shortestMs) marks.shift();
        else break;
    },
    /** Undefined until enough has been seen. */
    perSecond: (): number | undefined => {
      const [first, last] = [marks[0]!, marks.at(-1)!];
      const seconds = (last.time - first.time) / 1000;
      return last.time - first.time < shortestMs ? undefined : (last.done - first.done) / seconds;
    },
  };
}

function compact(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(0);
}
