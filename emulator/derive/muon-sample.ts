import { muonMass } from '../../detector/base/constants.js';
import { cos, hypot, sin, tan } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, type RunContext, sliceAddresses } from '../../detector/event.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';

/**
 * Prompt muons from which a table is derived or a trigger checked: both charges, all azimuths,
 * curvature and polar angle uniform.
 */
export interface MuonSample {
  /** Transverse momentum [GeV]. */
  readonly minPt: number;
  readonly maxPt: number;
  /** Polar angle [rad]. */
  readonly minTheta: number;
  readonly maxTheta: number;
  /**
   * Farthest starting point along the beam line on either side [cm]; uniform up to there unless
   * `origins` says otherwise.
   */
  readonly maxZ0: number;
  readonly origins?: readonly Origins[];
  /**
   * Rates of uncorrelated hits on every wire, added to that of the conditions: each batch of a
   * sample has the next one.
   */
  readonly noise?: readonly number[];
  /** Muons of each event, from one point; 1 when absent. */
  readonly perEvent?: number;
}

/**
 * Starting points of a share of the events: uniform within ±`width` [cm], or normal with that
 * width.
 */
interface Origins {
  readonly share: number;
  readonly shape: 'uniform' | 'normal';
  readonly width: number;
}

/** Muons of consecutive events with the addresses that their hits are drawn from. */
export interface MuonBatch {
  readonly addresses: Addresses;
  readonly particles: Particles;
}

const muonPdg = 13;

/**
 * Events `first` up to `first + count` of a sample; each is the same in whichever batch it is made.
 */
export function muonBatch(
  sample: MuonSample,
  { seed }: RunContext,
  first: number,
  count: number,
): MuonBatch {
  const addresses = sliceAddresses(0, 0, first, count);
  const stream = new RandomStream();
  const builder = new ParticleBuilder(count);
  for (let event = 0; event < count; event++) {
    stream.seed(seed, 0, 0, first + event, purpose.generator);
    const z0 = startingPoint(sample, stream);
    for (let track = 0; track < (sample.perEvent ?? 1); track++)
      pushMuon(sample, z0, stream, builder);
    builder.endEvent();
  }
  return { addresses, particles: builder.take() };
}

function startingPoint(
  { maxZ0, origins = [{ share: 1, shape: 'uniform', width: maxZ0 }] }: MuonSample,
  stream: RandomStream,
): number {
  const { shape, width } =
    origins.length === 1 ? origins[0]! : chosenOrigins(origins, stream.uniform());
  if (shape === 'uniform') return width * (2 * stream.uniform() - 1);
  for (;;) {
    const z = width * stream.gaussian();
    if (Math.abs(z) <= maxZ0) return z;
  }
}

/** The origins in whose part of the shares, laid end to end, `place` from 0 to 1 lies. */
function chosenOrigins(origins: readonly Origins[], place: number): Origins {
  let left = place * origins.reduce((sum, { share }) => sum + share, 0);
  return origins.find(({ share }) => (left -= share) < 0) ?? origins.at(-1)!;
}

function pushMuon(
  { minPt, maxPt, minTheta, maxTheta }: MuonSample,
  z0: number,
  stream: RandomStream,
  builder: ParticleBuilder,
): void {
  const charge = stream.uniform() < 0.5 ? -1 : 1;
  const pt = 1 / (1 / maxPt + (1 / minPt - 1 / maxPt) * stream.uniform());
  const phi = 2 * Math.PI * stream.uniform();
  const theta = minTheta + (maxTheta - minTheta) * stream.uniform();
  const pz = pt / tan(theta);
  const energy = hypot(pt, pz, muonMass);
  builder.push(
    -charge * muonPdg,
    particleStatus.final,
    -1,
    pt * cos(phi),
    pt * sin(phi),
    pz,
    energy,
    0,
    0,
    z0,
  );
}
