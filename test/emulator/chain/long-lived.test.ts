import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { muonMass, speedOfLight } from '../../../detector/base/constants.js';
import { RandomStream, purpose } from '../../../detector/base/random.js';
import { degree } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { boostFromRest, fourVector } from '../../../detector/lorentz.js';
import { ParticleBuilder, type Particles } from '../../../detector/particles.js';
import { makeChain } from '../../../emulator/chain/chain.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { outputWords } from '../../../triggers/batches.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const eventCount = 100;

/**
 * A neutral particle of 3 GeV from the collision point at 60–110° that decays to two muons at a
 * distance from the beam line.
 */
function decaysTo(mass: number, radius: number): Particles {
  const random = new RandomStream().seed(3, 0, 0, 0, purpose.test);
  const builder = new ParticleBuilder();
  const [low, high] = [Math.cos(110 * degree), Math.cos(60 * degree)];
  for (let event = 0; event < eventCount; event++) {
    const cos = low + (high - low) * random.uniform();
    const sin = Math.sqrt(1 - cos * cos);
    const phi = 2 * Math.PI * random.uniform();
    const parent = fourVector(3 * sin * Math.cos(phi), 3 * sin * Math.sin(phi), 3 * cos);
    parent.energy = Math.hypot(3, mass);
    const flight = radius / (3 * sin);
    const place = [parent.px, parent.py, parent.pz].map((p) => p * flight) as [
      number,
      number,
      number,
    ];
    const p = Math.sqrt((mass * mass) / 4 - muonMass * muonMass);
    const cosine = 2 * random.uniform() - 1;
    const across = p * Math.sqrt(1 - cosine * cosine);
    const turn = 2 * Math.PI * random.uniform();
    for (const sign of [1, -1]) {
      const muon = fourVector(
        sign * across * Math.cos(turn),
        sign * across * Math.sin(turn),
        sign * p * cosine,
        mass / 2,
      );
      boostFromRest(muon, parent, mass);
      const time = (flight * parent.energy) / speedOfLight;
      builder.push(13 * sign, 1, -1, muon.px, muon.py, muon.pz, muon.energy, ...place, time);
    }
    builder.endEvent();
  }
  return builder.take();
}

const chain = makeChain(
  { seed: 1, run: 0, config: nominalConfig(), menu: physicsMenu, points: [] },
  { need: 'lines' },
);

/** Share of events in which the line `klmhit` fires. */
async function share(mass: number, radius: number): Promise<number> {
  const generated = {
    eventCount,
    addresses: sliceAddresses(0, 0, 0, eventCount),
    weights: new Float64Array(eventCount).fill(1),
    time: new Float64Array(eventCount),
    particles: decaysTo(mass, radius),
  };
  const numbers = new Float64Array(eventCount);
  const { ftdlBits } = await firstValueFrom(
    of({ kind: 'particles', generated, numbers } as const).pipe(chain.decide),
  );
  const { number } = chain.menu.lines.find(({ name }) => name === 'klmhit')!;
  const fired = Array.from(
    { length: eventCount },
    (_, event) => (ftdlBits[event * outputWords + (number >>> 5)]! >>> (number & 31)) & 1,
  );
  return fired.reduce((sum, bit) => sum + bit, 0) / eventCount;
}

describe('a long-lived particle of 3 GeV that decays to two muons, seen by klmhit', () => {
  it.each([0.3, 1])('of %f GeV: 0.95 and more at 130, 160 and 190 cm', async (mass) => {
    for (const radius of [130, 160, 190])
      expect(await share(mass, radius)).toBeGreaterThanOrEqual(0.95);
  });

  it.each([0.3, 1])('of %f GeV: half and more at 260 cm, nothing beyond 335', async (mass) => {
    expect(await share(mass, 260)).toBeGreaterThanOrEqual(0.5);
    // The octagon is wider at its corners, where the last gap lies at 359 cm.
    expect(await share(mass, 340)).toBe(0);
  });
});
