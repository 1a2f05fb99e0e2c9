// kernel: every pair of the at most six clusters of an event, for all conditions at once
import type { EclObjects } from './objects.js';
import { atLeast } from './counts.js';
import type { EtmConfig } from './etm.js';
import { isEndcapRing } from './rings.js';

type Etm = EtmConfig;

/** Columns of clusters that pairs are judged by; rows of one event. */
export type ClusterColumns = Pick<
  EclObjects['clusters'],
  'thetaId' | 'energyLab' | 'energyCms' | 'thetaCms' | 'phiCms'
>;

/** Columns by event that this step writes. */
type PairBits = Pick<
  EclObjects,
  | 'bhabha3dVeto'
  | 'bhabha3dClusters'
  | 'bhabha3dInTrack'
  | 'bhabha3dSelection'
  | 'bhabha3dTheta'
  | 'mumu'
  | 'taub2b'
  | 'sumTotal'
>;

interface PairWindow {
  readonly minDeltaPhi: number;
  readonly maxDeltaPhi: number;
  readonly minSumTheta: number;
  readonly maxSumTheta: number;
}

/**
 * Whether a pair lies strictly inside a window. @param deltaPhi unfolded difference of φ*, 0–359
 * [degrees]
 */
export const deltaPhiInside = (deltaPhi: number, window: PairWindow): boolean =>
  deltaPhi > window.minDeltaPhi && deltaPhi < window.maxDeltaPhi;
/** Whether the sum of polar angles θ* of a pair [degrees] lies strictly inside a window. */
export const sumThetaInside = (sumTheta: number, window: PairWindow): boolean =>
  sumTheta > window.minSumTheta && sumTheta < window.maxSumTheta;
const pairInside = (deltaPhi: number, sumTheta: number, window: PairWindow): boolean =>
  deltaPhiInside(deltaPhi, window) && sumThetaInside(sumTheta, window);

/**
 * Conditions on pairs of clusters: 3-D Bhabha veto and selection with their flags, μμ and the three
 * for τ pairs. Azimuths are not folded, so a window of 160 to 200 is symmetric about back to back.
 * A flag of the veto is the OR over its pairs; the θ flag is that of the last passing pair in
 * cluster order.
 * @see basf2 trg/ecl/src/TrgEclBhabha.cc, trg/ecl/data/ETM_Parameters.dat
 */
export function pairFinder(etm: Etm, adcUnit: number) {
  const { bhabha3dVeto: veto, bhabha3dSelection: selection, mumu, taub2b } = etm;
  const tauPair2 = tauPairOfTwo(etm.taub2b2, adcUnit);
  const tauPair3 = tauPairOfThree(etm.taub2b3, adcUnit);
  const taub2bTotal = atLeast(taub2b.maxTotalEnergy, adcUnit);

  function judge(
    clusters: ClusterColumns,
    first: number,
    a: number,
    b: number,
    event: number,
    out: PairBits,
  ): void {
    const deltaPhi = Math.abs(clusters.phiCms[a] - clusters.phiCms[b]);
    const sumTheta = clusters.thetaCms[a] + clusters.thetaCms[b];
    const low = Math.min(clusters.energyCms[a], clusters.energyCms[b]);
    const high = Math.max(clusters.energyCms[a], clusters.energyCms[b]);
    if (
      low > veto.minEnergyCms &&
      high > veto.maxEnergyCms &&
      pairInside(deltaPhi, sumTheta, veto)
    ) {
      out.bhabha3dVeto[event] = 1;
      out.bhabha3dClusters[event] |= (1 << (a - first)) | (1 << (b - first));
      if (
        inTrackAcceptance(clusters.thetaId[a], veto) ||
        inTrackAcceptance(clusters.thetaId[b], veto)
      )
        out.bhabha3dInTrack[event] = 1;
    }
    if (
      low > selection.minEnergyCms &&
      high > selection.maxEnergyCms &&
      pairInside(deltaPhi, sumTheta, selection)
    ) {
      out.bhabha3dTheta[event] = thetaFlag(Math.min(clusters.thetaId[a], clusters.thetaId[b]));
      out.bhabha3dSelection[event] = 1;
    }
    if (high < mumu.maxEnergyCms && pairInside(deltaPhi, sumTheta, mumu)) out.mumu[event] = 1;
    const lowLab = Math.min(clusters.energyLab[a], clusters.energyLab[b]);
    if (
      out.sumTotal[event] < taub2bTotal &&
      lowLab < taub2b.maxClusterEnergy &&
      pairInside(deltaPhi, sumTheta, taub2b)
    ) {
      out.taub2b[event] |= 1;
    }
    if (tauPair2.pair(clusters, a, b, deltaPhi, sumTheta)) out.taub2b[event] |= 2;
    if (tauPair3.pair(clusters, a, b, deltaPhi, sumTheta)) out.taub2b[event] |= 4;
  }

  return (
    clusters: ClusterColumns,
    first: number,
    end: number,
    event: number,
    out: PairBits,
  ): void => {
    for (let a = first; a < end - 1; a++) {
      for (let b = a + 1; b < end; b++) judge(clusters, first, a, b, event, out);
    }
    if (out.taub2b[event] & 2 && !tauPair2.event(clusters, first, end, out.sumTotal[event]))
      out.taub2b[event] &= ~2;
    if (out.taub2b[event] & 4 && !tauPair3.event(clusters, first, end, out.sumTotal[event]))
      out.taub2b[event] &= ~4;
  };
}

