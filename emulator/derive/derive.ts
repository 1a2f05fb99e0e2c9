import { cdc } from '../../detector/cdc/cdc.js';
import type { CdcDeposits } from '../../detector/cdc/hits.js';
import { cdcNoise } from '../../detector/cdc/noise.js';
import { degree, GeV } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { transport } from '../../detector/propagation/transport.js';
import { type CdcTables, cdcObjects } from '../../triggers/cdc/cdc-trigger.js';
import { type LeftRightTables, undecidedTables } from '../../triggers/cdc/left-right.js';
import type { CdcObjects } from '../../triggers/cdc/objects.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { countSides, decideSides, leftRightCounts } from './left-right.js';
import { type MuonBatch, type MuonSample, muonBatch } from './muon-sample.js';
import { choosePatterns, type ShortTrackExample, shortTrackExamples } from './short-tracks.js';

/** Parameters that a derivation reads. */
export type DeriveConfig = Pick<EmulatorConfig, 'material' | 'transport' | 'cdc' | 'triggers'>;

/** One batch of a derivation: truth, deposits and what the trigger made of it. */
export interface SimulatedMuons extends MuonBatch {
  readonly deposits: CdcDeposits;
  readonly objects: CdcObjects;
}

const batchSize = 1024;

/**
 * Muons of the left/right tables: the acceptance of segments, from the lowest momentum that passes
 * the chamber.
 */
export const leftRightSample: MuonSample = {
  minPt: 0.25 * GeV,
  maxPt: 10 * GeV,
  minTheta: 20 * degree,
  maxTheta: 148 * degree,
  maxZ0: 2,
};
/**
 * Probability above which a side is given.
 * @see basf2 trg/cdc/data/outerLUT_Bkg_p0.70_b0.80.coe: the tag of the file
 */
const minProbability = 0.7;
/** Muons of the short tracks: those that reach super-layer 4. */
const shortTrackSample: MuonSample = {
  minPt: 0.2 * GeV,
  maxPt: 10 * GeV,
  minTheta: 22 * degree,
  maxTheta: 136 * degree,
  maxZ0: 2,
};

/** Particles of a batch through detector and CDC trigger. */
export function trackSimulation(
  config: DeriveConfig,
  context: RunContext,
  tables?: CdcTables,
): (batch: MuonBatch) => SimulatedMuons {
  const move = transport(config.transport, config.material, context);
  const deposit = cdc.deposit(config.cdc, context);
  const digitize = cdc.digitize(config.cdc, context);
  const noise = cdcNoise(config.cdc, context);
  const find = cdcObjects(config.triggers.cdc, context, tables);
  return ({ particles: generated, addresses }) => {
    const { particles, arcs } = move(generated, addresses);
    const deposits = deposit(particles, addresses, arcs);
    const lists = noise === undefined ? [deposits] : [deposits, noise(addresses)];
    return {
      addresses,
      particles: generated,
      deposits,
      objects: find(digitize(lists, addresses), addresses),
    };
  };
}

/** Muons of a sample through detector and trigger, batch by batch. */
export function* simulateMuons(
  sample: MuonSample,
  count: number,
  config: DeriveConfig,
  context: RunContext,
  tables?: CdcTables,
): Generator<SimulatedMuons> {
  const simulations = (sample.noise ?? [0]).map((rate) =>
    trackSimulation(
      { ...config, cdc: { ...config.cdc, noiseRate: config.cdc.noiseRate + rate } },
      context,
      tables,
    ),
  );
  for (let first = 0, turn = 0; first < count; first += batchSize, turn++) {
    yield simulations[turn % simulations.length]!(
      muonBatch(sample, context, first, Math.min(batchSize, count - first)),
    );
  }
}

const noTables = (): CdcTables => ({ leftRight: undecidedTables(), shortTracks: [] });

/** A derivation yields how many tracks are done and returns its table. */
export type Derivation<T> = Generator<number, T>;

/** Left/right tables from `count` single muons. */
export function* deriveLeftRight(
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Derivation<LeftRightTables> {
  const counts = leftRightCounts();
  let done = 0;
  for (const { deposits, objects, addresses } of simulateMuons(
    leftRightSample,
    count,
    config,
    context,
    noTables(),
  )) {
    countSides(objects.segments, deposits, counts);
    yield (done += addresses.index.length);
  }
  return decideSides(counts, minProbability);
}

/**
 * Patterns of short tracks from `count` single muons, and the share of those with segments in
 * super-layers 0–4 that they find.
 */
export function* deriveShortTracks(
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Derivation<ReturnType<typeof choosePatterns>> {
  const examples: ShortTrackExample[] = [];
  let done = 0;
  for (const { particles, objects, addresses } of simulateMuons(
    shortTrackSample,
    count,
    config,
    context,
    noTables(),
  )) {
    examples.push(...shortTrackExamples(objects, particles));
    yield (done += addresses.index.length);
  }
  return choosePatterns(examples);
}
