// kernel: one pass over the events of a batch
import { choice, flag, quantity } from '../../detector/base/config.js';
import { cos, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { FlyingPair } from './flying-pair.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import type { PlaneMomentum } from './plane-spinors.js';
import type { BosonKind } from './radiated-boson.js';
import { RadiatedBosonDensity } from './radiated-boson-density.js';
import { radiatedCrossSection, RadiatingBeams, type BeamRadiation } from './radiating-beams.js';

/** A pair of leptons one of which has radiated a boson, and what becomes of that. */
export interface LeptonBoson extends BeamRadiation {
  /** Name of the generator, for messages. */
  readonly generator: string;
  readonly kind: BosonKind;
  /** PDG code of the lepton. */
  readonly lepton: number;
  /** PDG code of the boson where it decays, and of what is invisible where it does not. */
  readonly boson: number;
  readonly invisible: number;
  /** Mass of the boson [GeV]. */
  readonly mass: number;
  /** Coupling to the leptons, g′ or y: the cross section is proportional to its square. */
  readonly coupling: number;
  readonly decay: keyof typeof decayProducts;
  /** Mean flight cτ of the boson [cm]. */
  readonly flight: number;
}

/** PDG codes of what the boson may become. */
const decayProducts = { invisible: 0, ee: 11, mumu: 13, tautau: 15 } as const;

/** Ways of the boson as the user names them. */
export type Ways = readonly [keyof typeof decayProducts, ...(keyof typeof decayProducts)[]];

/** What generators of leptons and a boson let a user choose; the first way is the default. */
export const leptonBosonSchema = <const W extends Ways>(ways: W, mass: number) => ({
  mass: quantity(mass, 'GeV', 'Mass of the boson; a resonance without width', { min: 1 * MeV }),
  coupling: quantity(
    1e-3,
    '',
    'Coupling of the boson to the lepton, g′ or y: the cross section is proportional to its square',
    { min: 0 },
  ),
  decay: choice(
    ways[0],
    ways,
    'What the boson becomes, isotropically; invisible: it stays. The cross section is that of all',
  ),
  flight: quantity(0, 'cm', 'Mean flight cτ of the boson that decays', { min: 0 }),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the beams of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
});

const photonPdg = 22;

const massOf = (pdg: number): number => particleInfo(pdg)!.mass;

/** @throws GENERATOR_CONFIG */
function checkMasses({ generator, lepton, mass, decay }: LeptonBoson, { sqrtS }: Beams): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "${generator}": ${what}`);
  };
  const least = 2 * massOf(lepton) + mass;
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (least > 0.99 * sqrtS)
    fail(`a mass of ${mass} GeV is beyond √s = ${sqrtS.toFixed(3)} GeV less both leptons`);
  const product = decayProducts[decay];
  if (product !== 0 && mass <= 2 * massOf(product))
    fail(`a mass of ${mass} GeV does not decay to ${decay}: ${2 * massOf(product)} GeV`);
}

const densityOf = ({ kind, lepton, mass }: LeptonBoson, { frame }: Beams): RadiatedBosonDensity =>
  // Energies of the beams vary by 0.05 %.
  new RadiatedBosonDensity(kind, massOf(lepton), mass, 1.02 * frame.s);

const processOf = (density: RadiatedBosonDensity, coupling: number) => ({
  crossSection: (s: number): number => coupling * coupling * density.crossSection(s),
  least: density.least,
  threshold: density.threshold2,
});

/**
 * Cross section of what `generateLeptonBosons` generates [nb].
 * @throws GENERATOR_CONFIG
 */
export function leptonBosonCrossSection(process: LeptonBoson, beams: Beams): number {
  checkMasses(process, beams);
  const density = densityOf(process, beams);
  return radiatedCrossSection(processOf(density, process.coupling), process, beams);
}

/**
 * Unweighted events; rows are lepton, antilepton, boson, its products and, where there is one, the
 * photon of the beams.
 * @throws GENERATOR_CONFIG
 */
export function generateLeptonBosons(
  process: LeptonBoson,
  context: GeneratorContext,
): GenerateEvents {
  const { seed, beams } = context;
  const { lepton, mass, decay } = process;
  checkMasses(process, beams);
  const density = densityOf(process, beams);
  const radiating = new RadiatingBeams(processOf(density, 1), process, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const product = decayProducts[decay];
  const pair = product === 0 ? undefined : new FlyingPair(mass, massOf(product), process.flight);
  const orientation = new Orientation();
  const [first, second, boson] = [fourVector(), fourVector(), fourVector()];

  const drawSystem = (): void => {
    const s = radiating.draw(stream);
    density.draw(stream, s);
    orientation.draw(stream, density);
    orientation.turn(density.boson.first, first);
    orientation.turn(density.boson.second, second);
    boson.px = -first.px - second.px;
    boson.py = -first.py - second.py;
    boson.pz = -first.pz - second.pz;
    boson.energy = Math.sqrt(s) - first.energy - second.energy;
    radiating.toLab(first);
    radiating.toLab(second);
    radiating.toLab(boson);
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      drawSystem();
      const point = collision(addresses, event);
      pushFinal(builder, lepton, first, point);
      pushFinal(builder, -lepton, second, point);
      pushFinal(builder, pair === undefined ? process.invisible : process.boson, boson, point);
      if (pair !== undefined) {
        pair.draw(stream, boson);
        pair.fly(stream, point, boson);
        pair.push(builder, [product, -product], 2);
      }
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/** How the plane of the three lies to the beams, by what the tensor leaves for a photon along z. */
class Orientation {
  /** Rows: the axes across and along the beams, in the frame of the plane. */
  readonly #rows = new Float64Array(9);

  draw(stream: RandomStream, { boson }: RadiatedBosonDensity): void {
    let [x, y, z] = [0, 0, 1];
    do {
      z = 2 * stream.uniform() - 1;
      const across = Math.sqrt(1 - z * z);
      const phi = 2 * Math.PI * stream.uniform();
      x = across * cos(phi);
      y = across * sin(phi);
    } while (stream.uniform() * boson.trace > boson.trace - boson.along(x, y, z));
    this.#setRows(x, y, z, 2 * Math.PI * stream.uniform());
  }

  /** Axes across (x, y, z): along growing polar angle and azimuth, turned by an angle. */
  #setRows(x: number, y: number, z: number, turn: number): void {
    const across = Math.sqrt(x * x + y * y) || 1;
    const [cosTurn, sinTurn] = [cos(turn), sin(turn)];
    const [ux, uy, uz] = [(x * z) / across, (y * z) / across, -across];
    const [vx, vy] = [-y / across, x / across];
    this.#rows.set([
      cosTurn * ux + sinTurn * vx,
      cosTurn * uy + sinTurn * vy,
      cosTurn * uz,
      cosTurn * vx - sinTurn * ux,
      cosTurn * vy - sinTurn * uy,
      -sinTurn * uz,
      x,
      y,
      z,
    ]);
  }

  /** Puts a momentum of the plane into the frame of the beams. */
  turn({ energy, x, z }: Readonly<PlaneMomentum>, out: FourVector): void {
    const rows = this.#rows;
    out.px = rows[0]! * x + rows[2]! * z;
    out.py = rows[3]! * x + rows[5]! * z;
    out.pz = rows[6]! * x + rows[8]! * z;
    out.energy = energy;
  }
}
