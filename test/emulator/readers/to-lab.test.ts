import { expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { speedOfLight } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { beams, beamsSchema, cmsToLab } from '../../../detector/beams.js';
import { boost, fourVector } from '../../../detector/lorentz.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { toLab } from '../../../emulator/readers/to-lab.js';

const machine = beams(parseConfig(beamsSchema, {}, 'test'));

/** Pions of any momentum, made anywhere; the first at the origin. */
function pions(): Particles {
  const random = new RandomStream().seed(3, 1, 0, 0, purpose.test);
  const builder = new ParticleBuilder();
  for (let row = 0; row < 50; row++) {
    const [px, py, pz, x, y, z, t] = Array.from({ length: 7 }, () => random.gaussian());
    const place = row === 0 ? ([0, 0, 0, 0] as const) : ([x!, y!, z!, t!] as const);
    const energy = Math.sqrt(px! ** 2 + py! ** 2 + pz! ** 2 + 0.02);
    builder.push(211, particleStatus.final, -1, px!, py!, pz!, energy, ...place);
  }
  builder.endEvent();
  return builder.take();
}

it.each([
  ['the centre of mass', undefined],
  ['beams that meet head-on', 0.28],
])('takes momenta and places of %s to the laboratory as single vectors', (_, headOn) => {
  const from = pions();
  const to = pions();
  toLab({ frame: 'cms', turn: 'none', headOn, reason: '' }, machine)(to);
  const moved = (...of: readonly [number, number, number, number]): readonly number[] => {
    const vector = fourVector(...of);
    if (headOn !== undefined) boost(vector, 0, 0, -headOn, 1 / Math.sqrt(1 - headOn ** 2));
    cmsToLab(machine.frame, vector);
    return [vector.px, vector.py, vector.pz, vector.energy];
  };
  for (let row = 0; row < from.px.length; row++) {
    const { px, py, pz, energy, x, y, z, time } = from;
    const place = moved(x[row]!, y[row]!, z[row]!, time[row]! * speedOfLight);
    expect([to.px[row], to.py[row], to.pz[row], to.energy[row]]).toEqual(
      moved(px[row]!, py[row]!, pz[row]!, energy[row]!),
    );
    expect([to.x[row], to.y[row], to.z[row]]).toEqual(place.slice(0, 3));
    expect(to.time[row]).toBe(place[3]! / speedOfLight);
  }
});

it('leaves what is in the laboratory as it is', () => {
  const particles = pions();
  toLab({ frame: 'lab', turn: 'none', headOn: undefined, reason: '' }, machine)(particles);
  expect(particles).toEqual(pions());
});
