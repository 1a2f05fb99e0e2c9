import type { ChainOptions, ChainSetup } from '../chain/chain.js';
import { slicePeriod } from '../chain/slices.js';
import { atAnyTime, overlaidClass, type OverlayReach, type SeedTimes } from '../sources/overlay.js';
import type { SeedClass } from '../sources/seed-class.js';
import { ringNames } from '../machine/machine-schema.js';
import { diffuseAt } from './diffuse-at.js';
import { InjectionCycle, liveMoments } from './injection-cycle.js';
import { injectedSeeds, type MachineInTime, machineOf, seedFlows } from './machine-in-time.js';

/** Rates of some slices are kept; times of studies are spread over four hundred. */
const keptSlices = 1024;

/**
 * What lies over events that somebody else makes, and when those happen that have no time of their
 * own: seeds of all classes, collisions that pile up among them, and diffuse hits, at the state of
 * the machine at the time of each event. Nothing without a machine.
 */
export function machineOverlay(
  setup: Pick<ChainSetup, 'machine' | 'config'>,
  reach: OverlayReach,
): Pick<ChainOptions, 'sources' | 'moments' | 'diffuse'> {
  const machine = machineOf(setup);
  if (machine === undefined) return {};
  const timesOf = seedTimes(machine);
  const cycle = new InjectionCycle(machine.epochs[0].config);
  return {
    sources: machine.classes.map((each, place) => overlaidClass(each, timesOf(each, place), reach)),
    moments: liveMoments(cycle, setup.config.beams),
    diffuse: diffuseAt(machine, setup.config, 'started'),
  };
}

/** When the seeds of each class come: those of injection by the shots before, others by rates. */
function seedTimes(machine: MachineInTime): (each: SeedClass, place: number) => SeedTimes {
  const rates = classRates(machine);
  const injected = injectedSeeds(machine);
  return (each, place) =>
    each.origin === 'injection'
      ? {
          mean: (from, to) => injected(each, from, to).mean,
          draw: (from, to, random) => injected(each, from, to).draw(random),
        }
      : atAnyTime((time) => rates(time)[place]!);
}

/** How often the seeds of each class come at a time since the run began [1/ns]. */
function classRates(machine: MachineInTime): (time: number) => Float64Array {
  const flowsOf = seedFlows(machine);
  const kept = new Map<number, Float64Array>();
  return (time) => {
    const slice = Math.max(0, Math.floor(time / slicePeriod));
    const known = kept.get(slice);
    if (known !== undefined) return known;
    const rates = new Float64Array(machine.classes.length);
    for (const { place, mean } of flowsOf(slice).flows)
      rates[place] = rates[place]! + mean / slicePeriod;
    if (kept.size >= keptSlices) kept.clear();
    kept.set(slice, rates);
    return rates;
  };
}

/** Whether a setup has a machine that is topped up, so that its events have a time after that. */
export function isToppedUp(setup: Pick<ChainSetup, 'machine'>): boolean {
  const config = machineOf(setup)?.epochs[0].config;
  return config !== undefined && ringNames.some((ring) => config[ring].injection.on);
}

/** Variables of events with a machine: where each stands in the injections. */
export function injectionVariables(
  setup: Pick<ChainSetup, 'machine'>,
): ((time: Float64Array) => Record<'sinceInjection' | 'turnPhase', Float64Array>) | undefined {
  const machine = machineOf(setup);
  if (machine === undefined) return undefined;
  const cycle = new InjectionCycle(machine.epochs[0].config);
  return (time) => {
    const [sinceInjection, turnPhase] = [time.slice(), time.slice()];
    for (const [event, at] of time.entries()) {
      const { since, inTurn } = cycle.phaseAt(at);
      sinceInjection[event] = since;
      turnPhase[event] = inTurn;
    }
    return { sinceInjection, turnPhase };
  };
}
