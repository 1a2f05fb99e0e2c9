import { muonMass } from '../../detector/base/constants.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, type RunContext, sliceAddresses } from '../../detector/event.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';

/** Prompt muons from which a table is derived or a trigger checked: both charges, all azimuths, curvature and polar angle uniform. */
export interface MuonSample {
  /** Transverse momentum [GeV]. */
  readonly minPt: number;
  readonly maxPt: number;
  /** Polar angle [rad]. */
  readonly minTheta: number;
  readonly maxTheta: number;
  /** Half width of the uniform distribution of starting points along the beam line [cm]. */
  readonly maxZ0: number;
  /** Muons of each event, from one point; 1 when absent. */
  readonly perEvent?: number;
}

export interface MuonBatch {
  readonly addresses: Addresses;
  readonly particles: Particles;
}

const muonPdg = 13;

/** Events `first` up to `first + count` of a sample; each is the same in whichever batch it is made. */
export function muonBatch(sample: MuonSample, { seed }: RunContext, first: number, count: number): MuonBatch {
  const addresses = sliceAddresses(0, 0, first, count);
  const stream = new RandomStream();
  const builder = new ParticleBuilder(count);
  for (let event = 0; event < count; event++) {
    stream.seed(seed, 0, 0, first + event, purpose.generator);
    const z0 = sample.maxZ0 * (2 * stream.uniform() - 1);
    for (let track = 0; track < (sample.perEvent ?? 1); track++) pushMuon(sample, z0, stream, builder);
    builder.endEvent();
  }
  return { addresses, particles: builder.take() };
}

function pushMuon({ minPt, maxPt, minTheta, maxTheta }: MuonSample, z0: number, stream: RandomStream, builder: ParticleBuilder): void {
  const charge = stream.uniform() < 0.5 ? -1 : 1;
  const pt = 1 / (1 / maxPt + (1 / minPt - 1 / maxPt) * stream.uniform());
  const phi = 2 * Math.PI * stream.uniform();
  const theta = minTheta + (maxTheta - minTheta) * stream.uniform();
  const pz = pt / Math.tan(theta);
  const energy = Math.hypot(pt, pz, muonMass);
  builder.push(-charge * muonPdg, particleStatus.final, -1, pt * Math.cos(phi), pt * Math.sin(phi), pz, energy, 0, 0, z0);
}
