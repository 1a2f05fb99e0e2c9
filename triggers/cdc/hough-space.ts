import { tan } from '../../detector/base/elementary.js';
import { degree } from '../../detector/base/units.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { curvatureConstant, solenoidField } from '../../detector/field.js';
import { segmentsIn } from './layout.js';

/**
 * Space of track parameters in which all segments vote: charge over transverse momentum (±4 /GeV),
 * azimuth at the origin, and cot θ, the largest first. @see basf2 trg/cdc/include/NDFinder.h,
 * trg/cdc/modules/houghETF/src/CDCTriggerNDFinderModule.cc
 */
export const omegaCells = 40;
/** Cells in azimuth, a whole turn. */
export const phiCells = 384;
/** Cells in cot θ. */
export const thetaCells = 9;
const maxOmega = 4;
const firstCotTheta = 1 / tan(28.85 * degree);
const lastCotTheta = 1 / tan(128.49 * degree);
/** Width of a cell in charge over transverse momentum [1/GeV]. */
export const omegaStep = (2 * maxOmega) / omegaCells;
/** Width of a cell in azimuth [rad]. */
export const phiStep = (2 * Math.PI) / phiCells;
const cotThetaStep = (lastCotTheta - firstCotTheta) / thetaCells;

/**
 * Place of a charge over transverse momentum [1/GeV] in cells, 0 to `omegaCells`; whole numbers are
 * edges.
 */
export const omegaPlace = (chargeOverPt: number): number => (chargeOverPt + maxOmega) / omegaStep;
/** Place of an azimuth [rad] in cells. */
export const phiPlace = (phi: number): number => phi / phiStep;
/** Place of cot θ in cells, 0 to `thetaCells`. */
export const thetaPlace = (cotTheta: number): number => (cotTheta - firstCotTheta) / cotThetaStep;
/** Signed curvature of a track at a place in cells [1/cm]. */
export const omegaAt = (place: number): number =>
  (place * omegaStep - maxOmega) * curvatureConstant * solenoidField;
/** cot θ of a track at a place in cells. */
export const cotThetaAt = (place: number): number => firstCotTheta + place * cotThetaStep;

/**
 * The chamber repeats after 1/32 of a turn, 12 cells of azimuth, so that votes are kept for the
 * segments of one sector: 41 axial and 32 stereo ones, each for three priority positions. Class =
 * firstClass + 3 · (number mod period) + position − 1, axial and stereo apart.
 */
const sectors = 32;
/** Cells in azimuth of one sector of the chamber. */
export const phiCellsPerSector = phiCells / sectors;
/** Segments of a super-layer in a sector. */
export const segmentsPerSector = Uint8Array.from(segmentsIn, (count) => count / sectors);
/** Class at which a super-layer begins, among the axial or the stereo ones. */
export const firstClass = new Uint16Array(superLayerCount);
/** Number of classes: axial, stereo. */
export const classCounts: readonly [number, number] = [numberClasses(0), numberClasses(1)];

function numberClasses(first: number): number {
  let next = 0;
  for (let superLayer = first; superLayer < superLayerCount; superLayer += 2) {
    firstClass[superLayer] = next;
    next += 3 * segmentsPerSector[superLayer];
  }
  return next;
}

/**
 * Votes of a kind of segment: for each class and each row of the space (a curvature, of stereo
 * segments a curvature and a polar angle) a run of cells in azimuth with weights 1–7. Run r = class
 * · rows + row starts at cell `first[r]`, counted from the segment's sector, and its weights are
 * `weights[start[r]]` up to `start[r + 1]`.
 */
export interface Votes {
  readonly rows: number;
  readonly first: Int16Array;
  readonly start: Uint32Array;
  readonly weights: Uint8Array;
}

/** Votes of axial segments, for azimuth and curvature, and of stereo ones, for cot θ too. */
export interface HoughVotes {
  readonly axial: Votes;
  readonly stereo: Votes;
}

/** Rows of the votes of axial segments: one a curvature. */
export const axialRows = omegaCells;
/** Rows of the votes of stereo segments: one a curvature and polar angle. */
export const stereoRows = omegaCells * thetaCells;
/** Longest run that the finder makes room for. */
export const maxRun = 32;
/** Highest weight of a vote: three bits. */
export const maxVote = 7;

/** Two votes a byte as base64: of every run first cell + 128, length, then its weights in pairs. */
export function packVotes({ first, start, weights }: Votes): string {
  const bytes: number[] = [];
  first.forEach((cell, run) => {
    const length = start[run + 1] - start[run];
    bytes.push(length === 0 ? 0 : cell + 128, length);
    for (let at = start[run]; at < start[run + 1]; at += 2)
      bytes.push(weights[at] | (at + 1 < start[run + 1] ? weights[at + 1] << 4 : 0));
  });
  return Buffer.from(bytes).toString('base64');
}

/** Votes from their text, of so many classes and rows. */
export function unpackVotes(text: string, classes: number, rows: number): Votes {
  const bytes = Buffer.from(text, 'base64');
  const first = new Int16Array(classes * rows);
  const start = new Uint32Array(classes * rows + 1);
  const weights: number[] = [];
  let at = 0;
  for (let run = 0; run < first.length; run++) {
    first[run] = bytes[at++] - 128;
    const length = bytes[at++];
    for (let cell = 0; cell < length; cell++)
      weights.push((bytes[at + (cell >> 1)] >> (4 * (cell & 1))) & 15);
    at += (length + 1) >> 1;
    start[run + 1] = weights.length;
  }
  return { rows, first, start, weights: Uint8Array.from(weights) };
}
