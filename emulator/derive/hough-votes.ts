import { atan2, hypot } from '../../detector/base/elementary.js';
import { degree, GeV } from '../../detector/base/units.js';
import { particleCharge } from '../../detector/pdg.js';
import type { RunContext } from '../../detector/event.js';
import {
  axialRows,
  classCounts,
  firstClass,
  type HoughVotes,
  maxRun,
  maxVote,
  omegaCells,
  omegaPlace,
  phiCells,
  phiCellsPerSector,
  phiPlace,
  segmentsPerSector,
  stereoRows,
  thetaCells,
  thetaPlace,
  type Votes,
} from '../../triggers/cdc/hough-space.js';
import { firstSegment } from '../../triggers/cdc/layout.js';
import type { Segments } from '../../triggers/cdc/objects.js';
import { type DeriveConfig, type Derivation, simulateMuons } from './derive.js';
import type { MuonSample } from './muon-sample.js';

/**
 * Muons of the collision point over all of the space; nearly straight ones to fill the cells around
 * zero curvature.
 */
const voteSample: MuonSample = {
  minPt: 0.25 * GeV,
  maxPt: 100 * GeV,
  minTheta: 28 * degree,
  maxTheta: 129 * degree,
  maxZ0: 1,
};

/**
 * A vote grows with the share of a cell's tracks that make the segment, compared with the usual
 * share of segments of its class: those of second priority are rare everywhere and tell as much. So
 * many times the usual share have the largest vote; tuned so that the published thresholds (32 and
 * 450 votes) find 99 % of the tracks.
 */
const fullVote = 1.6;

/** Cells of azimuth, on either side of a segment's sector, in which its tracks may start. */
const reach = 96;

/** Votes from `count` single muons. */
export function* deriveHoughVotes(
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Derivation<HoughVotes> {
  const axial = new VoteCounts(classCounts[0], axialRows);
  const stereo = new VoteCounts(classCounts[1], stereoRows);
  let done = 0;
  for (const { particles, objects, addresses } of simulateMuons(
    voteSample,
    count,
    config,
    context,
  )) {
    const { offsets, pdg, px, py, pz } = particles;
    for (let event = 0; event < addresses.index.length; event++) {
      const muon = offsets[event]!;
      const pt = hypot(px[muon]!, py[muon]!);
      const omega = Math.floor(omegaPlace(particleCharge(pdg[muon]!) / pt));
      const phi = (Math.floor(phiPlace(atan2(py[muon]!, px[muon]!))) + phiCells) % phiCells;
      const theta = Math.floor(thetaPlace(pz[muon]! / pt));
      if (omega < 0 || omega >= omegaCells || theta < 0 || theta >= thetaCells) continue;
      axial.addTrack(omega, phi);
      stereo.addTrack(omega * thetaCells + theta, phi);
      countSegments(objects.segments, event, phi, omega, theta, axial, stereo);
    }
    yield (done += addresses.index.length);
  }
  return { axial: axial.votes(), stereo: stereo.votes() };
}

function countSegments(
  { offsets, segment, superLayer, position }: Segments,
  event: number,
  phi: number,
  omega: number,
  theta: number,
  axial: VoteCounts,
  stereo: VoteCounts,
): void {
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    const layer = superLayer[row]!;
    const period = segmentsPerSector[layer]!;
    const number = segment[row]! - firstSegment[layer]!;
    const sector = Math.floor(number / period);
    const kind = firstClass[layer]! + 3 * (number - sector * period) + position[row]! - 1;
    const cells = phi - phiCellsPerSector * sector;
    const distance = cells - phiCells * Math.round(cells / phiCells);
    if (layer % 2 === 0) axial.addSegment(kind, omega, distance);
    else stereo.addSegment(kind, omega * thetaCells + theta, distance);
  }
}

/** How many tracks start in each cell, and how many of them make a segment of each class. */
class VoteCounts {
  readonly #tracks: Uint32Array;
  readonly #segments: Uint32Array;
  readonly #rows: number;

  constructor(classes: number, rows: number) {
    this.#rows = rows;
    this.#tracks = new Uint32Array(rows * phiCellsPerSector);
    this.#segments = new Uint32Array(classes * rows * 2 * reach);
  }

  addTrack(row: number, phi: number): void {
    this.#tracks[row * phiCellsPerSector + (phi % phiCellsPerSector)]!++;
  }

  addSegment(kind: number, row: number, distance: number): void {
    if (Math.abs(distance) < reach)
      this.#segments[(kind * this.#rows + row) * 2 * reach + distance + reach]!++;
  }

  /**
   * A run reaches from the first to the last vote in sight of the largest; later turns of curling
   * tracks are left out.
   */
  votes(): Votes {
    const runs = this.#segments.length / (2 * reach);
    const first = new Int16Array(runs);
    const start = new Uint32Array(runs + 1);
    const weights: number[] = [];
    for (let kind = 0, run = 0; run < runs; kind++) {
      const usual = this.#usualShare(kind);
      for (let row = 0; row < this.#rows; row++, run++) {
        const votes = Array.from({ length: 2 * reach }, (_, cell) =>
          Math.min(maxVote, Math.round((maxVote * this.#share(run, cell)) / (fullVote * usual))),
        );
        const [from, end] = runAround(votes);
        first[run] = from - reach;
        weights.push(...votes.slice(from, end));
        start[run + 1] = weights.length;
      }
    }
    return { rows: this.#rows, first, start, weights: Uint8Array.from(weights) };
  }

  /** Share of the tracks from a cell that make the segment of a run. */
  #share(run: number, cell: number): number {
    const made = this.#segments[run * 2 * reach + cell]!;
    return made === 0
      ? 0
      : made / this.#tracks[(run % this.#rows) * phiCellsPerSector + (cell % phiCellsPerSector)]!;
  }

  /** Mean share over the tracks that make a segment of the class. */
  #usualShare(kind: number): number {
    let sum = 0;
    let squares = 0;
    for (let run = kind * this.#rows; run < (kind + 1) * this.#rows; run++) {
      for (let cell = 0; cell < 2 * reach; cell++) {
        const share = this.#share(run, cell);
        sum += share;
        squares += share * share;
      }
    }
    return squares / sum;
  }
}

/** First cell and end of the votes around the largest, without a gap. */
function runAround(votes: readonly number[]): [number, number] {
  const largest = Math.max(...votes);
  if (largest === 0) return [0, 0];
  let from = votes.indexOf(largest);
  let end = from + 1;
  while (from > 0 && votes[from - 1]! > 0) from--;
  while (end < votes.length && votes[end]! > 0) end++;
  return [from, Math.min(end, from + maxRun)];
}
