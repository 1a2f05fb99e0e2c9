import { EmulatorError } from '../../detector/base/errors.js';
import type { Asker } from '../../monitor/message-types.js';
import type { Command, Outcome } from '../../monitor/ports.js';
import type { Recorder } from '../daq/recorder.js';
import { menuHash } from '../daq/menu-hash.js';
import { changedSetup, type RunChange, runChange } from '../settings/run-changes.js';
import { machineOf } from '../settings/machine-in-time.js';
import type { Course } from './course.js';
import type { MachineBooks } from './machine-books.js';

/** Commands that a run carries out itself. */
export type RunCommand = Exclude<Command, { readonly kind: 'start' | 'stop' }>;

/**
 * Carries out a command; it holds from a slice on that is not handed out.
 * @throws RUN_CHANGE_LATE, RUN_PAUSED, RUN_NOT_PAUSED and the codes of `runChange`; then nothing
 *   has changed
 */
export type Steering = (command: RunCommand, asker: Asker) => Extract<Outcome, { ok: true }>;

interface Steered {
  readonly course: Course;
  readonly machineBooks: MachineBooks | undefined;
  readonly recorder: Recorder | undefined;
  /** Slices of beam that have passed by now, played or not; 0 where no wall clock leads. */
  readonly due: () => number;
}

/** Changes hold from the second slice on: the first is played as the run was started. */
const firstChanged = 1;

/** Steers a run by its course; books and journal are told. */
export function steering({ course, machineBooks, recorder, due }: Steered): Steering {
  return (command, asker) => {
    if (command.kind === 'pause' || command.kind === 'resume')
      return pauseOrResume(course, command, due());
    const slice = course.from(command.fromSlice, firstChanged);
    const { setup: before } = course.last;
    const change = runChange(command, before, slice);
    const setup = changedSetup(before, change);
    course.begin(slice, setup);
    const machine = machineOf(setup);
    if (change.epochs !== undefined && machine !== undefined) machineBooks?.follow(machine);
    const epoch = course.epochAt(slice);
    recorder?.change(recordOf(change, epoch, asker));
    return { ok: true, slice, epoch, ...noteOf(change, command) };
  };
}

/**
 * Without a slice that is named a pause begins and ends with the beam: what a late host has still
 * to take is not paused.
 * @see D-483
 */
function pauseOrResume(
  course: Course,
  { kind, fromSlice }: Extract<RunCommand, { readonly kind: 'pause' | 'resume' }>,
  due: number,
): Extract<Outcome, { ok: true }> {
  const first = course.from(fromSlice);
  const slice = fromSlice === undefined ? Math.max(first, Math.floor(due)) : first;
  const isPaused = course.isPausedAt(slice);
  if (kind === 'pause' && isPaused)
    throw new EmulatorError('RUN_PAUSED', `the run is paused in slice ${slice} already`);
  if (kind === 'resume' && !isPaused)
    throw new EmulatorError('RUN_NOT_PAUSED', `the run is not paused in slice ${slice}`);
  if (kind === 'pause') course.pause(slice);
  else course.resume(slice);
  return { ok: true, slice };
}

function noteOf(
  { menu, config }: RunChange,
  { kind }: RunCommand,
): Pick<Extract<Outcome, { ok: true }>, 'note'> {
  const counters = 'prescale counters begin anew';
  const efficiencies = 'efficiencies are counted anew';
  if (kind === 'menu')
    return { note: `${counters} and ${efficiencies}; lines that are new count from 0` };
  if (menu !== undefined || config?.gdl !== undefined)
    return { note: kind === 'prescales' ? `${counters} and ${efficiencies}` : efficiencies };
  return {};
}

/** A change as the journal holds it. */
const recordOf = (
  { slice, changed, menu, config, epochs }: RunChange,
  epoch: number,
  asker: Asker,
): Parameters<Recorder['change']>[0] => ({
  kind: 'epoch',
  epoch,
  slice,
  changed: [...changed],
  asker,
  ...(menu !== undefined && { menu, menuHash: menuHash(menu) }),
  ...(config !== undefined && { config }),
  ...(epochs !== undefined && {
    machine: epochs.map(({ changed: own = [], ...epochOf }) => ({ ...epochOf, changed: [...own] })),
  }),
});
