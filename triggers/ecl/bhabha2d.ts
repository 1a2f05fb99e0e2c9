// kernel: ring sums of energetic events; the fourteen comparisons are made only where both sides
// have the least energy of any
import { ringCount } from '../../detector/ecl/cells-layout.js';
import { atLeast } from './counts.js';
import type { EtmConfig } from './etm.js';
import { cellThetaId } from './layout.js';
import type { EclObjects } from './objects.js';

interface RingPair {
  readonly forward: readonly number[];
  readonly backward: readonly number[];
}

/** Rings whose sums are compared, type 1 to 14. @see basf2 trg/ecl/src/TrgEclBhabha.cc */
const bhabhaRings: readonly RingPair[] = [
  { forward: [1, 2, 3], backward: [16, 17] },
  { forward: [3], backward: [15] },
  { forward: [4], backward: [14, 15] },
  { forward: [5], backward: [14, 15] },
  { forward: [4, 5], backward: [14] },
  { forward: [5], backward: [13, 14] },
  { forward: [5], backward: [12, 13] },
  { forward: [5, 6], backward: [13] },
  { forward: [5, 6], backward: [12] },
  { forward: [6, 7], backward: [12] },
  { forward: [6, 7], backward: [11] },
  { forward: [7, 8], backward: [11] },
  { forward: [8], backward: [10, 11] },
  { forward: [8, 9], backward: [9, 10] },
];

/** Rings beyond which no type looks on either side. */
const lastForward = Math.max(...bhabhaRings.flatMap(({ forward }) => forward));
const firstBackward = Math.min(...bhabhaRings.flatMap(({ backward }) => backward));

/**
 * The Belle-type Bhabha condition: for each type, the energy in whole rings of both sides reaches
 * its thresholds.
 * @returns a function of the cells of an event and their sum [ADC counts]; bit t − 1 of its result
 * is type t
 */
export function bhabhaTypes(config: EtmConfig['bhabha2d'], adcUnit: number) {
  const { icnLimit: _, ...types } = config;
  const thresholds = bhabhaRings.map((rings, index) => {
    const { forward, backward } = types[`type${index + 1}` as keyof typeof types];
    return { rings, forward: atLeast(forward, adcUnit), backward: atLeast(backward, adcUnit) };
  });
  const leastForward = Math.min(...thresholds.map(({ forward }) => forward));
  const leastBackward = Math.min(...thresholds.map(({ backward }) => backward));
  const ringCounts = new Uint32Array(ringCount + 1);

  function compare(): number {
    let bits = 0;
    for (let type = 0; type < thresholds.length; type++) {
      const { rings, forward, backward } = thresholds[type];
      if (
        sumOf(ringCounts, rings.forward) >= forward &&
        sumOf(ringCounts, rings.backward) >= backward
      )
        bits |= 1 << type;
    }
    return bits;
  }

  return ({ offsets, cell, counts }: EclObjects['cells'], event: number, total: number): number => {
    if (total < leastForward || total < leastBackward) return 0;
    ringCounts.fill(0);
    let forward = 0;
    let backward = 0;
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      const ring = cellThetaId[cell[row]];
      ringCounts[ring] += counts[row];
      if (ring <= lastForward) forward += counts[row];
      if (ring >= firstBackward) backward += counts[row];
    }
    return forward < leastForward || backward < leastBackward ? 0 : compare();
  };
}

function sumOf(ringCounts: Uint32Array, rings: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < rings.length; place++) sum += ringCounts[rings[place]];
  return sum;
}
