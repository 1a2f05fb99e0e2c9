import { lastValueFrom, reduce } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  allBits,
  emulatorConfig,
  ftdl,
  hasBit,
  hits$,
  objects,
  outputWords,
  physicsMenu,
} from '../../emulator/library.js';
import { firedByMuons, shareOf, shiftOf } from '../support/muon-shares.js';

const events = 20_000;

describe('single muons of 0.7 to 3 GeV, 20 000 of each charge', () => {
  it.each([13, -13] as const)('point to the ends of the detector, PDG code %i', async (pdg) => {
    const names = ['fwd_s', 'bwd_s', 'secl', 'seklm_0'] as const;
    const muons = { p: [0.7, 3], events, pdg } as const;
    const backward = await firedByMuons({ ...muons, theta: [130, 134] }, names);
    expect(shareOf(backward, 'bwd_s')).toBeGreaterThanOrEqual(0.9);
    expect(shareOf(backward, 'secl')).toBeGreaterThanOrEqual(0.8);
    expect(shareOf(backward, 'seklm_0')).toBeGreaterThanOrEqual(0.78);
    const forward = await firedByMuons({ ...muons, theta: [25, 28] }, names);
    expect(shareOf(forward, 'fwd_s')).toBeGreaterThanOrEqual(0.96);
  });
});

describe('the single-track trigger on muons of 0.8 to 0.9 GeV with a neural track', () => {
  const typ = (theta: readonly [number, number], pdg: 13 | -13) =>
    firedByMuons({ p: [0.8, 0.9], theta, events, seed: 2, pdg }, ['typ'], 15);
  const shareAt = async (...sample: Parameters<typeof typ>): Promise<number> =>
    shareOf(await typ(...sample), 'typ');

  it('takes 91 ± 3 % at 110–128°, of both charges together', async () => {
    const share = ((await shareAt([110, 128], 13)) + (await shareAt([110, 128], -13))) / 2;
    expect(Math.abs(share - 0.91)).toBeLessThan(0.03);
  });

  it.each([13, -13] as const)(
    'takes as many at 180° − θ where all five axial super-layers are reached, PDG code %i',
    async (pdg) => {
      const [backward, forward] = [await typ([110, 122], pdg), await typ([58, 70], pdg)];
      expect(Math.abs(shareOf(backward, 'typ') - 0.91)).toBeLessThan(0.03);
      expect(Math.abs(shiftOf(backward, forward, 'typ'))).toBeLessThan(3);
    },
  );

  it('takes fewer where four super-layers give too much curvature', async () => {
    expect(Math.abs((await shareAt([124.5, 127.5], 13)) - 0.8)).toBeLessThan(0.03);
    expect(await shareAt([52.5, 55.5], 13)).toBeGreaterThan(0.95);
  });
});

describe('μμ(γ) over all angles, radiation on, 20 000 events', () => {
  it('fires seklm1 in 10.2 ± 1 % and bwd_seklm in 6.5 ± 0.8 %', async () => {
    const conditions = emulatorConfig();
    const lines = ['seklm1', 'bwd_seklm'].map(
      (name) => physicsMenu.lines.find((line) => line.name === name)!.number,
    );
    const fired = await lastValueFrom(
      hits$({ generator: 'mumu', config: {}, events, seed: 1, conditions }).pipe(
        objects(),
        allBits(conditions),
        ftdl(physicsMenu),
        reduce(
          (sums, { eventCount, ftdlBits }) => {
            for (let event = 0; event < eventCount; event++) {
              for (const [place, line] of lines.entries())
                if (hasBit(ftdlBits, outputWords, event, line)) sums[place]!++;
            }
            return sums;
          },
          [0, 0],
        ),
      ),
    );
    const [seklm1, bwdSeklm] = fired.map((count) => count / events) as [number, number];
    expect(Math.abs(seklm1 - 0.102)).toBeLessThan(0.01);
    expect(Math.abs(bwdSeklm - 0.065)).toBeLessThan(0.008);
  });
});
