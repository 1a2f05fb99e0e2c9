import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleBuilder } from '../../../detector/particles.js';
import { buildEvents } from '../../../emulator/chain/build-events.js';
import { eventsInOrder, type FileEvents } from '../../../emulator/chain/file-events.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { userEvents } from '../../../emulator/chain/user-overlay.js';
import { beams } from '../../../detector/beams.js';
import { pushFinal } from '../../../emulator/generators/push-final.js';

/** Events of one photon each, whose energy is their place in the file. */
function fileOf(events: number, firstSlice: number): FileEvents {
  const builder = new ParticleBuilder();
  const vertex = { x: 0, y: 0, z: 0, time: 0 };
  for (let event = 0; event < events; event++) {
    pushFinal(builder, 22, { px: event + 1, py: 0, pz: 0, energy: event + 1 }, vertex);
    builder.endEvent();
  }
  const weights = Float64Array.from({ length: events }, (_, event) => event / 8);
  return { kind: 'file', events, particles: builder.take(), weights, hash: '', firstSlice };
}

describe('events of a file by their addresses', () => {
  const file = fileOf(4100, 7);

  it('are in the order of the file, 4096 to a slice from the first on', () => {
    const make = eventsInOrder(file);
    const { particles, weights, decays } = make(sliceAddresses(0, 7, 10, 3));
    expect([...particles.energy]).toEqual([11, 12, 13]);
    expect([...weights]).toEqual([10 / 8, 11 / 8, 12 / 8]);
    expect(decays).toEqual([]);
    expect([...make(sliceAddresses(0, 8, 2, 2)).particles.energy]).toEqual([4099, 4100]);
  });

  it('end with the last', () => {
    expect(() => eventsInOrder(file)(sliceAddresses(0, 8, 3, 2))).toThrow(RangeError);
  });

  it('are what a chain makes of such a point; one that nobody has read is refused', () => {
    const context = { seed: 1, beams: beams(nominalConfig().beams) };
    const make = buildEvents(userEvents, file, context);
    expect([...make(sliceAddresses(0, 7, 0, 1)).particles.energy]).toEqual([1]);
    expect(() => buildEvents(userEvents, { file: 'a.lhe' }, context)).toThrow(
      expect.objectContaining({
        code: 'CARD_FILE_POINT',
        message: expect.stringMatching(/a\.lhe/),
      }),
    );
  });
});
