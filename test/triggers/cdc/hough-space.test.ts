import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import {
  axialRows,
  classCounts,
  cotThetaAt,
  firstClass,
  maxRun,
  maxVote,
  omegaAt,
  omegaPlace,
  packVotes,
  segmentsPerSector,
  stereoRows,
  thetaPlace,
  unpackVotes,
} from '../../../triggers/cdc/hough-space.js';
import { houghVotes } from '../../../triggers/cdc/tables/hough-votes.js';

describe('the space of the 3-D finder', () => {
  it('has cells of 0.2 /GeV from −4 to 4, and cot θ from 28.85° to 128.49°', () => {
    expect(omegaPlace(-4)).toBe(0);
    expect(omegaPlace(4)).toBeCloseTo(40, 10);
    expect(omegaPlace(0.2) - omegaPlace(0)).toBeCloseTo(1, 10);
    expect(thetaPlace(1 / Math.tan(28.85 * degree))).toBeCloseTo(0, 10);
    expect(thetaPlace(1 / Math.tan(128.49 * degree))).toBeCloseTo(9, 10);
    // Published corners of the space.
    expect(cotThetaAt(0)).toBeCloseTo(1.8154, 3);
    expect(cotThetaAt(9)).toBeCloseTo(-0.7952, 3);
  });

  it('gives the curvature of a track back: R = 222.4 cm at 1 GeV', () => {
    expect(1 / omegaAt(omegaPlace(1))).toBeCloseTo(222.4, 1);
    expect(1 / omegaAt(omegaPlace(-0.5))).toBeCloseTo(-444.8, 1);
  });

  it('repeats after 1/32 turn: 41 axial and 32 stereo segments, three positions each', () => {
    const perSector = (first: number): number =>
      [...segmentsPerSector].filter((_, layer) => layer % 2 === first).reduce((a, b) => a + b);
    expect(perSector(0)).toBe(41);
    expect(perSector(1)).toBe(32);
    expect(classCounts).toEqual([123, 96]);
    expect(firstClass[2]).toBe(15);
  });
});

describe('votes', () => {
  it('of the package are 1 to 7 and fit the room of the finder', () => {
    const { axial, stereo } = houghVotes();
    expect(axial.first.length).toBe(classCounts[0] * axialRows);
    expect(stereo.first.length).toBe(classCounts[1] * stereoRows);
    for (const { first, start, weights } of [axial, stereo]) {
      expect(weights.every((weight) => weight >= 1 && weight <= maxVote)).toBe(true);
      expect(first.every((_, run) => start[run + 1]! - start[run]! <= maxRun)).toBe(true);
    }
  });

  it('are the same after packing and unpacking', () => {
    const runs = fc.array(
      fc.tuple(
        fc.integer({ min: -128, max: 127 }),
        fc.array(fc.integer({ min: 1, max: maxVote }), { maxLength: maxRun }),
      ),
      { minLength: 6, maxLength: 6 },
    );
    fc.assert(
      fc.property(runs, (list) => {
        const start = Uint32Array.from({ length: list.length + 1 }, (_, run) =>
          list.slice(0, run).reduce((sum, [, weights]) => sum + weights.length, 0),
        );
        const votes = {
          rows: 3,
          first: Int16Array.from(list, ([first, weights]) => (weights.length === 0 ? -128 : first)),
          start,
          weights: Uint8Array.from(list.flatMap(([, weights]) => weights)),
        };
        expect(unpackVotes(packVotes(votes), 2, 3)).toEqual(votes);
      }),
    );
  });
});
