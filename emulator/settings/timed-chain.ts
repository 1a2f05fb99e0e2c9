import { mergeMap, of } from 'rxjs';
import { type Chain, type ChainOptions, type ChainSetup, makeChain } from '../chain/chain.js';
import type { Job } from '../chain/jobs.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { strataWindows } from '../sources/strata-windows.js';
import { withDiffuseOf } from './diffuse-conditions.js';
import { referenceState } from './machine.js';
import { type MachineInTime, machineOf, machineWindows } from './machine-in-time.js';

/** Epochs whose chains are kept: that of the windows in hand, and the one before. */
const keptEpochs = 2;

/** Conditions with the diffuse hits that are told of each epoch, which windows have levels of. */
function epochConditions(
  { epochs }: MachineInTime,
  conditions: EmulatorConfig,
): (epoch: number) => EmulatorConfig {
  const reference = referenceState();
  return (epoch) => {
    const { config } = epochs[epoch] ?? epochs[0];
    return withDiffuseOf(conditions, config.backgrounds, reference);
  };
}

/** What makes windows class by class; nothing when they are those of a run's slices. */
function classWindows(setup: ChainSetup): ChainOptions['windows'] {
  const machine = machineOf(setup);
  if (machine?.strata === undefined) return undefined;
  const { strata, classes, epochs } = machine;
  return strataWindows(setup, { strata, classes, filling: epochs[0].config.filling });
}

/**
 * The chain of a setup, with the windows of its machine if it has one: diffuse hits of windows are
 * those of the machine at their time, over what is told of the epoch; those of other events stand
 * in the conditions, at the start of the run, and follow the machine where they have a time.
 * @throws the codes of `makeChain`
 */
export function makeTimedChain(setup: ChainSetup, options: ChainOptions = {}): Chain {
  const machine = machineOf(setup);
  const ofClasses = classWindows(setup);
  // They have no time: diffuse hits as the conditions say.
  if (ofClasses !== undefined) return makeChain(setup, { ...options, windows: ofClasses });
  const windows = machineWindows(setup);
  if (machine === undefined || windows === undefined) return makeChain(setup, options);
  const conditionsIn = epochConditions(machine, setup.config);
  const given = makeChain(setup, { ...options, windows });
  const givenKey = JSON.stringify(setup.config);
  const chains = new Map<number, Chain>();
  const chainOf = (epoch: number): Chain => {
    const known = chains.get(epoch);
    if (known !== undefined) return known;
    const config = conditionsIn(epoch);
    const isGiven = JSON.stringify(config) === givenKey;
    const chain = isGiven ? given : makeChain({ ...setup, config }, { ...options, windows });
    const [oldest] = chains.keys();
    if (chains.size >= keptEpochs) chains.delete(oldest!);
    chains.set(epoch, chain);
    return chain;
  };
  const inSlice = (slice: number): Chain =>
    chainOf(machine.epochs.findLastIndex((epoch) => epoch.slice <= slice));
  const chainFor = (job: Job): Chain => (job.kind === 'windows' ? inSlice(job.slice) : given);
  return {
    menu: given.menu,
    generate: (job) => chainFor(job).generate(job),
    full: mergeMap((batch) =>
      of(batch).pipe(('windows' in batch ? inSlice(batch.addresses.slice[0] ?? 0) : given).full),
    ),
    decide: mergeMap((job) => of(job).pipe(chainFor(job).decide)),
  };
}
