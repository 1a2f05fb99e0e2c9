// kernel: one pass over the events of a batch
import { choice, flag, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { BosonDecay, checkBosonDecay, type DecayingBoson } from './boson-decay.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { Orientation } from './orientation.js';
import { RadiatedBoson } from './radiated-boson.js';
import { RadiatedBosonDensity } from './radiated-boson-density.js';
import { radiatedCrossSection, RadiatingBeams, type BeamRadiation } from './radiating-beams.js';
import { weightedFlag } from './weighted.js';
import { type BosonKind, flightOf } from './widths.js';

/** A pair of leptons one of which has radiated a boson, and what becomes of that. */
export interface LeptonBoson extends BeamRadiation, DecayingBoson {
  readonly kind: BosonKind;
  /** PDG code of the lepton. */
  readonly lepton: number;
  /** PDG code of the other where the boson changes the flavour: either may have either charge. */
  readonly otherLepton?: number;
  /** Coupling to the leptons, g′ or y: the cross section is proportional to its square. */
  readonly coupling: number;
  /** Whether events have weights, of mean 1, in place of being drawn as often as they occur. */
  readonly weighted: boolean;
}

/** Where the independent cross sections of leptons and a boson come from. */
export const treeLevelSource =
  'independent calculation: traces of the tree-level amplitude with masses, integrated ' +
  'numerically over s1, s2 and all orientations; without masses the closed densities';

/** Ways of the boson as the user names them. */
export type Ways = readonly [DecayingBoson['decay'], ...DecayingBoson['decay'][]];

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
  flight: flightOf('boson that decays'),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the beams of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
  weighted: weightedFlag,
});

const photonPdg = 22;

const massOf = (pdg: number): number => particleInfo(pdg)!.mass;

/** @throws GENERATOR_CONFIG */
function checkMasses(process: LeptonBoson, { sqrtS }: Beams): void {
  const { generator, lepton, otherLepton = lepton, mass } = process;
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (massOf(lepton) + massOf(otherLepton) + mass > 0.99 * sqrtS)
    throw new EmulatorError(
      'GENERATOR_CONFIG',
      `generator "${generator}": a mass of ${mass} GeV is beyond √s = ${sqrtS.toFixed(3)} GeV ` +
        'less both leptons',
    );
  checkBosonDecay(process);
}

function densityOf(process: LeptonBoson, { frame }: Beams): RadiatedBosonDensity {
  const { kind, lepton, otherLepton = lepton, mass } = process;
  const boson = new RadiatedBoson(kind, massOf(lepton), mass, massOf(otherLepton));
  // Energies of the beams vary by 0.05 %.
  return new RadiatedBosonDensity(boson, 1.02 * frame.s);
}

function processOf(density: RadiatedBosonDensity, { otherLepton, coupling }: LeptonBoson) {
  const states = otherLepton === undefined ? 1 : 2;
  return {
    crossSection: (s: number): number => states * coupling * coupling * density.crossSection(s),
    least: density.least,
    threshold: density.threshold2,
  };
}

/**
 * Cross section of what `generateLeptonBosons` generates [nb].
 * @throws GENERATOR_CONFIG
 */
export function leptonBosonCrossSection(process: LeptonBoson, beams: Beams): number {
  checkMasses(process, beams);
  const density = densityOf(process, beams);
  return radiatedCrossSection(processOf(density, process), process, beams);
}

/**
 * Events; rows are lepton, antilepton, boson, its products and, where there is one, the photon of
 * the beams.
 * @throws GENERATOR_CONFIG
 */
export function generateLeptonBosons(
  process: LeptonBoson,
  context: GeneratorContext,
): GenerateEvents {
  const { seed, beams } = context;
  const { lepton, otherLepton = lepton, weighted } = process;
  checkMasses(process, beams);
  const density = densityOf(process, beams);
  const radiating = new RadiatingBeams(
    processOf(density, { ...process, coupling: 1 }),
    process,
    beams,
  );
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const decay = new BosonDecay(process, stream, builder);
  const orientation = new Orientation();
  const [first, second, boson] = [fourVector(), fourVector(), fourVector()];

  /** The three in the laboratory; returns the weight of the event. */
  const drawSystem = (): number => {
    const s = radiating.draw(stream);
    const weight = weighted ? density.drawWeighted(stream, s) : density.draw(stream, s);
    orientation.draw(stream, density.boson);
    orientation.turn(density.boson.first, first);
    orientation.turn(density.boson.second, second);
    boson.px = -first.px - second.px;
    boson.py = -first.py - second.py;
    boson.pz = -first.pz - second.pz;
    boson.energy = Math.sqrt(s) - first.energy - second.energy;
    radiating.toLab(first);
    radiating.toLab(second);
    radiating.toLab(boson);
    return weight;
  };

  /** Charge of the first; flavours that differ come with either. */
  const drawSign = (): number => (otherLepton !== lepton && stream.uniform() < 0.5 ? -1 : 1);

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      weights[event] = drawSystem();
      const sign = drawSign();
      const point = collision(addresses, event);
      pushFinal(builder, sign * lepton, first, point);
      pushFinal(builder, -sign * otherLepton, second, point);
      decay.push(boson, point, 2);
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}
