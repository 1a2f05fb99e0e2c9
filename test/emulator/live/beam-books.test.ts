import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { BeamBooks } from '../../../emulator/live/beam-books.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { temporaryDirectory } from '../daq/support.js';

const changes = join(temporaryDirectory(), 'changes.yaml');
writeFileSync(changes, '- {slice: 1, set: {specificLuminosity: 6e33}}\n');

it('weights live and vetoed shares of a slice with its luminosity', () => {
  const { machine } = playedMachine(
    { machine: '2022-peak', machineSet: ['specificLuminosity=3e33'], changes },
    nominalConfig(),
  );
  const books = new BeamBooks(machine);
  for (const slice of [0, 1]) books.pass(slice);
  books.count(0, { live: 1, vetoed: 0 });
  books.count(1, { live: 0.25, vetoed: 0.5 });
  const { delivered, live, vetoed, liveSeconds, vetoedSeconds } = books.told();
  // The second slice has twice the luminosity of the first; currents hardly change.
  expect(live / delivered).toBeCloseTo((1 + 0.25 * 2) / 3, 3);
  expect(vetoed / delivered).toBeCloseTo((0.5 * 2) / 3, 3);
  expect(liveSeconds).toBeCloseTo(1.25 * 0.04999, 4);
  expect(vetoedSeconds).toBeCloseTo(0.5 * 0.04999, 4);
});
