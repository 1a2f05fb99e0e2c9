import { degree, GeV } from '../../detector/base/units.js';
import { superLayerCount, superLayerOfLayer, layerOfWire } from '../../detector/cdc/geometry.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { tick } from '../../triggers/cdc/clock.js';
import type { CdcObjects } from '../../triggers/cdc/objects.js';
import type { GrlObjects } from '../../triggers/grl/objects.js';
import { type StageTable, round, stageOf } from './stage.js';

const positions = ['none', 'right', 'left', 'first'] as const;
const sides = ['–', 'right', 'left', 'undecided'] as const;
const timeSources = ['none', 'histogram', 'fastest priority', 'Hough tracks'] as const;

/** The drift chamber and its trigger in one event. */
export function cdcStages(hits: CdcHits, objects: CdcObjects): readonly StageTable[] {
  return [
    hitStage(hits),
    segmentStage(objects),
    trackStage(objects),
    shortStage(objects),
    eventTimeStage(objects),
  ];
}

function hitStage({ wire }: CdcHits): StageTable {
  const counts = new Uint32Array(superLayerCount);
  for (const number of wire) {
    const superLayer = superLayerOfLayer[layerOfWire[number]!]!;
    counts[superLayer] = counts[superLayer]! + 1;
  }
  return stageOf('CDC hits', 'wires hit, by super-layer', superLayerCount, {
    'super-layer': (row) => row,
    hits: (row) => counts[row]!,
  });
}

function segmentStage({ segments }: CdcObjects): StageTable {
  const { segment, superLayer, position, leftRight, priorityTime, fastestTime } = segments;
  return stageOf(
    'track segments',
    'four of five rows hit; times in ticks of 1.965 ns',
    segment.length,
    {
      segment: (row) => segment[row]!,
      'super-layer': (row) => superLayer[row]!,
      'priority wire': (row) => positions[position[row]!]!,
      'left/right': (row) => sides[leftRight[row]!]!,
      'priority time': (row) => priorityTime[row]!,
      'fastest time': (row) => fastestTime[row]!,
    },
  );
}

function trackStage({ tracks2d, tracks3d }: CdcObjects): StageTable {
  const { phiIndex, omegaIndex, charge, phi, pt, votes, votesAround, cotTheta } = tracks2d;
  const fit = new Map(Array.from(tracks3d.track, (track, row): [number, number] => [track, row]));
  const ofFit = (track: number, read: (row: number) => number): string | number => {
    const row = fit.get(track);
    return row === undefined ? '–' : read(row);
  };
  const finder =
    votes === undefined
      ? '2-D finder on its half-cell grid'
      : '3-D finder, numbers on the half-cell grid of the 2-D one';
  return stageOf('full tracks', `${finder}, with the 3-D fit`, phi.length, {
    'phi index': (row) => phiIndex[row]!,
    'omega index': (row) => omegaIndex[row]!,
    charge: (row) => charge[row]!,
    'phi [deg]': (row) => round(phi[row]! / degree, 2),
    'pt [GeV]': (row) => (Number.isFinite(pt[row]!) ? round(pt[row]! / GeV, 3) : '∞'),
    ...(votes !== undefined && {
      votes: (row: number) => votes[row]!,
      'votes around': (row: number) => votesAround![row]!,
      'cot theta, finder': (row: number) => round(cotTheta![row]!, 2),
    }),
    'z0 [cm]': (row) => ofFit(row, (of) => round(tracks3d.z0[of]!, 1)),
    'cot theta': (row) => ofFit(row, (of) => round(tracks3d.cotTheta[of]!, 2)),
  });
}

function shortStage({ shortTracks, innerTracks }: CdcObjects): StageTable {
  const shortCount = shortTracks.bin.length;
  return stageOf(
    'short and inner tracks',
    'azimuth bins of 5.625°',
    shortCount + innerTracks.bin.length,
    {
      kind: (row) => (row < shortCount ? 'short' : 'inner'),
      bin: (row) => (row < shortCount ? shortTracks.bin[row]! : innerTracks.bin[row - shortCount]!),
    },
  );
}

function eventTimeStage({ eventTime, eventTimeSource }: CdcObjects): StageTable {
  return {
    stage: 'CDC event time',
    doc: 'from the histogram of fastest times or from Hough tracks, else the fastest priority time',
    columns: ['quantity', 'value'],
    rows: [
      ['source', timeSources[eventTimeSource[0]!]!],
      ['time [ticks]', eventTime[0]!],
      ['time [ns]', round(eventTime[0]! * tick, 1)],
    ],
  };
}

/** Full tracks and the clusters that the GRL matches them to. */
export const matchStage = ({ matches: { track, cluster } }: GrlObjects): StageTable =>
  stageOf('matched tracks', 'full tracks at a cluster of the barrel, both in order', track.length, {
    'full track': (row) => track[row]! + 1,
    cluster: (row) => cluster[row]! + 1,
  });

/** What the GRL counts and matches in one event; zeros are left out. */
export function grlStage(objects: GrlObjects): StageTable {
  const rows = Object.entries(objects)
    .map(([name, column]): [string, unknown] => [
      name,
      column instanceof Uint8Array ? column[0] : 0,
    ])
    .filter((row): row is [string, number] => typeof row[1] === 'number' && row[1] !== 0);
  return {
    stage: 'GRL',
    doc: 'counts, and masks of opening angles, that are not 0',
    columns: ['quantity', 'value'],
    rows,
  };
}
