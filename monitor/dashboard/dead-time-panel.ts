import { byId, setText } from './dom.js';
import { formatCount, formatShare } from './format.js';
import type { DaqData, RunData } from './messages.js';
import { tickName } from './names.js';
import { makeStackBar, showLegend } from './stack-bar.js';
import { type Cell, fillRows } from './table-rows.js';

type State = NonNullable<DaqData['states']>[number];

const labels = ['State', 'Last minute', 'Whole run', 'Lost, last minute', 'Lost, whole run'];
const groups = [
  { name: 'live', slot: 3 },
  { name: 'dead', slot: 2 },
  { name: 'vetoed', slot: 1 },
  { name: 'paused', slot: 7 },
] as const;

/**
 * Where the ticks of the clock went: each counts for the first state that applies, so that shares
 * add up to the whole; and the triggers that each state lost.
 */
export function makeDeadTimePanel(): {
  readonly show: (daq: DaqData) => void;
  /** Of a card: dead seconds by cause are all that there is. */
  readonly showCard: (run: RunData) => void;
} {
  const bar = makeStackBar();
  byId('ticks-bar').append(bar.element);
  const body = byId('tick-rows');
  return {
    show: (daq) => {
      const { states = [], ticks, recentTicks } = daq;
      const [all, recent] = [ticks ?? 0, recentTicks ?? 0];
      const parts = groups.map(({ name, slot }, index) => ({ name, slot, members: [index] }));
      const shares = groups.map(({ name }) => share(sum(states, name, 'recentTicks'), recent));
      bar.show(parts, shares, 1);
      showLegend(byId('ticks-legend'), parts, ({ members }) =>
        formatShare(shares[members[0] ?? 0] ?? 0),
      );
      setText(
        byId('ticks-words'),
        `of the last ${(recent / (daq.tickRate ?? 1)).toFixed(0)} s of beam`,
      );
      fillRows(
        body,
        labels,
        states.map((state) => rowOf(state, all, recent)),
      );
    },
    showCard: ({ deadSeconds, run }) => {
      const rows = Object.entries(deadSeconds).map(([cause, seconds]): readonly Cell[] => {
        const part = share(seconds, run.emulatedSeconds);
        return [
          { text: tickName(cause) },
          { text: '–' },
          { text: formatShare(part), bar: part },
          { text: '–' },
          { text: '–' },
        ];
      });
      fillRows(body, labels, rows);
    },
  };
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

const sum = (states: readonly State[], group: string, column: 'ticks' | 'recentTicks'): number =>
  states.reduce((all, state) => all + (state.group === group ? (state[column] ?? 0) : 0), 0);

function rowOf(state: State, ticks: number, recentTicks: number): readonly Cell[] {
  const [recent, all] = [
    share(state.recentTicks ?? 0, recentTicks),
    share(state.ticks ?? 0, ticks),
  ];
  const isGood = state.group === 'live';
  const group = state.group === state.name || state.name === 'live' ? '' : ` (${state.group})`;
  return [
    { text: `${tickName(state.name)}${group}` },
    { text: formatShare(recent), bar: recent, isGood },
    { text: formatShare(all), bar: all, isGood },
    { text: formatCount(state.recentLost ?? 0) },
    { text: formatCount(state.lost ?? 0) },
  ];
}
