import { describe, expect, it } from 'vitest';
import { zMissOf } from '../../../../emulator/studies/observers/track-near.js';

/** Neural tracks of each event: azimuth [rad] and z [cm]. */
function seen(events: readonly (readonly (readonly [phi: number, z: number])[])[]) {
  const offsets = [0, ...events.map((_, event) => events.slice(0, event + 1).flat().length)];
  const tracks2d = { offsets, phi: events.flat().map(([phi]) => phi) };
  const track = events.flatMap((own) => own.map((_, row) => row));
  const tracks = { offsets, track, z: events.flat().map(([, z]) => z) };
  return { cdc: { tracks2d }, neuro: { tracks } } as unknown as Parameters<typeof zMissOf>[0];
}
const truth = (phi: readonly number[], z0: readonly number[]) => ({
  phi: Float64Array.from(phi),
  z0: Float64Array.from(z0),
});

describe('z of the neural track of a particle', () => {
  it('is that of the track nearest in azimuth, less the true one', () => {
    const found = seen([
      [
        [1.05, 7],
        [1.01, 3],
        [-2, 50],
      ],
      [[0.5, -4]],
    ]);
    expect([...zMissOf(found, truth([1, 0.52], [1, -1]))]).toEqual([2, -3]);
  });

  it('is none without a track near it, and looks across ±180°', () => {
    const found = seen([[[3.13, 5]], [[1.5, 5]], []]);
    const [across, far, none] = zMissOf(found, truth([-3.13, 1.2, 0], [0, 0, 0]));
    expect(across).toBe(5);
    expect(far).toBeNaN();
    expect(none).toBeNaN();
  });
});
