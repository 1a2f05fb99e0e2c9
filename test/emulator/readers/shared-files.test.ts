import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { inLab } from '../../support/event-files/frames.js';
import { finals, readAll, scratchFiles } from '../../support/event-files/read.js';

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const lhe = `${folder}gamma_aprime_ee_11gev_500.lhe`;
const hepmc = `${folder}gamma_aprime_ee_11gev_500.hepmc3`;
const areThere = existsSync(lhe) && existsSync(hepmc);

describe.skipIf(!areThere)(
  `500 events of e+e- → γ A′ from MadGraph${areThere ? '' : ' (third-party files not there)'}`,
  () => {
    const write = scratchFiles();

    it('are the same, bit by bit, from LHE and HepMC3 and from gzip of either', async () => {
      const reference = await readAll(lhe, { vertex: 'auto' });
      expect(reference.events).toHaveLength(500);
      expect(reference.file.counts.unknownCodes).toEqual(
        new Map([[2001, { particles: 500, tracked: 0 }]]),
      );
      for (const path of [
        hepmc,
        write('a.gz', gzipSync(readFileSync(lhe))),
        write('b.gz', gzipSync(readFileSync(hepmc))),
      ]) {
        expect((await readAll(path, { vertex: 'auto' })).chunks).toEqual(reference.chunks);
      }
    });

    it('have positrons along +z: the first photon has cosθ* = −0.043', async () => {
      const { file, events } = await readAll(lhe);
      expect(file.frameReason).toContain('positrons along +z');
      expect(file.frameReason).toContain('√s 11 GeV');
      const photon = finals(events[0]!).find(({ pdg }) => pdg === 22)!;
      const [px, py, pz, energy] = [3.2308705169, -4.3885170068999999, 0.23336203461, 5.4545452291];
      const expected = inLab([-px, py, -pz, energy]);
      expect(-pz / energy).toBeCloseTo(-0.043, 3);
      for (const [axis, value] of photon.momentum.entries())
        expect(value).toBeCloseTo(expected[axis]!, 9);
      expect(photon.energy).toBeCloseTo(expected[3], 9);
    });

    it('have 79 photons pointing at cells 4 to 14, 32.22° to 124.76°', async () => {
      const { events } = await readAll(lhe);
      const angles = events.flatMap((event) =>
        finals(event)
          .filter(({ pdg }) => pdg === 22)
          .map(({ momentum: [px, py, pz] }) => Math.atan2(Math.hypot(px, py), pz) / degree),
      );
      expect(angles).toHaveLength(500);
      expect(angles.filter((angle) => angle > 32.22 && angle < 124.76)).toHaveLength(79);
    });
  },
);
