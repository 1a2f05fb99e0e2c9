import { expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { liveSetup, standInNotes } from '../../../emulator/live/read-out.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { readout } from '../readout/configs.js';

const { machine, config } = playedMachine(
  { machine: '2022-peak', machineSet: [] },
  nominalConfig(),
);
const run = {
  setup: { seed: 1, run: 1, config, menu: physicsMenu, points: [], machine },
  machine,
  readout: readout(),
};

it('sizes that are a stand-in are named, and there are none where the run is recorded', () => {
  const [note] = standInNotes(run);
  expect(note).toMatchObject({ code: 'STAND_IN_SIZES', count: 3 });
  expect(note!.message).toContain('PXD, SVD, ARICH');
  expect(standInNotes({ ...run, recording: {} })).toEqual([]);
  expect(standInNotes({ ...run, readout: readout({ sizes: 'hits' }) })).toEqual([]);
  const { readout: _, ...notReadOut } = run;
  expect(standInNotes(notReadOut)).toEqual([]);
});

it('workers send times and sizes only where a machine is read out', () => {
  expect(liveSetup(run)).toMatchObject({ keepHits: false, readOut: true });
  expect(liveSetup({ ...run, recording: {} })).toMatchObject({ keepHits: true, readOut: true });
  expect(liveSetup({ setup: run.setup, readout: readout() })).not.toHaveProperty('readOut');
});
