import { lastValueFrom, reduce } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  allBits,
  emulatorConfig,
  hasBit,
  hits$,
  inputSlots,
  inputWords,
  objects,
} from '../../emulator/library.js';
import { firedByMuons, shareOf, shiftOf } from '../support/muon-shares.js';

const towardsEndcaps = ['fwd_s', 'bwd_s', 'secl', 'seklm_0'] as const;
const soft = { p: [0.7, 3], events: 800 } as const;

describe('short tracks of muons of 0.7 to 3 GeV', () => {
  it('point backward at 130–134°, to clusters and quadrants there', async () => {
    const backward = await firedByMuons({ ...soft, theta: [130, 134] }, towardsEndcaps);
    expect(shareOf(backward, 'bwd_s')).toBeGreaterThanOrEqual(0.95);
    expect(shareOf(backward, 'secl')).toBeGreaterThanOrEqual(0.8);
    expect(shareOf(backward, 'seklm_0')).toBeGreaterThanOrEqual(0.8);
    expect(backward.count.fwd_s).toBe(0);
  });

  it('point forward at 25–28°', async () => {
    const forward = await firedByMuons({ ...soft, theta: [25, 28] }, towardsEndcaps);
    expect(shareOf(forward, 'fwd_s')).toBeGreaterThanOrEqual(0.96);
    expect(shareOf(forward, 'secl')).toBeGreaterThanOrEqual(0.85);
    expect(shareOf(forward, 'seklm_0')).toBeGreaterThanOrEqual(0.85);
    expect(forward.count.bwd_s).toBe(0);
  });

  it('point to no end when they stay in the barrel', async () => {
    const barrel = await firedByMuons({ ...soft, theta: [40, 120] }, towardsEndcaps);
    for (const name of ['fwd_s', 'bwd_s'] as const)
      expect(shareOf(barrel, name)).toBeLessThan(0.005);
  });
});

describe('the single-track trigger near its threshold', () => {
  // Beyond 123° the outermost super-layer is out of reach, and fewer layers give less momentum.
  it('takes muons of 0.8 to 0.9 GeV alike at θ and 180° − θ', async () => {
    const near = { p: [0.8, 0.9], events: 1200 } as const;
    const backward = await firedByMuons({ ...near, theta: [110, 122] }, ['typ'], 15);
    const forward = await firedByMuons({ ...near, theta: [58, 70] }, ['typ'], 15);
    for (const side of [backward, forward]) {
      expect(shareOf(side, 'typ')).toBeGreaterThan(0.88);
      expect(shareOf(side, 'typ')).toBeLessThan(0.94);
    }
    expect(Math.abs(shiftOf(backward, forward, 'typ'))).toBeLessThan(3);
  });
});

describe('the event time of the chamber', () => {
  it('is measured in few photon events, noise of 95 kHz on every wire or not', async () => {
    const events = 300;
    const active = (rate: string) => {
      const conditions = emulatorConfig({}, [`cdc.noiseRate=${rate}`]);
      const config = { frame: 'cms', minimum: '0.5 GeV', maximum: '5 GeV' } as const;
      return lastValueFrom(
        hits$({ generator: 'gun', config, events, seed: 1, conditions }).pipe(
          objects(),
          allBits(conditions),
          reduce((sum, { eventCount, inputBits }) => {
            for (let event = 0; event < eventCount; event++)
              if (hasBit(inputBits, inputWords, event, inputSlots.cdc_active)) sum++;
            return sum;
          }, 0),
        ),
      );
    };
    expect((await active('0 kHz')) / events).toBeLessThan(0.03);
    expect((await active('95 kHz')) / events).toBeLessThan(0.03);
  });
});
