import { expect, it } from 'vitest';
import { MeV } from '../../../detector/base/units.js';
import { eclBytes } from '../../../detector/ecl/volume.js';

it('the calorimeter sends 9.4 kB of headers, a word a crystal, and waveforms above 50 MeV', () => {
  const of = (energies: readonly number[]) =>
    eclBytes(
      {
        crystals: {
          offsets: Uint32Array.of(0, energies.length),
          crystal: Uint16Array.from(energies.keys()),
          energy: Float32Array.from(energies),
          time: new Float32Array(energies.length),
        },
      },
      0,
    );
  expect(of([])).toBe((52 + 576 * 4) * 4);
  expect(of([20 * MeV, 49 * MeV]) - of([])).toBe(8);
  expect(of([51 * MeV]) - of([])).toBe(44);
});
