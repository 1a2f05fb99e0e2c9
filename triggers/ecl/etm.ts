import { type ConfigOf, integer, quantity, text } from '../../detector/base/config.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { variantChoice } from '../variants.js';
import { clusterFinders } from './cluster-finders.js';

/**
 * The thresholds of the ETM, declared once; a run may change each. Defaults are those of the
 * experiment.
 * @see basf2 trg/ecl/data/ETM_Parameters.dat, unless a line says otherwise
 */

const energy = (value: number, doc: string) => quantity(value, 'GeV', doc, { min: 0 });
const angle = (value: number, doc: string) =>
  integer(value, 'whole degrees', doc, { min: 0, max: 360 });

/**
 * Strict limits on the difference of φ* (unfolded, 0–359) and the sum of θ* of a pair of clusters.
 */
const pairWindow = (minPhi: number, maxPhi: number, minTheta: number, maxTheta: number) => ({
  minDeltaPhi: angle(minPhi, 'Lower limit on the difference of the azimuths of a pair, CMS'),
  maxDeltaPhi: angle(maxPhi, 'Upper limit on the difference of the azimuths of a pair, CMS'),
  minSumTheta: angle(minTheta, 'Lower limit on the sum of the polar angles of a pair, CMS'),
  maxSumTheta: angle(maxTheta, 'Upper limit on the sum of the polar angles of a pair, CMS'),
});

const ringPair = (forward: number, backward: number, rings: string) => ({
  forward: energy(forward, `Least energy in the forward rings of ${rings}`),
  backward: energy(backward, `Least energy in the backward rings of ${rings}`),
});

/**
 * Two energies that the clusters of a Bhabha pair pass: both the lower, at least one the higher.
 */
const bhabhaEnergies = (low: number, high: number) => ({
  minEnergyCms: energy(low, 'Energy that both clusters exceed, CMS'),
  maxEnergyCms: energy(high, 'Energy that at least one cluster exceeds, CMS'),
});

/**
 * What the object stage needs: conversion, timing quality and every condition on ring sums and
 * pairs of clusters.
 */
export const etmSchema = {
  adcUnit: quantity(5.231 * MeV, 'MeV', 'Energy of one ADC count of a trigger cell', {
    min: 0.1 * MeV,
  }),
  clusterLimit: integer(6, 'clusters', 'Clusters kept; more set the overflow flag', {
    min: 1,
    max: 15,
  }),
  clustering: variantChoice(clusterFinders, 'Clusters'),
  highEnergyCms: energy(2 * GeV, 'Cluster energy of which lml8 to lml11 allow no cluster, CMS'),
  timing: {
    fineEnergy: energy(1 * GeV, 'Energy of the timing cell above which the event time is fine'),
    superFineEnergy: energy(
      20 * GeV,
      'Energy of the timing cell above which the event time is super-fine',
    ),
  },
  bhabha2d: {
    icnLimit: integer(4, 'clusters', 'The 2-D Bhabha bit needs fewer isolated clusters than this', {
      min: 0,
      max: 128,
    }),
    type1: ringPair(4 * GeV, 2.5 * GeV, '1+2+3 and 16+17'),
    type2: ringPair(4 * GeV, 2.5 * GeV, '3 and 15'),
    type3: ringPair(4 * GeV, 2.5 * GeV, '4 and 14+15'),
    type4: ringPair(4 * GeV, 2.5 * GeV, '5 and 14+15'),
    type5: ringPair(4 * GeV, 2.5 * GeV, '4+5 and 14'),
    type6: ringPair(4 * GeV, 2.5 * GeV, '5 and 13+14'),
    type7: ringPair(4 * GeV, 2.5 * GeV, '5 and 12+13'),
    type8: ringPair(4 * GeV, 2.5 * GeV, '5+6 and 13'),
    type9: ringPair(4 * GeV, 2.5 * GeV, '5+6 and 12'),
    type10: ringPair(4 * GeV, 2.5 * GeV, '6+7 and 12'),
    type11: ringPair(4 * GeV, 2.5 * GeV, '6+7 and 11'),
    type12: ringPair(4 * GeV, 2.5 * GeV, '7+8 and 11'),
    type13: ringPair(3 * GeV, 3 * GeV, '8 and 10+11'),
    type14: ringPair(3.5 * GeV, 3 * GeV, '8+9 and 9+10'),
  },
  bhabha3dVeto: {
    ...pairWindow(160, 200, 165, 190),
    ...bhabhaEnergies(3 * GeV, 4.5 * GeV),
    minTrackRing: integer(3, 'TC ring', 'First ring inside the acceptance of tracks', {
      min: 1,
      max: 17,
    }),
    maxTrackRing: integer(15, 'TC ring', 'Last ring inside the acceptance of tracks', {
      min: 1,
      max: 17,
    }),
  },
  bhabha3dSelection: { ...pairWindow(140, 220, 160, 200), ...bhabhaEnergies(2.5 * GeV, 4 * GeV) },
  mumu: {
    ...pairWindow(160, 200, 165, 190),
    maxEnergyCms: energy(2 * GeV, 'Energy below which both clusters are, CMS'),
  },
  taub2b: {
    ...pairWindow(110, 250, 130, 230),
    maxTotalEnergy: energy(7 * GeV, 'Energy in rings 1 to 17 is below this'),
    maxClusterEnergy: energy(
      1.9 * GeV,
      'At least one cluster of the pair is below this, laboratory',
    ),
  },
  taub2b2: {
    ...pairWindow(120, 240, 140, 220),
    maxTotalEnergy: energy(7 * GeV, 'Energy in rings 1 to 17 is below this'),
    endcapEnergy: energy(3 * GeV, 'Fewer than two endcap clusters exceed this, laboratory'),
    minClusterEnergy: energy(162 * MeV, 'Both clusters of the pair exceed this, laboratory'),
  },
  taub2b3: {
    ...pairWindow(120, 240, 140, 220),
    maxTotalEnergy: energy(7 * GeV, 'Energy in rings 1 to 17 is below this'),
    pairEnergy: energy(140 * MeV, 'At least one cluster of the pair exceeds this, laboratory'),
    minClusterEnergy: energy(120 * MeV, 'Every cluster exceeds this, laboratory'),
    maxClusterEnergy: energy(4.5 * GeV, 'No cluster exceeds this, laboratory'),
  },
  hie: {
    ...pairWindow(150, 210, 160, 200),
    minEnergy: energy(
      1 * GeV,
      'Energy in rings 2 to 15 that hie1 to hie4 need (a constant in trg/ecl/src/TrgEclMaster.cc)',
    ),
    minLowEnergy: energy(0.5 * GeV, 'hie4 vetoes only when both clusters exceed this, laboratory'),
  },
} as const;

