import { beams, labToCms } from '../../../detector/beams.js';
import { parseConfig } from '../../../detector/base/config.js';
import { speedOfLight } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { mm } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { fourVector } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { decayShortLived } from '../../../emulator/decays/short-lived.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { hepmc3Text, lheText, type TextEvent, type TextParticle } from './texts.js';

const machine = beams(nominalConfig().beams);
const electronMass = 0.00051099895;

/** A generator's own events of a slice, before anything of them is decayed. */
function undecayed(generator: string, config: unknown, slice: number, events: number) {
  const found = findGenerator(generator);
  const parameters = parseConfig(found.schema, config, 'test');
  const make = found.build(parameters, { seed: 11, beams: machine });
  const addresses = sliceAddresses(1, slice, 0, events);
  return { addresses, particles: make(addresses).particles };
}

/** Crossing beams, or those of the centre of mass. */
function beamRows(inCms: boolean): readonly TextParticle[] {
  const half = 0.5 * machine.total.energy;
  const { px, pz } = machine.total;
  const vectors = inCms
    ? [5.29, -5.29].map((z) => [0, 0, z, 5.29])
    : [half, -half].map((z) => [0.5 * px, 0, 0.5 * pz + z, half]);
  return [11, -11].map((pdg, row) => ({
    pdg,
    kind: 'beam',
    mothers: [],
    momentum: [...vectors[row]!, electronMass] as unknown as TextParticle['momentum'],
  }));
}

/** Events as files have them, in the centre of mass without places, or in the laboratory. */
function textEvents(particles: Particles, inCms: boolean): readonly TextEvent[] {
  const { offsets, pdg, status, mother } = particles;
  const head = beamRows(inCms);
  return Array.from({ length: offsets.length - 1 }, (_, number) => {
    const first = offsets[number]!;
    const rows = Array.from({ length: offsets[number + 1]! - first }, (_row, at): TextParticle => {
      const row = first + at;
      const { px, py, pz, energy } = vectorOf(particles, row, inCms);
      const mass = Math.sqrt(Math.max(0, energy ** 2 - px ** 2 - py ** 2 - pz ** 2));
      return {
        pdg: pdg[row]!,
        kind: status[row] === particleStatus.final ? 'final' : 'decayed',
        mothers: mother[row]! < 0 ? [1, 2] : [mother[row]! + 3],
        momentum: [px, py, pz, energy, mass],
        ...(!inCms && { place: placeOf(particles, row) }),
      };
    });
    return { number, weight: 1, particles: [...head, ...rows] };
  });
}

function vectorOf({ px, py, pz, energy }: Particles, row: number, inCms: boolean) {
  const vector = fourVector(px[row], py[row], pz[row], energy[row]);
  if (inCms) labToCms(machine.frame, vector);
  return vector;
}

const placeOf = ({ x, y, z, time }: Particles, row: number) =>
  [x[row]! / mm, y[row]! / mm, z[row]! / mm, (time[row]! * speedOfLight) / mm] as const;

/** LHE in the centre of mass, as matrix-element generators write it: nothing is decayed. */
export const undecayedLhe = (generator: string, slice: number, events: number, config = {}) =>
  lheText(textEvents(undecayed(generator, config, slice, events).particles, true));

/** HepMC3 in the laboratory with all that our tables make of the generator's particles. */
export function decayedHepmc3(generator: string, slice: number, events: number): string {
  const { addresses, particles } = undecayed(generator, {}, slice, events);
  return hepmc3Text(textEvents(decayShortLived({ seed: 12 })(particles, addresses), false));
}

/** Pairs of a particle and its antiparticle in LHE, at √s of the machine, sin²θ to the beams. */
export function undecayedPairLhe(pdg: number, events: number): string {
  const { mass } = particleInfo(pdg)!;
  const energy = 0.5 * machine.sqrtS;
  const p = Math.sqrt(energy ** 2 - mass ** 2);
  const random = new RandomStream().seed(5, 0, 0, 0, purpose.generator);
  const rows = (): readonly TextParticle[] => {
    let cosTheta: number;
    do cosTheta = 2 * random.uniform() - 1;
    while (random.uniform() < cosTheta ** 2);
    const phi = 2 * Math.PI * random.uniform();
    const pt = p * Math.sqrt(1 - cosTheta ** 2);
    return [1, -1].map((sign) => ({
      pdg: sign * pdg,
      kind: 'final',
      mothers: [1, 2],
      momentum: [
        sign * pt * Math.cos(phi),
        sign * pt * Math.sin(phi),
        sign * p * cosTheta,
        energy,
        mass,
      ],
    }));
  };
  return lheText(
    Array.from({ length: events }, (_, number) => ({
      number,
      weight: 1,
      particles: [...beamRows(true), ...rows()],
    })),
  );
}
