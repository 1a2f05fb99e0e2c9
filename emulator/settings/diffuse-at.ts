// kernel: every window of the machine passes here
import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import { frameEnd, frameStart } from '../../detector/pxd/frame.js';
import { seenFrom, seenTime } from '../../detector/svd/noise.js';
import { diffuseFactors, type DiffusePart } from '../backgrounds/diffuse.js';
import { InjectionBurst } from '../backgrounds/injection-burst.js';
import { hitsOfShot } from '../backgrounds/seeds.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { slicePeriod } from '../chain/slices.js';
import { ringNames } from '../machine/machine-schema.js';
import { lately } from '../sources/lately.js';
import type { MachineSetup } from '../sources/machine-setup.js';
import { beamStateAt, type MachineStateConfig, referenceState, timedEpochs } from './machine.js';
import { shotArrivals } from './shot-arrivals.js';

/** Parts of subdetectors that share alike, in the order of their levels. */
const partsOf: Readonly<Record<string, readonly DiffusePart[]>> = {
  cdc: ['chamber'],
  top: ['top'],
  arich: ['arich'],
  ecl: ['forward', 'calorimeter', 'calorimeter'],
  klm: ['klm'],
  pxd: ['pixels'],
  svd: ['strips'],
};

const names = Object.keys(partsOf);
/** All parts of all subdetectors, one after the other. */
const places = names.flatMap((name) => partsOf[name]!.map((part) => ({ name, part })));
const placesOf = (name: string): readonly number[] =>
  [...places.keys()].filter((place) => places[place]!.name === name);

/** When a subdetector sees hits, after time zero [ns]. */
interface Seen {
  readonly from: number;
  readonly to: number;
}

/** What the trigger's fits of the calorimeter see of pulses; of crystals, too, by assumption. */
const seenByFits: Seen = { from: -375, to: 625 };

/** The same by subdetector, with the places of its parts. */
function seenBy({ cdc, top, arich, klm, svd }: EmulatorConfig) {
  const accepted = ({
    windowStart,
    windowLength,
  }: Readonly<Record<'windowStart' | 'windowLength', number>>): Seen => ({
    from: windowStart,
    to: windowStart + windowLength,
  });
  const seen: Readonly<Record<string, Seen>> = {
    cdc: accepted(cdc),
    top: accepted(top),
    arich: accepted(arich),
    klm: accepted(klm),
    ecl: seenByFits,
    pxd: { from: frameStart, to: frameEnd },
    svd: { from: seenFrom(svd), to: seenFrom(svd) + seenTime },
  };
  return names.map((name) => ({ ...seen[name]!, places: placesOf(name) }));
}

/** A shot that makes background in a slice. */
interface Shot {
  /** Since the run began [ns]. */
  readonly arrival: number;
  /** What it adds in all, as time with the hits that are told [ns]. */
  readonly adds: number;
}

/** Diffuse background of a slice. */
interface SliceLevels {
  /** Of each part, over what is told: what is always there, and what the conditions have. */
  readonly steady: Readonly<Record<DiffusePart, number>>;
  readonly conditions: Readonly<Record<DiffusePart, number>>;
  readonly maxLevel: number;
  /** Level at each of `places` far from injections. */
  readonly quiet: Float64Array;
  readonly burst: InjectionBurst;
  readonly shots: readonly Shot[];
}

/** Slices that are kept: times of studies are spread over four hundred. */
const keptSlices = 1024;

/**
 * Diffuse background at times since the run began, over that of the conditions: what the currents,
 * pressures and luminosity of the slice make, and after each injection its part, as far as its
 * bursts fall into what a subdetector sees.
 * @param of which hits the conditions have: those that are told of the epoch, or those of the
 * machine as it started
 */
export function diffuseAt(
  machine: Pick<MachineSetup<MachineStateConfig>, 'epochs'>,
  conditions: EmulatorConfig,
  of: 'told' | 'started',
): (time: Float64Array) => DiffuseLevels {
  const seen = seenBy(conditions);
  const levelsIn = lately(keptSlices, sliceLevels(machine, of));
  return (time) => {
    const levels = places.map(() => new Float64Array(time.length));
    for (let event = 0; event < time.length; event++) {
      const at = time[event]!;
      const slice = levelsIn(Math.max(0, Math.floor(at / slicePeriod)));
      for (let place = 0; place < levels.length; place++)
        levels[place]![event] = slice.quiet[place]!;
      for (const { places: own, from, to } of seen) {
        const injected = injectedBetween(slice, at + from, at + to);
        if (injected === 0) continue;
        for (const place of own) levels[place]![event] = levelOf(slice, place, injected);
      }
    }
    return byName(levels);
  };
}

/** Columns of levels by the name of the subdetector. */
const byName = (levels: readonly Float64Array[]): DiffuseLevels =>
  Object.fromEntries(names.map((name) => [name, placesOf(name).map((place) => levels[place]!)]));

/** Diffuse background of slices of a machine. */
function sliceLevels(
  { epochs }: Pick<MachineSetup<MachineStateConfig>, 'epochs'>,
  of: 'told' | 'started',
): (slice: number) => SliceLevels {
  const timed = timedEpochs(epochs);
  const stateAt = beamStateAt(timed);
  const reference = referenceState();
  const started = diffuseFactors(timed[0].config.backgrounds, stateAt(0), reference);
  const arrivals = shotArrivals(timed);
  return (slice) => {
    const { config } = epochs.findLast((epoch) => epoch.slice <= slice) ?? epochs[0];
    const { backgrounds } = config;
    const [start, end] = [slice * slicePeriod, (slice + 1) * slicePeriod];
    const state = stateAt(0.5 * (start + end));
    const found = {
      steady: diffuseFactors(backgrounds, state, reference),
      conditions: of === 'started' ? started : diffuseFactors(backgrounds, reference, reference),
      maxLevel: backgrounds.diffuse.maxLevel,
    };
    return {
      ...found,
      quiet: Float64Array.from(places, (_, place) => levelOf(found, place, 0)),
      burst: new InjectionBurst(backgrounds.injection),
      shots: ringNames.flatMap((ring) => {
        const adds = hitsOfShot(ring, backgrounds, state, reference);
        // What the last window of the slice sees may come behind its end.
        return arrivals(ring, config, start, end + frameEnd).map((arrival) => ({ arrival, adds }));
      }),
    };
  };
}

/** Hits of a part over those of the conditions: none where these have none. */
function levelOf(
  { steady, conditions, maxLevel }: Pick<SliceLevels, 'steady' | 'conditions' | 'maxLevel'>,
  place: number,
  injected: number,
): number {
  const { part } = places[place]!;
  const has = conditions[part];
  if (has === 0) return 0;
  // A state may have more by itself.
  return Math.max(steady[part], Math.min(maxLevel, steady[part] + injected)) / has;
}

/** What shots add from a time to another: mean over it, over the hits that are told. */
function injectedBetween({ burst, shots }: SliceLevels, from: number, to: number): number {
  let sum = 0;
  for (const { arrival, adds } of shots)
    sum += adds * burst.shareBetween(from - arrival, to - arrival);
  return sum / (to - from);
}
