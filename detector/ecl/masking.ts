import type { RunContext } from '../event.js';
import type { Masking } from '../mask/channels.js';
import { type ChannelGroup, type Noise, noiseDeposits } from '../noise.js';
import { cellCount, lastBarrelCell, lastForwardCell } from './cells-layout.js';
import {
  cellOfCrystal,
  crystalCount,
  phiCountOfRing,
  phiOfCrystal,
  ringOfCrystal,
} from './crystals.js';
import { type EclDeposits, eclDepositSchema, type EclHits } from './hits.js';
import { ringCount } from './rings.js';
import type { EclConfig } from './schema.js';
import { readOutWindow } from './waveform.js';

/** Trigger cells of a module of the trigger's front end, by region; 52 modules in all. */
const cellsOfModule = { forward: 10, barrel: 12, backward: 8 } as const;
const forwardModules = lastForwardCell / cellsOfModule.forward;
const barrelModules = (lastBarrelCell - lastForwardCell) / cellsOfModule.barrel;
const moduleCount =
  forwardModules + barrelModules + (cellCount - lastBarrelCell) / cellsOfModule.backward;

/** TC id of a crystal. */
const cellOf = (crystal: number): number => cellOfCrystal[crystal] + 1;

/**
 * Module 1–52 that digitizes the trigger cell of a crystal: neighbouring TC ids, those of an
 * azimuth index in the barrel.
 * @see basf2 trg/ecl/data/FAM_Parameters.dat for their number; which cells is derived
 */
function moduleOf(crystal: number): number {
  const cell = cellOfCrystal[crystal];
  if (cell < lastForwardCell) return 1 + Math.floor(cell / cellsOfModule.forward);
  const beforeBarrel = 1 + forwardModules;
  if (cell < lastBarrelCell)
    return beforeBarrel + Math.floor((cell - lastForwardCell) / cellsOfModule.barrel);
  return (
    beforeBarrel + barrelModules + Math.floor((cell - lastBarrelCell) / cellsOfModule.backward)
  );
}

/**
 * Crystals, which are lost to the read-out and to the sum of their trigger cell; `board` is a
 * module of the trigger's front end, with all crystals of its cells.
 */
export const eclMasking: Masking<EclConfig, EclDeposits, EclHits> = {
  channels: {
    number: 6,
    count: crystalCount,
    fields: {
      ring: { min: 0, max: ringCount - 1, of: (crystal) => ringOfCrystal[crystal] },
      phi: { min: 0, max: Math.max(...phiCountOfRing) - 1, of: (crystal) => phiOfCrystal[crystal] },
      board: { min: 1, max: moduleCount, of: moduleOf },
      cell: { min: 1, max: cellCount, of: cellOf },
      crystal: { min: 1, max: crystalCount, of: (crystal) => crystal + 1 },
    },
  },
  loses: {
    what: 'events',
    channelOf:
      ({ crystal }) =>
      (row) =>
        crystal[row],
  },
  hotWindow: () => readOutWindow.end - readOutWindow.start,
  hotHits,
};

/** Pulses of groups of crystals, at any time that the read-out sees. */
function hotHits(
  { hotEnergy }: EclConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purpose: number,
): Noise<EclDeposits> | undefined {
  const { start, end } = readOutWindow;
  return noiseDeposits(
    {
      schema: eclDepositSchema,
      groups,
      purpose,
      write: ({ count, channel, fraction }, { crystal, energy, time }, row) => {
        for (let hit = 0; hit < count; hit++) {
          crystal[row + hit] = channel[hit];
          energy[row + hit] = hotEnergy;
          time[row + hit] = start + fraction[hit] * (end - start);
        }
      },
    },
    context,
  );
}
