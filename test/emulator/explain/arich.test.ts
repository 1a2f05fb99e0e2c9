import { describe, expect, it } from 'vitest';
import { arichStages } from '../../../emulator/explain/arich.js';

describe('the aerogel counter in words', () => {
  it('names each pad with its place', () => {
    const [hits] = arichStages({
      offsets: Uint32Array.of(0, 1),
      hapd: Uint16Array.of(0),
      channel: Uint8Array.of(0),
    });
    // Innermost ring, half a pitch of 8.6° from φ = 0, inner edge of the HAPD.
    expect(hits?.rows).toEqual([[1, 0, 0, 54.5, 1.2]]);
  });

  it('has nothing to say of an event without hits there', () => {
    expect(
      arichStages({
        offsets: Uint32Array.of(0, 0),
        hapd: new Uint16Array(0),
        channel: new Uint8Array(0),
      }),
    ).toEqual([]);
  });
});
