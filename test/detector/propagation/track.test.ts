import { kernels } from '#kernels';
import { expect, it } from 'vitest';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { Stopping } from '../../../detector/propagation/ionization.js';
import { type Composition, stoppingMaterial } from '../../../detector/propagation/materials.js';
import { Track } from '../../../detector/propagation/track.js';

const least = 0.0002;
const speedOfLight = 29.9792458;
const random = new RandomStream();

/** A track of TypeScript and one of the kernels, which is told by its first numbers. */
function pair(mass: number, charge: number, momentum: readonly [number, number, number]) {
  const track = new Track();
  const p = Math.hypot(...momentum);
  const energy = Math.hypot(p, mass);
  track.start(mass, charge);
  [track.px, track.py, track.pz] = momentum;
  Object.assign(track, { p, energy });
  const twin = kernels.newTrack(new Stopping().address, 1.5, 0.0029979, speedOfLight);
  const numbers = new KernelColumn(Float64Array, 12, twin).values;
  numbers.set([...momentum, p, mass, charge, 0, energy], 4);
  return { track, twin, numbers };
}

it.each([
  [0.13957039, -1],
  [0.00051099895, 1],
  [0.93827209, 2],
  [200, 1 / 3],
])(
  'of mass %d and charge %d loses and scatters behind the front as in the kernels, bit for bit',
  (mass, charge) => {
    random.seed(1, 1, 0, 0, purpose.test);
    const stream = kernels.randomStream();
    kernels.seedStream(stream, 1, 1, 0, 0, purpose.test, 0);
    const { track, twin, numbers } = pair(mass, charge, [0.4, -0.3, 0.2]);
    let crossed = 0;
    for (const composition of ['iron', 'csi', 'silicon'] as const satisfies Composition[])
      for (const thickness of [1e-5, 0.002, 0.01, 0.05, 0.3]) {
        const material = stoppingMaterial(composition);
        const goesOn = track.slow(track.ionization(thickness, material), least);
        if (goesOn) track.scatter(thickness, random);
        const alike = kernels.crossAbsorber(twin, thickness, material.address, least, stream);
        expect(Boolean(alike)).toBe(goesOn);
        const { px, py, pz, p, energy } = track;
        expect([...numbers.subarray(4, 8), numbers[11]]).toEqual([px, py, pz, p, energy]);
        if (goesOn) crossed++;
      }
    expect(crossed).toBeGreaterThan(3);
  },
);
