import { nominalConfig } from '../../../emulator/chain/parts.js';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { type MachineInTime, straySeeds } from '../../../emulator/settings/machine-in-time.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';

/** A machine of muon pairs and muons from the sky, with so much background: quickly built. */
export function busyMachine(scale = 20): MachineInTime {
  const { name, config } = loadMachine('2022-peak', [`backgrounds.scale=${scale}`]);
  return {
    name,
    epochs: [{ slice: 0, config }],
    classes: [
      {
        name: 'μμ(γ)',
        source: 4,
        tier: 'anchor',
        origin: 'collision',
        generator: 'mumu',
        config: {},
        nanobarns: 1000,
      },
      {
        name: 'cosmic muons',
        source: 17,
        tier: 'anchor',
        origin: 'sky',
        generator: 'cosmics',
        config: {},
        hz: 15_000,
      },
      ...straySeeds(config),
    ],
    thinning: 4,
  };
}

/** The setup of a chain with such a machine. */
export const busySetup = (scale?: number): ChainSetup => ({
  seed: 3,
  run: 1,
  config: nominalConfig(),
  menu: loadMenu('physics'),
  points: [],
  machine: busyMachine(scale),
});
