import { withAssignments } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Assignments } from '../../monitor/ports.js';
import { strayClasses } from '../backgrounds/seeds.js';
import { readYaml } from './conditions.js';
import type { MachineInTime } from './machine-in-time.js';
import { loadMachine, machineFrom, type NamedMachine, rawMachine } from './machine.js';

/** A slice from which parameters of the machine have other values. */
interface Change {
  readonly slice: number;
  /** `path=value`, as of `--machine-set`. */
  readonly assignments: readonly string[];
}

/** A state of the machine that holds from a slice on. */
interface MachineEpoch extends NamedMachine {
  readonly slice: number;
  /** `path=value` of what is different from the epoch before. */
  readonly changed: readonly string[];
}

/** Slices are numbered in 32 bits. */
const maxSlice = 2 ** 32 - 1;

/**
 * What holds for a whole run: the pattern of the bunches and the clocks that count from it, and how
 * many windows a thinned one stands for.
 */
const fixedPaths = /^(filling|veto|thinning|(her|ler)\.injection\.delay)(\.|$)/;

/**
 * The states of the machine through a run: the one named, from slice 0 on, and what a file of
 * changes makes of it, one after the other. The name of the first says all of it.
 * @param changes file with a list of `{slice, set: {path: value}}`
 * @throws CHANGES_FILE, CHANGES_SYNTAX, CHANGES_BAD_VALUE and the codes of `loadMachine`
 */
export function machineEpochs(
  nameOrFile: string,
  assignments: readonly string[] = [],
  changes?: string,
): readonly [MachineEpoch, ...MachineEpoch[]] {
  const first = loadMachine(nameOrFile, assignments);
  let raw = withAssignments(rawMachine(nameOrFile), assignments);
  const later = changesIn(changes).map(({ slice, assignments: changed }) => {
    const where = `${changes}, slice ${slice}`;
    const epoch = { slice, changed, ...machineFrom(raw, where, changed) };
    refuseOtherSeeds(first, epoch, where);
    raw = withAssignments(raw, changed);
    return epoch;
  });
  return [{ slice: 0, changed: [], ...first }, ...later];
}

/** Changes of a file in their order; none without a file. */
function changesIn(file: string | undefined): readonly Change[] {
  if (file === undefined) return [];
  const raw = readYaml(file, 'CHANGES');
  if (!Array.isArray(raw))
    throw bad(file, `expected a list such as "- {slice: 200, set: {ler.current: 1 A}}"`);
  const found = raw.map((entry: unknown, row) => changeOf(entry, `${file}, entry ${row + 1}`));
  for (const [row, { slice }] of found.entries()) {
    const before = found[row - 1]?.slice ?? 0;
    if (slice <= before)
      throw bad(
        `${file}, entry ${row + 1}`,
        `slice ${slice} does not come after slice ${before}; slices ascend, and the run begins ` +
          'at 0 with what --machine and --machine-set say',
      );
  }
  return found;
}

function changeOf(entry: unknown, where: string): Change {
  if (!isMapping(entry)) throw bad(where, 'expected {slice: n, set: {path: value}}');
  const { slice, set, ...others } = entry;
  const [other] = Object.keys(others);
  if (other !== undefined) throw bad(where, `key "${other}" is not known; expected slice and set`);
  if (!Number.isInteger(slice) || (slice as number) < 1 || (slice as number) > maxSlice)
    throw bad(where, `slice ${show(slice)}: expected a whole number from 1 on`);
  if (!isMapping(set) || Object.keys(set).length === 0)
    throw bad(where, 'set: expected parameters with their values, such as {ler.current: 1 A}');
  return {
    slice: slice as number,
    assignments: Object.entries(set).map(([path, value]) => assignment(path, value, where)),
  };
}

/**
 * Parameters with their values as `path=value`.
 * @throws CHANGES_BAD_VALUE for what holds for a whole run
 */
export const assignmentsOf = (set: Assignments): readonly string[] =>
  Object.entries(set).map(([path, value]) => assignment(path, value, 'the command'));

/**
 * States of the machine from a slice on, when parameters are other ones from there: that of the
 * slice, and those that were planned behind it, each with its own changes on top.
 * @throws CHANGES_BAD_VALUE, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function changedEpochs(
  epochs: MachineInTime['epochs'],
  slice: number,
  changed: readonly string[],
): readonly MachineInTime['epochs'][number][] {
  const before = epochs.findLast((epoch) => epoch.slice <= slice) ?? epochs[0];
  const here = before.slice === slice ? (before.changed ?? []) : [];
  const steps = [
    { slice, changed: [...here, ...changed], added: changed },
    ...epochs
      .filter((epoch) => epoch.slice > slice)
      .map((epoch) => ({ ...epoch, changed: epoch.changed ?? [], added: epoch.changed ?? [] })),
  ];
  let { config } = before;
  return steps.map((step) => {
    const where = `from slice ${step.slice} on`;
    const made = machineFrom(config, where, step.added);
    refuseOtherSeeds(epochs[0], made, `the machine ${where}`);
    config = made.config;
    return { slice: step.slice, changed: step.changed, config };
  });
}

function assignment(path: string, value: unknown, where: string): string {
  if (fixedPaths.test(path))
    throw bad(where, `${path} cannot be changed within a run: bunches, their clocks and veto stay`);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw bad(where, `${path} is ${show(value)}: expected a number, a word or on/off`);
  return `${path}=${value}`;
}

type WithConfig = Pick<NamedMachine, 'config'>;

/** Which particles stray is the same through a run; how many of them is not. */
function refuseOtherSeeds(first: WithConfig, later: WithConfig, where: string): void {
  const kindsOf = ({ config }: WithConfig): readonly string[] =>
    strayClasses(config.backgrounds).map(({ name, config: particles }) =>
      JSON.stringify({ name, particles }),
    );
  const before = kindsOf(first);
  if (kindsOf(later).every((kind, row) => kind === before[row])) return;
  throw bad(
    where,
    'which particles stray (their kinds, momenta, energies, angles and places) cannot be changed ' +
      'within a run; shares of sources and the scale of all can',
  );
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

const bad = (where: string, what: string): EmulatorError =>
  new EmulatorError('CHANGES_BAD_VALUE', `${where}: ${what}`);
