import { expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { fileEvent, particlesPerEvent } from '../../../emulator/bench/file-events.js';
import { fileTexts } from '../../../emulator/bench/file-texts.js';
import { readAll, remarks, scratchFiles } from '../../support/event-files/read.js';

const write = scratchFiles();
const events = [0, 1, 2].map((number) => fileEvent(1, number));

it.each(Object.entries(fileTexts))(
  'events of the bench are whole in %s: 88 particles each, and nothing to remark',
  async (format, { head, event, tail }) => {
    const text = head + events.map((particles, number) => event(particles, number)).join('') + tail;
    const { file, events: found, failure } = await readAll(write(format, text), { strict: true });
    expect(failure).toBeUndefined();
    expect(remarks(file)).toEqual([]);
    expect(file).toMatchObject({ format, frame: 'cms' });
    for (const [number, { particles }] of found.entries()) {
      expect(particles).toHaveLength(particlesPerEvent);
      for (const [row, { pdg, status, mother }] of particles.entries()) {
        const written = events[number]![row]!;
        expect({ pdg, mother }).toEqual({ pdg: written.pdg, mother: written.mother });
        expect(status).toBe(
          { 1: particleStatus.final, 2: particleStatus.intermediate, 4: particleStatus.beam }[
            written.status
          ],
        );
      }
    }
  },
);
