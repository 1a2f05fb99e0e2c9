import type { ChainSetup } from '../chain/chain.js';
import { simulatedIn } from '../chain/parts.js';
import { unreadSubdetectors } from '../chain/size-stand-ins.js';
import { Accelerator } from '../machine/accelerator.js';
import { type RunReadoutOptions, RunReadout, type TriggeredBatch } from '../readout/run-readout.js';
import { timedEpochs } from './machine.js';
import type { MachineInTime } from './machine-in-time.js';

/** The read-out of a run of a machine, with the vetoes of its injections. */
export function machineReadout<B extends TriggeredBatch>(
  {
    seed,
    run,
    config,
    keepHits,
    sizedByHits,
  }: Pick<ChainSetup, 'seed' | 'run' | 'config' | 'keepHits' | 'sizedByHits'>,
  { epochs }: MachineInTime,
  readout: RunReadoutOptions['readout'],
): RunReadout<B> {
  const simulated = simulatedIn(config);
  const areHits = keepHits === true || sizedByHits === true;
  return new RunReadout<B>({
    seed,
    run,
    readout,
    veto: epochs[0].config.veto,
    trains: new Accelerator(timedEpochs(epochs)).trains,
    standIns: areHits ? [] : unreadSubdetectors.filter((name) => simulated.has(name)),
  });
}
