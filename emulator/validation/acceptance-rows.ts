import { atan2, hypot } from '../../detector/base/elementary.js';
import { degree, wrapAngle } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { sliceAddresses } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import { buildGenerator } from '../generators/index.js';
import { analytic, judgedRow, type ValidationRow } from './validation-row.js';

/**
 * Shares of muon pairs without radiation, 1 + cos²θ about the electrons, in ranges of the polar
 * angle in the laboratory [°]: both muons, or at least one. Independent integration of 2·10⁶ events
 * with the boost and the crossing angle of the beams.
 */
export const independentShares = {
  both: { '17–150': 0.8754, '24–134': 0.7451, '36–122': 0.5899 },
  one: { '17–150': 0.9027 },
} as const;
/** Of pairs in 17–150°: mean of 180° − Δφ [°], share of Δφ < 175°. */
export const independentAzimuths = { mean: 4.18, share: 0.342 } as const;

const ranges = Object.keys(independentShares.both) as (keyof typeof independentShares.both)[];
const shardEvents = 4096;

/** What `count` pairs of the generator give for these shares and azimuths. */
export function muonAcceptance(count: number, beams: Beams, seed = 1) {
  const make = buildGenerator('mumu', { isr: false, fsr: false }, { seed, beams });
  const both = new Map(ranges.map((range) => [range, 0]));
  let one = 0;
  let tilt = 0;
  let tilted = 0;
  for (let done = 0; done < count; done += shardEvents) {
    const events = Math.min(shardEvents, count - done);
    const { particles } = make(sliceAddresses(1, done / shardEvents, 0, events));
    for (let event = 0; event < events; event++) {
      const thetas = [0, 1].map((row) => thetaOf(particles, particles.offsets[event]! + row));
      for (const range of ranges)
        if (thetas.every((theta) => isIn(theta, range))) both.set(range, both.get(range)! + 1);
      if (thetas.some((theta) => isIn(theta, '17–150'))) one++;
      if (!thetas.every((theta) => isIn(theta, '17–150'))) continue;
      const missing = 180 - deltaPhi(particles, particles.offsets[event]!);
      tilt += missing;
      if (missing > 5) tilted++;
    }
  }
  const pairs = both.get('17–150')!;
  return {
    both: (range: (typeof ranges)[number]) => both.get(range)! / count,
    one: one / count,
    mean: tilt / pairs,
    share: tilted / pairs,
  };
}

const thetaOf = ({ px, py, pz }: Particles, row: number): number =>
  atan2(hypot(px[row]!, py[row]!), pz[row]!) / degree;

function isIn(theta: number, range: string): boolean {
  const [from, to] = range.split('–').map(Number);
  return theta > from! && theta < to!;
}

/** Azimuth between a row and the next [°]. */
const deltaPhi = ({ px, py }: Particles, row: number): number =>
  Math.abs(wrapAngle(atan2(py[row]!, px[row]!) - atan2(py[row + 1]!, px[row + 1]!))) / degree;

const pairs = 200_000;
const source = 'independent Monte Carlo of 2·10⁶ pairs, boost and crossing angle';

/** Where muon pairs go, against an independent calculation. */
export function* acceptanceRows(beams: Beams, seed: number): Generator<ValidationRow> {
  const found = muonAcceptance(pairs, beams, seed);
  const conditions = `${pairs} pairs, no radiation, beams of one energy`;
  // Three standard deviations of a share of so many, and of the independent one.
  const tolerance = 3 * Math.sqrt(0.25 / pairs + 0.25 / 2e6);
  const shares = [
    ...ranges.map((range) => ({
      id: `both-${range.replace('–', '-')}`,
      what: `Share of μμ with both in ${range}°`,
      expected: independentShares.both[range],
      value: found.both(range),
    })),
    {
      id: 'one-17-150',
      what: 'Share of μμ with at least one in 17–150°',
      expected: independentShares.one['17–150'],
      value: found.one,
    },
    {
      id: 'azimuth-share',
      what: 'Share of μμ with Δφ < 175° among those with both in 17–150°',
      expected: independentAzimuths.share,
      value: found.share,
    },
  ];
  const mean = {
    id: 'azimuth-mean',
    what: 'Mean of 180° − Δφ of μμ with both in 17–150°',
    unit: 'deg',
    expected: independentAzimuths.mean,
    tolerance: 0.03,
    value: found.mean,
  };
  for (const { value, id, ...row } of [...shares, mean])
    yield judgedRow(analytic({ conditions, tolerance, source, ...row, id: `mumu-${id}` }), {
      value,
    });
}
