import { above } from './counts.js';
import type { EtmConfig } from './etm.js';
import { type ClusterColumns, deltaPhiInside, sumThetaInside } from './pairs.js';
import { isEndcapRing, isForwardRing } from './rings.js';

/**
 * hie1 to hie4: enough energy in rings 2–15, unless the event is a lone forward cluster or two
 * clusters that look like a Bhabha pair. The two-cluster vetoes: hie1 both angles back to back,
 * hie2 either angle, hie3 the lower of the two in an endcap, hie4 as hie3 with both above a limit.
 * @returns a function of the clusters of an event; bit k − 1 of its result is hie k
 * @see basf2 trg/ecl/src/TrgEclBhabha.cc, trg/ecl/data/ETM_Parameters.dat
 */
export function highEnergyBits(config: EtmConfig['hie'], adcUnit: number) {
  const minCounts = above(config.minEnergy, adcUnit);

  function pairVetoes(
    { thetaId, energyLab, thetaCms, phiCms }: ClusterColumns,
    a: number,
    b: number,
  ): number {
    const phiOpposite = deltaPhiInside(Math.abs(phiCms[a] - phiCms[b]), config);
    const thetaOpposite = sumThetaInside(thetaCms[a] + thetaCms[b], config);
    const lower = energyLab[b] < energyLab[a] ? b : a;
    const endcapVeto = isEndcapRing(thetaId[lower]);
    return (
      (phiOpposite && thetaOpposite ? 1 : 0) |
      (phiOpposite || thetaOpposite ? 2 : 0) |
      (endcapVeto ? 4 : 0) |
      (endcapVeto && energyLab[lower] > config.minLowEnergy ? 8 : 0)
    );
  }

  return (clusters: ClusterColumns, first: number, end: number, sumPhysics: number): number => {
    if (!(sumPhysics > minCounts)) return 0;
    if (end - first === 1 && isForwardRing(clusters.thetaId[first])) return 0;
    return end - first === 2 ? 0b1111 & ~pairVetoes(clusters, first, first + 1) : 0b1111;
  };
}
