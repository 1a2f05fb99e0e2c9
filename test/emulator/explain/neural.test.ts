import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { degree } from '../../../detector/base/units.js';
import { neuralStages } from '../../../emulator/explain/neural.js';
import { trackNeuroSchema } from '../../../triggers/cdc/objects.js';
import { cdcOf } from '../../triggers/grl/events.js';

const full = { phi: 10, omega: 0.0035 };

describe('neural tracks in words', () => {
  it('name the full track, what its expert lacks, and the momentum as the trigger has it', () => {
    const tracks = new TableBuilder(trackNeuroSchema);
    tracks.reserve(1);
    tracks.rowCount = 1;
    Object.assign(tracks.columns.track, [1]);
    Object.assign(tracks.columns.z, [-3.25]);
    Object.assign(tracks.columns.theta, [60 * degree]);
    Object.assign(tracks.columns.expert, [2]);
    tracks.endEvent();
    const [stage] = neuralStages(cdcOf([{ full: [full, full] }]), { tracks: tracks.take() });
    // 0.308 /m and 0.981 rad after truncation: 4.5 / (0.308 · 0.831).
    expect(stage?.rows).toEqual([[2, 2, '5', -3.25, 60, 17]]);
  });

  it('have nothing to say of an event without full tracks', () => {
    const none = new TableBuilder(trackNeuroSchema);
    none.endEvent();
    expect(neuralStages(cdcOf([{}]), { tracks: none.take() })).toEqual([]);
  });
});
