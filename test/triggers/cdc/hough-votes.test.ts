import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { superLayerCount } from '../../../detector/cdc/geometry.js';
import { omegaCells, phiCells, thetaCells } from '../../../triggers/cdc/hough-space.js';
import { findVoter, houghSpace, type Voter, voteFor } from '../../../triggers/cdc/hough-votes.js';
import { firstSegment, segmentsIn } from '../../../triggers/cdc/layout.js';
import { houghVotes } from '../../../triggers/cdc/tables/hough-votes.js';

const votes = houghVotes();
const stream = new RandomStream().seed(3, 0, 0, 0, purpose.test);

/** Segments of an event, a few in each super-layer, at its ends too. */
function segmentsOfEvent(perLayer: number) {
  const segment: number[] = [];
  const position: number[] = [];
  const layerRows = new Int32Array(superLayerCount + 1);
  for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
    const count = segmentsIn[superLayer]!;
    const numbers = Array.from({ length: perLayer - 2 }, () =>
      Math.floor(count * stream.uniform()),
    );
    for (const number of [0, ...numbers.toSorted((a, b) => a - b), count - 1]) {
      segment.push(firstSegment[superLayer]! + number);
      position.push(1 + Math.floor(3 * stream.uniform()));
    }
    layerRows[superLayer + 1] = segment.length;
  }
  const columns = { segment: Uint16Array.from(segment), position: Uint8Array.from(position) };
  return { columns, layerRows };
}

/** Votes of each segment of an axial (0) or stereo (1) super-layer for a cell, by super-layer. */
function votersOf(event: ReturnType<typeof segmentsOfEvent>, first: number) {
  const list: { readonly superLayer: number; readonly voter: Voter }[] = [];
  for (let superLayer = first; superLayer < superLayerCount; superLayer += 2) {
    for (let row = event.layerRows[superLayer]!; row < event.layerRows[superLayer + 1]!; row++) {
      const voter = { kind: 0, sector: 0 };
      findVoter(event.columns, row, superLayer, voter);
      list.push({ superLayer, voter });
    }
  }
  return list;
}

describe('the space of an event', () => {
  // Twice: nothing is left of the event before.
  it.each([4, 3])('has in each cell the votes of its %i segments a super-layer', (perLayer) => {
    const { stride, planes, voteAxial, voteStereo } = houghSpace(votes);
    const event = segmentsOfEvent(perLayer);
    voteAxial(event.columns, event.layerRows);
    voteStereo(event.columns, event.layerRows);
    const axial = votersOf(event, 0);
    const stereo = votersOf(event, 1);
    const wrong: string[] = [];
    let reached = 0;
    for (let row = 0; row < omegaCells * thetaCells; row++) {
      for (let phi = 0; phi < phiCells; phi++) {
        const own = stereo.reduce(
          (sum, { voter }) => sum + voteFor(votes.stereo, voter, row, phi),
          0,
        );
        if (own !== planes.stereo.values[row * stride + phi]) wrong.push(`stereo ${row} ${phi}`);
        if (row >= omegaCells) continue;
        let sum = 0;
        let layers = 0;
        for (const { superLayer, voter } of axial) {
          const vote = voteFor(votes.axial, voter, row, phi);
          sum += vote;
          if (vote > 0) layers |= 1 << (superLayer / 2);
        }
        reached += sum;
        if (sum !== planes.axial.values[row * stride + phi]) wrong.push(`axial ${row} ${phi}`);
        if (layers !== planes.layers.values[row * stride + phi]) wrong.push(`layers ${row} ${phi}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(reached).toBeGreaterThan(1000);
  });
});
