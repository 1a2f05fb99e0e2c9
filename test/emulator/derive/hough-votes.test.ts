import { describe, expect, it } from 'vitest';
import { deriveHoughVotes } from '../../../emulator/derive/hough-votes.js';
import type { Derivation } from '../../../emulator/derive/derive.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { omegaCells } from '../../../triggers/cdc/hough-space.js';
import { houghVotes } from '../../../triggers/cdc/tables/hough-votes.js';

const finish = <T>(derivation: Derivation<T>): T => {
  for (;;) {
    const step = derivation.next();
    if (step.done === true) return step.value;
  }
};

describe('votes of segments', () => {
  const { axial } = finish(deriveHoughVotes(6000, emulatorConfig(), { seed: 5 }));

  it('lie where those of the package do, whatever the seed', () => {
    const standard = houghVotes().axial;
    let both = 0;
    let near = 0;
    axial.first.forEach((first, run) => {
      if (
        axial.start[run + 1] === axial.start[run] ||
        standard.start[run + 1] === standard.start[run]
      )
        return;
      both++;
      const end = first + axial.start[run + 1]! - axial.start[run]!;
      const standardEnd = standard.first[run]! + standard.start[run + 1]! - standard.start[run]!;
      if (first < standardEnd && standard.first[run]! < end) near++;
    });
    expect(both).toBeGreaterThan(1000);
    // The largest vote of a cell with two or three tracks may be a later turn of a curling one.
    expect(near / both).toBeGreaterThan(0.95);
  });

  it('turn with curvature: opposite charge starts on the other side of a segment', () => {
    // First-priority class of the first segment of super-layer 8, the last of the axial ones.
    const kind = axial.first.length / omegaCells - 34;
    const middleOf = (omega: number): number => {
      const run = kind * omegaCells + omega;
      return axial.first[run]! + (axial.start[run + 1]! - axial.start[run]!) / 2;
    };
    expect(middleOf(4)).toBeLessThan(-20);
    expect(middleOf(35)).toBeGreaterThan(20);
  });
});
