// kernel: votes of all segments of an event in a space of 138 thousand cells; planes are scratch
// memory
import { superLayerCount } from '../../detector/cdc/geometry.js';
import {
  firstClass,
  type HoughVotes,
  maxRun,
  omegaCells,
  phiCells,
  phiCellsPerSector,
  segmentsPerSector,
  stereoRows,
  type Votes,
} from './hough-space.js';
import { firstSegment } from './layout.js';
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

/**
 * The space of an event. Axial segments vote for curvature and azimuth, `axial`, and leave the bit
 * of their super-layer in `layers`; stereo segments vote for all three, `stereo`. Place of a cell:
 * row · stride + azimuth.
 */
export function houghSpace(votes: HoughVotes) {
  const axial = new Uint16Array(omegaCells * stride);
  const layers = new Uint8Array(omegaCells * stride);
  const stereo = new Uint16Array(stereoRows * stride);
  const voter: Voter = { kind: 0, sector: 0 };

  function begin(superLayer: number, voters: Voters, row: number): number {
    findVoter(voters, row, superLayer, voter);
    return voter.kind;
  }

  function voteAxial(voters: Voters, layerRows: Int32Array): void {
    const { first, start, weights } = votes.axial;
    axial.fill(0);
    layers.fill(0);
    for (let superLayer = 0, bit = 1; superLayer < superLayerCount; superLayer += 2, bit <<= 1) {
      for (let row = layerRows[superLayer]; row < layerRows[superLayer + 1]; row++) {
        let run = begin(superLayer, voters, row) * omegaCells;
        const { sector } = voter;
        for (let line = 0; line < axial.length; line += stride, run++) {
          const end = start[run + 1];
          let at = start[run];
          if (at === end) continue;
          let phi = sector + first[run];
          phi = phi < 0 ? phi + phiCells : phi >= phiCells ? phi - phiCells : phi;
          for (let cell = line + phi; at < end; at++, cell++) {
            axial[cell] += weights[at];
            layers[cell] |= bit;
          }
        }
      }
    }
    for (let line = 0; line < axial.length; line += stride) {
      for (let cell = line; cell < line + maxRun; cell++) {
        axial[cell] += axial[cell + phiCells];
        layers[cell] |= layers[cell + phiCells];
      }
    }
  }

  function voteStereo(voters: Voters, layerRows: Int32Array): void {
    const { first, start, weights } = votes.stereo;
    stereo.fill(0);
    for (let superLayer = 1; superLayer < superLayerCount; superLayer += 2) {
      for (let row = layerRows[superLayer]; row < layerRows[superLayer + 1]; row++) {
        let run = begin(superLayer, voters, row) * stereoRows;
        const { sector } = voter;
        for (let line = 0; line < stereo.length; line += stride, run++) {
          const end = start[run + 1];
          let at = start[run];
          if (at === end) continue;
          let phi = sector + first[run];
          phi = phi < 0 ? phi + phiCells : phi >= phiCells ? phi - phiCells : phi;
          for (let cell = line + phi; at < end; at++, cell++) stereo[cell] += weights[at];
        }
      }
    }
    for (let line = 0; line < stereo.length; line += stride) {
      for (let cell = line; cell < line + maxRun; cell++) stereo[cell] += stereo[cell + phiCells];
    }
  }

  return { stride, axial, layers, stereo, voteAxial, voteStereo };
}