const inTrackAcceptance = (
  thetaId: number,
  { minTrackRing, maxTrackRing }: Etm['bhabha3dVeto'],
): boolean => thetaId >= minTrackRing && thetaId <= maxTrackRing;

/** For the prescale by θ: smaller ring of the pair 1, 2, 3, or 4 and beyond as 0 to 3. */
const thetaFlag = (thetaId: number): number => Math.min(thetaId, 4) - 1;

/** A condition on τ pairs in two halves: what a pair must fulfil, what the event must. */
interface TauPair {
  readonly pair: (
    clusters: ClusterColumns,
    a: number,
    b: number,
    deltaPhi: number,
    sumTheta: number,
  ) => boolean;
  readonly event: (
    clusters: ClusterColumns,
    first: number,
    end: number,
    sumTotal: number,
  ) => boolean;
}

function tauPairOfTwo(config: Etm['taub2b2'], adcUnit: number): TauPair {
  const totalLimit = atLeast(config.maxTotalEnergy, adcUnit);
  return {
    pair: ({ energyLab }, a, b, deltaPhi, sumTheta) =>
      Math.min(energyLab[a], energyLab[b]) > config.minClusterEnergy &&
      pairInside(deltaPhi, sumTheta, config),
    event: ({ thetaId, energyLab }, first, end, sumTotal) => {
      let energeticInEndcap = 0;
      for (let row = first; row < end; row++)
        if (isEndcapRing(thetaId[row]) && energyLab[row] > config.endcapEnergy) energeticInEndcap++;
      return sumTotal < totalLimit && energeticInEndcap < 2;
    },
  };
}

function tauPairOfThree(config: Etm['taub2b3'], adcUnit: number): TauPair {
  const totalLimit = atLeast(config.maxTotalEnergy, adcUnit);
  const allowedRing = (thetaId: number) => thetaId >= 2 && thetaId <= 16;
  return {
    pair: ({ thetaId, energyLab }, a, b, deltaPhi, sumTheta) =>
      allowedRing(thetaId[a]) &&
      allowedRing(thetaId[b]) &&
      Math.max(energyLab[a], energyLab[b]) > config.pairEnergy &&
      pairInside(deltaPhi, sumTheta, config),
    event: ({ energyLab }, first, end, sumTotal) => {
      for (let row = first; row < end; row++) {
        if (!(energyLab[row] > config.minClusterEnergy) || energyLab[row] > config.maxClusterEnergy)
          return false;
      }
      return sumTotal < totalLimit;
    },
  };
}
