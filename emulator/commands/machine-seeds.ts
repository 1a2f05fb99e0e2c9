import { s } from '../../detector/base/units.js';
import { beams } from '../../detector/beams.js';
import { nominalConfig } from '../chain/parts.js';
import { slicePeriod } from '../chain/slices.js';
import { textTable } from '../files/text-table.js';
import { machineInTime, machineWindows, seedFlows } from '../settings/machine-in-time.js';
import type { NamedMachine } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { drawSchedule } from '../sources/schedule.js';

/** Seeds of a class that a schedule has, beside rate times time. */
interface DrawnClass {
  readonly name: string;
  readonly tier: 'anchor' | 'soft';
  readonly drawn: number;
  readonly expected: number;
  /** Difference in standard deviations, 2·(√(n + 3/8) − √(mean + 3/8)): few seeds have one too. */
  readonly pull: number;
}

/** What `b2l1 machine --seeds` tells of the machine in time. */
export interface SeedsReport {
  readonly seconds: number;
  readonly classes: readonly DrawnClass[];
  /** Of the first slices of it, in the menu `physics`. */
  readonly windows: {
    readonly seconds: number;
    readonly seeds: number;
    readonly anchors: number;
    readonly promoted: number;
    readonly thinned: number;
    readonly opened: number;
    /** Of those opened, how many stand for others. */
    readonly standing: number;
  };
}

/** Windows are made of at most so many slices: half a second. */
const madeSlices = 10;

/** Seeds of all classes that the schedule draws in so much time after the start [ns]. */
export function seedsReport(state: NamedMachine, time: number, seed: number): SeedsReport {
  const config = nominalConfig();
  const { machine } = machineInTime(state, beams(config.beams));
  const { classes } = machine;
  const run = 1;
  const slices = Math.max(1, Math.round(time / slicePeriod));
  const flowsOf = seedFlows(machine);
  const drawn = new Float64Array(classes.length);
  const expected = new Float64Array(classes.length);
  for (let slice = 0; slice < slices; slice++) {
    const coming = flowsOf(slice);
    for (const { place, mean } of coming.flows) expected[place]! += mean;
    for (const place of drawSchedule({ seed, run, classes }, slice, coming).place) drawn[place]!++;
  }
  const setup = { seed, run, config, menu: loadMenu('physics'), points: [], machine };
  return {
    seconds: (slices * slicePeriod) / s,
    classes: classes.map(({ name, tier }, place) => ({
      name,
      tier,
      drawn: drawn[place]!,
      expected: expected[place]!,
      pull: pullOf(drawn[place]!, expected[place]!),
    })),
    windows: windowsReport(setup, Math.min(slices, madeSlices)),
  };
}

const pullOf = (count: number, mean: number): number =>
  2 * (Math.sqrt(count + 3 / 8) - Math.sqrt(mean + 3 / 8));

function windowsReport(
  setup: Parameters<typeof machineWindows>[0],
  slices: number,
): SeedsReport['windows'] {
  const windows = machineWindows(setup)!;
  const sum = { seeds: 0, anchors: 0, promoted: 0, thinned: 0, opened: 0, standing: 0 };
  for (let slice = 0; slice < slices; slice++) {
    const count = windows.count(slice);
    const { anchors, promoted, thinned } = windows.tiers(slice);
    const { weights } = windows.make({ kind: 'windows', slice, first: 0, count });
    sum.seeds += count;
    sum.anchors += anchors;
    sum.promoted += promoted;
    sum.thinned += thinned;
    sum.opened += weights.length;
    sum.standing += weights.filter((weight) => weight > 1).length;
  }
  return { seconds: (slices * slicePeriod) / s, ...sum };
}

/** The report as a table, and the windows in words. */
export function seedsText({ seconds, classes, windows }: SeedsReport): string {
  const table = textTable(
    ['class', 'tier', 'seeds', 'rate × time', 'pull'],
    classes.map(({ name, tier, drawn, expected, pull }) => [
      name,
      tier,
      drawn,
      expected.toFixed(1),
      pull.toFixed(2),
    ]),
  );
  const { seeds, anchors, promoted, thinned, opened, standing } = windows;
  return [
    `seeds in ${seconds.toFixed(2)} s:`,
    table.trimEnd(),
    '',
    `of ${seeds} seeds in ${windows.seconds.toFixed(2)} s ${anchors} could fire a line without ` +
      `prescale, ${promoted} soft ones could together with others, ${thinned} could not`,
    `windows: ${opened}, of which ${standing} stand for what was thinned`,
    '',
  ].join('\n');
}
