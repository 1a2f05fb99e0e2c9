import { deltaPhiInside, sumThetaInside } from '../../../triggers/ecl/pairs.js';
import type { EclObjects } from '../../../triggers/ecl/objects.js';
import type { ObserveContext } from '../../chain/observed.js';
import type { Probe } from '../../chain/observations.js';

/**
 * The conditions of the Bhabha veto of the calorimeter on its two most energetic clusters, in the
 * order of their bits.
 */
export const bhabhaCuts = ['two clusters', 'higher energy', 'lower energy', 'Δφ*', 'Σθ*'] as const;

const bitOf = (cut: number): number => 1 << cut;

/** Name of the probe of events that miss a cut. */
export const missedName = (cut: string): string => `misses ${cut}`;
/** Name of the probe of events that miss this cut and no other. */
export const missedAloneName = (cut: string): string => `misses only ${cut}`;
/** Name of the probe of events that are vetoed. */
export const vetoedName = 'Bhabha veto';

/** Probes of the veto and of what an event misses of it. */
export const bhabhaProbes: readonly Probe[] = [
  {
    name: vetoedName,
    text: 'vetoed as Bhabha by the calorimeter',
    variable: 'bhabhaVeto',
    range: [1, 2],
  },
  ...bhabhaCuts.flatMap((cut, bit) => [
    {
      name: missedName(cut),
      text: `not vetoed, and misses the condition on ${cut}`,
      variable: `bhabhaMissed-${bit}`,
      range: [1, 2] as const,
    },
    {
      name: missedAloneName(cut),
      text: `not vetoed, and misses the condition on ${cut} only`,
      variable: 'bhabhaMissed',
      range: [bitOf(bit), bitOf(bit) + 1] as const,
    },
  ]),
];

/**
 * Whether an event is vetoed as Bhabha, and which conditions its two most energetic clusters miss
 * when it is not: `bhabhaMissed` with a bit per cut, and a column of 0 and 1 for each.
 */
export function bhabhaMisses({
  config,
}: ObserveContext): (ecl: EclObjects, eventCount: number) => Record<string, Float64Array> {
  const veto = config.triggers.ecl.etm.bhabha3dVeto;

  const missed = (
    { offsets, energyCms, phiCms, thetaCms }: EclObjects['clusters'],
    event: number,
  ): number => {
    let first = -1;
    let second = -1;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (first < 0 || energyCms[row]! > energyCms[first]!) {
        second = first;
        first = row;
      } else if (second < 0 || energyCms[row]! > energyCms[second]!) second = row;
    }
    if (second < 0) return bitOf(0);
    const conditions = [
      energyCms[first]! > veto.maxEnergyCms,
      energyCms[second]! > veto.minEnergyCms,
      deltaPhiInside(Math.abs(phiCms[first]! - phiCms[second]!), veto),
      sumThetaInside(thetaCms[first]! + thetaCms[second]!, veto),
    ];
    return conditions.reduce((mask, met, index) => (met ? mask : mask | bitOf(index + 1)), 0);
  };

  return ({ clusters, bhabha3dVeto }, eventCount) => {
    const mask = new Float64Array(eventCount);
    const singles = bhabhaCuts.map(() => new Float64Array(eventCount));
    for (let event = 0; event < eventCount; event++) {
      if (bhabha3dVeto[event] === 1) continue;
      const bits = missed(clusters, event);
      mask[event] = bits;
      for (const [cut, column] of singles.entries()) column[event] = (bits >> cut) & 1;
    }
    return {
      bhabhaVeto: Float64Array.from(bhabha3dVeto),
      bhabhaMissed: mask,
      ...Object.fromEntries(singles.map((column, cut) => [`bhabhaMissed-${cut}`, column])),
    };
  };
}
