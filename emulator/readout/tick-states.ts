import { type ReadOutSubdetector, readOutSubdetectors } from '../../detector/event-sizes.js';

/** What a tick of the clock is counted as, from the outside in: runs, vetoes, causes, live. */
export type TickGroup = 'paused' | 'vetoed' | 'dead' | 'live';

const fifos = readOutSubdetectors.map(
  (name: ReadOutSubdetector): `fifo-${ReadOutSubdetector}` => `fifo-${name}`,
);

/**
 * States of a tick in their order: it counts for the first that holds, and is live when none does.
 * The FIFOs are those of the front ends of each subdetector. `ended`: the run was over before an
 * accept of this tick would have left.
 */
export const tickStates = [
  'paused',
  'no-beam',
  'ended',
  'veto-full',
  'veto-gate',
  'host',
  'spacing',
  'apv',
  ...fifos,
  'link',
  'builder',
  'recorder',
  'client',
  'live',
] as const;

/** Name of the state of a tick. */
export type TickState = (typeof tickStates)[number];

/** States that follow from the triggers; all others but `live` are told. */
const followed: readonly TickState[] = ['spacing', 'apv', ...fifos, 'link', 'builder'];

/** A state that somebody else knows of. */
export type ToldState = Exclude<
  TickState,
  'spacing' | 'apv' | `fifo-${ReadOutSubdetector}` | 'link' | 'builder' | 'live'
>;

/** Place of a state in `tickStates`, which is what stands for it in columns. */
export const stateIndex = (state: TickState): number => tickStates.indexOf(state);

/** Whether a state is told, by its place. */
export const isTold = (index: number): boolean =>
  index < stateIndex('live') && !followed.includes(tickStates[index]!);

/** The group of each state. */
export const groupOf = (state: TickState): TickGroup => {
  if (state === 'paused' || state === 'no-beam' || state === 'ended') return 'paused';
  if (state === 'veto-full' || state === 'veto-gate') return 'vetoed';
  return state === 'live' ? 'live' : 'dead';
};
