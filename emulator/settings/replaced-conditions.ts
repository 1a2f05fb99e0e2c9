import type { Note } from '../../detector/base/notes.js';
import { type EmulatorConfig, nominalConfig } from '../chain/parts.js';

/** Noise of the conditions that a machine sets; see `withDiffuse`. */
const noise: Readonly<Record<string, (config: EmulatorConfig) => unknown>> = {
  'cdc.noiseRate': ({ cdc }) => cdc.noiseRate,
  'cdc.noiseScale': ({ cdc }) => cdc.noiseScale,
  'cdc.correlated': ({ cdc }) => cdc.correlated,
  'cdc.correlatedBy': ({ cdc }) => cdc.correlatedBy,
  'ecl.pileUp': ({ ecl }) => ecl.pileUp,
  'top.noiseRate': ({ top }) => top.noiseRate,
  'arich.noiseHits': ({ arich }) => arich.noiseHits,
  'klm.noiseRate': ({ klm }) => klm.noiseRate,
  'klm.noiseScale': ({ klm }) => klm.noiseScale,
  'pxd.occupancy': ({ pxd }) => pxd.occupancy,
  'svd.occupancy': ({ svd }) => svd.occupancy,
};

/** That a user's own noise and bunches give way to those of the machine; see `underMachine`. */
export const replacedConditions = (conditions: EmulatorConfig): readonly Note[] => [
  ...replacedNoise(conditions),
  ...replacedFilling(conditions),
];

function replacedFilling({ beams: { filling } }: EmulatorConfig): readonly Note[] {
  const nominal = nominalConfig().beams.filling;
  if (JSON.stringify(filling) === JSON.stringify(nominal)) return [];
  const message =
    'beams.filling of the conditions: not used, since the machine has bunches of its own, ' +
    'filling (--machine-set)';
  return [{ code: 'MACHINE_FILLING_REPLACED', message, count: 1 }];
}

function replacedNoise(conditions: EmulatorConfig): readonly Note[] {
  const nominal = nominalConfig();
  const text = (path: string, config: EmulatorConfig) => JSON.stringify(noise[path]!(config));
  const own = Object.keys(noise).filter((path) => text(path, conditions) !== text(path, nominal));
  if (own.length === 0) return [];
  const message =
    `${own.join(', ')} of the conditions: not used, since the machine has diffuse hits of its ` +
    'own, backgrounds.diffuse (--machine-set)';
  return [{ code: 'MACHINE_NOISE_REPLACED', message, count: own.length }];
}