/** Clusters, sums and conditions of the ECL trigger, in base units. */
export interface EtmConfig extends ConfigOf<typeof etmSchema> {}

/** What the bits outside the single-photon family need. */
export const sumSchema = {
  elow: energy(0.5 * GeV, 'Energy in rings 2 to 15 that sets elow'),
  ehigh: energy(1 * GeV, 'Energy in rings 2 to 15 that sets ehigh'),
  elum: energy(3 * GeV, 'Energy in rings 2 to 15 that sets elum'),
  burst: energy(20 * GeV, 'Energy in rings 1 to 17 that sets ecl_bst'),
  physics: energy(1 * GeV, 'Energy in rings 2 to 15 that sets ecl_phys'),
  physicsIcn: integer(3, 'clusters', 'Isolated clusters above which ecl_phys is set', {
    min: 0,
    max: 127,
  }),
} as const;

/** Thresholds on energy sums, in base units. */
export interface SumConfig extends ConfigOf<typeof sumSchema> {}

/** What the low-multiplicity bits need that no family owns. */
export const lowMultiplicitySchema = {
  lml0MinEnergy: energy(300 * MeV, 'Energy of the clusters that lml0 counts, laboratory'),
  lml0Clusters: integer(1, 'clusters', 'Clusters above that energy which lml0 needs', {
    min: 0,
    max: 6,
  }),
  vetoedEnergyCms: energy(2 * GeV, 'Cluster energy for lml3 and lml5, CMS'),
  vetoedOuterRings: text('2-3,15-16', 'Rings of lml3'),
  vetoedInnerRings: text('1,17', 'Rings of lml5'),
  pairEnergy: energy(250 * MeV, 'Energy that separates the clusters of lml8 and lml9, laboratory'),
  pairMinDeltaPhi: angle(
    170,
    'Lower limit on the azimuth difference (folded, at most 180) of lml8 and lml9, CMS',
  ),
  lml10MinDeltaPhi: angle(160, 'Lower limit on the azimuth difference (folded) of lml10, CMS'),
  lml10MinSumTheta: angle(160, 'Lower limit on the sum of polar angles of lml10, CMS'),
  lml10MaxSumTheta: angle(200, 'Upper limit on the sum of polar angles of lml10, CMS'),
  lml12MinEnergy: energy(500 * MeV, 'Energy of the clusters that lml12 counts, laboratory'),
  lml12Clusters: integer(1, 'clusters', 'Clusters above that energy which lml12 needs', {
    min: 0,
    max: 6,
  }),
  lml12Rings: text('2-16', 'Rings of lml12'),
} as const;

/** Cuts of the low-multiplicity bits, in base units. */
export interface LowMultiplicityConfig extends ConfigOf<typeof lowMultiplicitySchema> {}

/** Least number of clusters of lml0 and lml12. @see basf2 trg/ecl/src/TrgEclMaster.cc */
export const multiplicityOfThree = 3;
