// kernel: one pass over the events of a batch
import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { electronMass, fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { cos, exp, log, sin } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { TabulatedDensity } from './tabulated-density.js';

const m2 = electronMass * electronMass;
/** Largest share of the energy that a photon takes: beyond, 2e-4 of the cross section. */
const maxShare = 0.999;
const nodes = 600;

const radiativeBhabhaSchema = {
  minShare: quantity(0.01, '', 'Least share of the energy of its beam that the photon takes', {
    min: 1e-4,
    max: 0.9,
  }),
  beam: choice(
    'either',
    ['electron', 'positron', 'either'],
    'Whose photon: of one of the beams, or of either, each half of the events',
  ),
  maxAngle: quantity(
    20e-3,
    'mrad',
    'Largest angle of the photon to its beam in the centre of mass; it is 0.1 mrad typically',
    { min: 1e-3, max: 0.1 },
  ),
};

type Config = ConfigOf<typeof radiativeBhabhaSchema>;

/**
 * dσ/dx of one beam [nb], x the share of its energy that a photon at zero angle takes:
 * (4αr²/x)·(4/3 − 4x/3 + x²)·[ln(s(1 − x)/(m²x)) − ½], without the finite size of the beams, which
 * lowers it by a third (recalled, not verified).
 * @see G. Altarelli and F. Buccella, Nuovo Cim. 34 (1964) 1337
 */
export function radiativeBhabhaDensity(x: number, s: number): number {
  const scale = (4 * fineStructure * fineStructure * fineStructure * hbarCSquaredNb) / m2;
  return (scale / x) * (4 / 3 - (4 * x) / 3 + x * x) * (log((s * (1 - x)) / (m2 * x)) - 0.5);
}

/** In ln x. */
function shareTable(minShare: number, s: number): TabulatedDensity {
  const span = log(maxShare / minShare);
  const at = (node: number): number => log(minShare) + (span * node) / nodes;
  return new TabulatedDensity(
    Array.from({ length: nodes + 1 }, (_, node) => at(node)),
    (y) => exp(y) * radiativeBhabhaDensity(exp(y), s),
  );
}

/** Cross section of one beam [nb]. */
const perBeam = (minShare: number, { frame: { s } }: Beams): number =>
  shareTable(minShare, s).integral;

/**
 * Sets the electron that radiates along +z and the other beam's: the photon's transverse momentum
 * is the electron's, the other keeps its direction and gives what is left of energy and momentum.
 */
function setRecoil(
  photon: Readonly<FourVector>,
  electron: FourVector,
  other: FourVector,
  sqrtS: number,
): void {
  const { px, py, pz, energy } = photon;
  const left = sqrtS - energy;
  const mass2 = left * left - energy * energy;
  const across = left * left - pz * pz;
  const root = mass2 * mass2 * pz * pz - 4 * across * (left * left * m2 - 0.25 * mass2 * mass2);
  const momentum = (mass2 * pz + Math.sqrt(root)) / (2 * across);
  other.px = 0;
  other.py = 0;
  other.pz = -momentum;
  other.energy = Math.sqrt(momentum * momentum + m2);
  electron.px = -px;
  electron.py = -py;
  electron.pz = momentum - pz;
  electron.energy = left - other.energy;
}

/** Rows are the electron, the positron and the photon. */
function generate(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  const { config: spreads, crossing, electronEnergy, positronEnergy } = beams;
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const table = shareTable(config.minShare, beams.frame.s);
  const frame = collisionFrame();
  setCollisionFrame(frame, crossing, electronEnergy, positronEnergy);
  const photon = fourVector();
  const [electron, positron] = [fourVector(), fourVector()];

  const drawFrame = (): void => {
    if (!spreads.energySpread) return;
    const drawn = electronEnergy + spreads.electronSpread * stream.gaussian();
    const other = positronEnergy + spreads.positronSpread * stream.gaussian();
    setCollisionFrame(frame, crossing, drawn, other);
  };

  /** Angle as 1/(1 + γ²θ²)², the dipole of soft photons along a relativistic electron. */
  const drawPhoton = (root: number): void => {
    const energy = 0.5 * root * exp(table.at(stream.uniform()));
    const gamma2 = (0.25 * root * root) / m2;
    const most = gamma2 * config.maxAngle * config.maxAngle;
    const uniform = (stream.uniform() * most) / (1 + most);
    const theta = Math.sqrt(uniform / (1 - uniform) / gamma2);
    const phi = 2 * Math.PI * stream.uniform();
    photon.px = energy * sin(theta) * cos(phi);
    photon.py = energy * sin(theta) * sin(phi);
    photon.pz = energy * cos(theta);
    photon.energy = energy;
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      drawFrame();
      const root = Math.sqrt(frame.s);
      drawPhoton(root);
      const ofElectron =
        config.beam === 'electron' || (config.beam === 'either' && stream.uniform() < 0.5);
      if (ofElectron) setRecoil(photon, electron, positron, root);
      else {
        setRecoil(photon, positron, electron, root);
        for (const vector of [photon, electron, positron]) vector.pz = -vector.pz;
      }
      for (const vector of [photon, electron, positron]) cmsToLab(frame, vector);
      const point = collision(addresses, event);
      pushFinal(builder, 11, electron, point);
      pushFinal(builder, -11, positron, point);
      pushFinal(builder, 22, photon, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

const row = (minShare: number, expected: number): CrossSectionRow => ({
  definition: `of each beam, photon of more than ${minShare} of its energy, beams without size`,
  order: 'leading order at zero angle',
  value: (beams) => perBeam(minShare, beams),
  unit: 'nb',
  expected,
  tolerance: 0.01,
  source:
    'independent numerical integration of the same formula; with the size of the beams 0.15 to ' +
    '0.2 b above 0.01 (BBBREM, recalled, not verified)',
});

/**
 * Generator `radiative-bhabha`: a beam electron that loses a share of its energy to a photon along
 * the beam. Nothing of it is in the detector by itself: it is what hits the machine beside it.
 * @see D-276
 */
export const radiativeBhabha: EventGenerator<typeof radiativeBhabhaSchema> = {
  name: 'radiative-bhabha',
  kind: 'sm',
  doc:
    'e+e- → e+e-γ at zero angle: the photon and the electron that has lost energy to it, both ' +
    'along their beam, the other beam hardly changed; leading order, without the finite size ' +
    'of the beams. The cross section is that of the beams asked for.',
  schema: radiativeBhabhaSchema,
  onPurpose: ['outside'],
  crossSections: [row(0.01, 0.2657e9), row(0.05, 0.1533e9)],
  crossSection: ({ minShare, beam }, beams) =>
    (beam === 'either' ? 2 : 1) * perBeam(minShare, beams),
  build: generate,
};
