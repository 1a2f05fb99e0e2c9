import { deadShares, type Watched } from './alarms.js';
import { showFactList } from './fact-list.js';
import {
  formatDuration,
  formatKnownRate,
  formatPower,
  formatShare,
  formatThree,
} from './format.js';
import type { PageHistory } from './page-history.js';
import type { RateHistory } from './rates.js';
import { shareOfRun } from './tick-shares.js';

/** An hour [s]; the row may be so much younger or older. */
const hour = 3600;
const tolerance = 30;

/** Value of a column an hour before its last row; undefined where there is no row so old. */
export function hourBack(
  times: readonly number[],
  values: readonly (number | null)[],
): number | undefined {
  const wanted = (times.at(-1) ?? 0) - hour;
  const near = times
    .map((time, row) => ({ distance: Math.abs(time - wanted), value: values[row] ?? null }))
    .filter(({ distance, value }) => distance <= tolerance && value !== null);
  if (near.length === 0) return undefined;
  return near.reduce((sum, { value }) => sum + (value ?? 0), 0) / near.length;
}

/** The few numbers that say how a run goes. */
export function showStatus(watched: Watched, history: PageHistory, pace: RateHistory): void {
  const { run, daq } = watched;
  if (run === undefined) return;
  const { machine, deadSeconds } = run;
  const { emulatedSeconds } = run.run;
  const back = hourBack(history.times(), history.column('l1'));
  const recent = deadShares(watched);
  const sum = (shares: readonly number[]): number => shares.reduce((all, one) => all + one, 0);
  const lately = sum(recent.shares.map(([, share]) => share));
  const minute = daq?.recentTicks ? formatShare(lately) : '–';
  const dead = sum(Object.values(deadSeconds));
  const whole = shareOfRun(daq, ['dead']) ?? dead / emulatedSeconds;
  const total = emulatedSeconds > 0 ? formatShare(whole) : '–';
  const realTime = machine?.realTime;
  const isOver = run.run.state === 'ended' || run.run.state === 'failed';
  const known = (value: number | null | undefined): string =>
    typeof value === 'number' ? formatThree(value) : '–';
  showFactList('status', [
    ['State', run.run.reason === '' ? run.run.state : `${run.run.state}: ${run.run.reason}`],
    ['Run number', String(run.run.number)],
    [
      'Playing for',
      `${formatDuration(run.run.wallSeconds)}, ${formatDuration(emulatedSeconds)} of beam`,
    ],
    ['L1 now (mean of 10 s)', isOver ? '–' : formatKnownRate(pace.acceptRate())],
    ['L1 one hour back', back === undefined ? 'no row so old' : formatKnownRate(back)],
    ['Dead time, last minute of beam', minute],
    ['Dead time, whole run', total],
    ...(machine === undefined
      ? []
      : [
          [
            'Vetoed, whole run',
            formatShare(machine.vetoedSeconds / Math.max(emulatedSeconds, 1e-9)),
          ] as const,
          ['Luminosity', `${formatPower(machine.luminosity)} /(cm² s)`] as const,
          [
            'Real-time factor (10 s; run)',
            `${known(realTime?.recent)}; ${known(realTime?.run)}`,
          ] as const,
        ]),
  ]);
}
