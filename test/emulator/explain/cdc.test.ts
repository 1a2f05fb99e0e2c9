import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { cdcHitSchema } from '../../../detector/cdc/hits.js';
import { cdcStages } from '../../../emulator/explain/cdc.js';
import { candidate3dSchema } from '../../../triggers/cdc/objects.js';
import { cdcOf } from '../../triggers/grl/events.js';

const objects = cdcOf([{ full: [{ phi: 10, omega: 0.0035 }] }]);
const noHits = new TableBuilder(cdcHitSchema);
noHits.endEvent();
const hits = noHits.take();
const tracksOf = (found: typeof objects) =>
  cdcStages(hits, found).find(({ stage }) => stage === 'full tracks')!;

describe('full tracks in words', () => {
  it('say the votes and the polar angle of the 3-D finder, of that one only', () => {
    const candidates = new TableBuilder(candidate3dSchema);
    candidates.rowCount = 1;
    Object.assign(candidates.columns.votes, [44]);
    Object.assign(candidates.columns.votesAround, [620]);
    Object.assign(candidates.columns.cotTheta, [0.25]);
    candidates.endEvent();
    const { columns, rows } = tracksOf({
      ...objects,
      tracks2d: { ...candidates.take(), ...objects.tracks2d },
    });
    expect(columns).toEqual(expect.arrayContaining(['votes', 'votes around', 'cot theta, finder']));
    expect(rows[0]).toEqual(expect.arrayContaining([44, 620, 0.25]));
    expect(tracksOf(objects).columns).not.toContain('votes');
  });
});
