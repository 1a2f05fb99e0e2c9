import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import {
  axialRows,
  firstClass,
  type HoughVotes,
  maxRun,
  phiCells,
  phiCellsPerSector,
  segmentsPerSector,
  stereoRows,
  type Votes,
} from './hough-space.js';
import { firstSegment, segmentCount } from './layout.js';
import type { Segments } from './objects.js';

/** Cells of a row: a turn, and as many as a run may reach beyond its end. */
const stride = phiCells + maxRun;

/** Columns of the segments of an event that vote. */
type Voters = Pick<Segments, 'segment' | 'position'>;

/** Class of a segment, and the first cell of azimuth of its sector. */
export interface Voter {
  kind: number;
  sector: number;
}

/** Writes to `out` which votes are those of a segment: its class, and where its sector begins. */
export function findVoter(
  { segment, position }: Voters,
  row: number,
  superLayer: number,
  out: Voter,
): void {
  const period = segmentsPerSector[superLayer];
  const number = segment[row] - firstSegment[superLayer];
  const sector = Math.floor(number / period);
  out.kind = firstClass[superLayer] + 3 * (number - sector * period) + position[row] - 1;
  out.sector = phiCellsPerSector * sector;
}

/** Vote of a segment for a cell. */
export function voteFor(
  { rows, first, start, weights }: Votes,
  { kind, sector }: Voter,
  row: number,
  phi: number,
): number {
  const run = kind * rows + row;
  let at = phi - sector - first[run];
  at -= phiCells * Math.floor(at / phiCells);
  return at < start[run + 1] - start[run] ? weights[start[run] + at] : 0;
}

/** Runs of votes in the memory of the kernels, see `castVotes`. */
interface PlacedVotes {
  readonly rows: number;
  readonly firsts: number;
  readonly lengths: number;
  readonly weights: number;
  readonly starts: number;
}

/** Weights that are added at once. */
const lanes = 8;

function placeVotes({ rows, first, start, weights }: Votes): PlacedVotes {
  const lengths = Uint8Array.from(first, (_, run) => start[run + 1] - start[run]);
  const starts = new Uint32Array(first.length / rows);
  let room = 0;
  lengths.forEach((length, run) => {
    if (run % rows === 0) starts[run / rows] = room;
    room += lanes * Math.ceil(length / lanes);
  });
  const padded = new Uint8Array(room);
  let at = 0;
  lengths.forEach((length, run) => {
    padded.set(weights.subarray(start[run], start[run] + length), at);
    at += lanes * Math.ceil(length / lanes);
  });
  return {
    rows,
    firsts: placeTable(first),
    lengths: placeTable(lengths),
    weights: placeTable(padded),
    starts: placeTable(starts),
  };
}

// The space of the event that is being looked at, by whatever finder.
const planes = {
  axial: new KernelColumn(Uint16Array, axialRows * stride),
  layers: new KernelColumn(Uint8Array, axialRows * stride),
  stereo: new KernelColumn(Uint16Array, stereoRows * stride),
};
/** Class and sector of each segment that votes. */
const votersOfEvent = new KernelColumn(Int32Array, 2 * segmentCount);

/**
 * The space of an event. Axial segments vote for curvature and azimuth, `axial`, and leave the bit
 * of their super-layer in `layers`; stereo segments vote for all three, `stereo`. Place of a cell:
 * row · stride + azimuth.
 */
export function houghSpace(votes: HoughVotes) {
  const ofAxial = placeVotes(votes.axial);
  const ofStereo = placeVotes(votes.stereo);
  const voter: Voter = { kind: 0, sector: 0 };
  const layerStarts = new Int32Array(superLayerCount + 1);

  /** Lists class and sector of the segments of every second super-layer; returns how many. */
  function listVoters(first: number, voters: Voters, layerRows: Int32Array): number {
    const { values } = votersOfEvent;
    let count = 0;
    for (let superLayer = first; superLayer < superLayerCount; superLayer += 2) {
      layerStarts[superLayer] = count;
      for (let row = layerRows[superLayer]; row < layerRows[superLayer + 1]; row++) {
        findVoter(voters, row, superLayer, voter);
        values[2 * count] = voter.kind;
        values[2 * count++ + 1] = voter.sector;
      }
      layerStarts[superLayer + 1] = count;
    }
    return count;
  }

  function cast(
    count: number,
    { rows, firsts, lengths, weights, starts }: PlacedVotes,
    to: number,
  ) {
    kernels.castVotes(votersOfEvent.address, count, rows, firsts, lengths, weights, starts, to);
  }

  function voteAxial(voters: Voters, layerRows: Int32Array): void {
    const { rows, firsts, lengths } = ofAxial;
    const plane = planes.layers;
    cast(listVoters(0, voters, layerRows), ofAxial, planes.axial.address);
    plane.values.fill(0);
    for (let superLayer = 0, bit = 1; superLayer < superLayerCount; superLayer += 2, bit <<= 1) {
      const start =
        votersOfEvent.address + 2 * Int32Array.BYTES_PER_ELEMENT * layerStarts[superLayer];
      const count = layerStarts[superLayer + 1] - layerStarts[superLayer];
      kernels.markVoters(start, count, rows, firsts, lengths, plane.address, bit);
    }
    kernels.closeMarks(plane.address, rows);
  }

  function voteStereo(voters: Voters, layerRows: Int32Array): void {
    cast(listVoters(1, voters, layerRows), ofStereo, planes.stereo.address);
  }

  return { stride, planes, voteAxial, voteStereo };
}
