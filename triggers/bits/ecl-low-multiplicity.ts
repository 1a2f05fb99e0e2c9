// kernel: clusters and pairs of clusters of each event
import { type BitStage, inputWords, setBit } from '../batches.js';
import { countAbove, countAboveIn } from '../ecl/count-above.js';
import { type LowMultiplicityConfig, multiplicityOfThree } from '../ecl/etm.js';
import { ringMask } from '../ecl/rings.js';
import type { EclObjects } from '../ecl/objects.js';
import { inputSlots } from '../slots.js';

// Taken out once: a look-up by name costs more than the comparison it serves.
const {
  ecl_lml_0: lml0,
  ecl_lml_3: lml3,
  ecl_lml_5: lml5,
  ecl_lml_8: lml8,
  ecl_lml_9: lml9,
  ecl_lml_10: lml10,
  ecl_lml_12: lml12,
} = inputSlots;

type Config = LowMultiplicityConfig;
type Clusters = EclObjects['clusters'];

/** Slots that `lowMultiplicityBits` may set. */
export const lowMultiplicityDrives = [
  'ecl_lml_0',
  'ecl_lml_3',
  'ecl_lml_5',
  'ecl_lml_8',
  'ecl_lml_9',
  'ecl_lml_10',
  'ecl_lml_12',
] as const;

/**
 * The low-multiplicity bits outside the single-photon family: three clusters (lml0, lml12),
 * energetic clusters of Bhabha events (lml3, lml5) and back-to-back pairs in events without an
 * energetic cluster (lml8 to lml10).
 * @see basf2 trg/ecl/src/TrgEclMaster.cc
 */
export function lowMultiplicityBits(config: Config): BitStage<'ecl'> {
  const lml12Rings = ringMask(config.lml12Rings, 'lml12Rings');
  const outerRings = ringMask(config.vetoedOuterRings, 'vetoedOuterRings');
  const innerRings = ringMask(config.vetoedInnerRings, 'vetoedInnerRings');
  const findPairs = pairConditions(config);

  return ({ ecl: { clusters, bhabha3dVeto, highClusters } }, eventCount, bits) => {
    for (let event = 0; event < eventCount; event++) {
      const first = clusters.offsets[event];
      const end = clusters.offsets[event + 1];
      if (bhabha3dVeto[event]) {
        const { thetaId, energyCms } = clusters;
        for (let row = first; row < end; row++) {
          if (!(energyCms[row] > config.vetoedEnergyCms)) continue;
          if ((outerRings >>> thetaId[row]) & 1) setBit(bits, inputWords, event, lml3);
          if ((innerRings >>> thetaId[row]) & 1) setBit(bits, inputWords, event, lml5);
        }
      } else if (end - first >= multiplicityOfThree) {
        const { energyLab, thetaId } = clusters;
        if (countAbove(energyLab, first, end, config.lml0MinEnergy) >= config.lml0Clusters)
          setBit(bits, inputWords, event, lml0);
        const areEnough =
          countAboveIn(energyLab, thetaId, first, end, 0, lml12Rings) >= multiplicityOfThree;
        if (
          areEnough &&
          countAboveIn(energyLab, thetaId, first, end, config.lml12MinEnergy, lml12Rings) >=
            config.lml12Clusters
        ) {
          setBit(bits, inputWords, event, lml12);
        }
      }
      if (end - first < 2 || highClusters[event] > 0) continue;
      const pairs = findPairs(clusters, first, end);
      if (pairs & 1) setBit(bits, inputWords, event, lml8);
      if (pairs & 2) setBit(bits, inputWords, event, lml9);
      if (pairs & 4) setBit(bits, inputWords, event, lml10);
    }
  };
}

/**
 * Back-to-back pairs: bit 0 both above the pair energy, bit 1 one above and one below, bit 2 back
 * to back in θ too.
 */
function pairConditions(config: Config) {
  return ({ energyLab, thetaCms, phiCms }: Clusters, first: number, end: number): number => {
    let found = 0;
    for (let a = first; a < end - 1; a++) {
      for (let b = a + 1; b < end; b++) {
        const difference = Math.abs(phiCms[a] - phiCms[b]);
        const deltaPhi = difference > 180 ? 360 - difference : difference;
        const sumTheta = thetaCms[a] + thetaCms[b];
        if (deltaPhi > config.pairMinDeltaPhi) {
          const low = Math.min(energyLab[a], energyLab[b]);
          const high = Math.max(energyLab[a], energyLab[b]);
          if (low > config.pairEnergy) found |= 1;
          if (low < config.pairEnergy && high > config.pairEnergy) found |= 2;
        }
        const thetaInside =
          sumTheta > config.lml10MinSumTheta && sumTheta < config.lml10MaxSumTheta;
        if (deltaPhi > config.lml10MinDeltaPhi && thetaInside) found |= 4;
      }
    }
    return found;
  };
}
