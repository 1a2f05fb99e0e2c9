import { describe, expect, it } from 'vitest';
import {
  difference,
  identify,
  pidDetectors,
  type Question,
} from '../../../../emulator/offline/pid/identify.js';
import { speciesCount } from '../../../../emulator/offline/pid/species.js';
import { detect, identified, shareAbove, track, tracks } from './lone-tracks.js';

const counters: Question = { kind: 'kaon', against: 'pion', detectors: ['top', 'arich'] };

describe('particle identification', () => {
  it('adds up what the detectors say', () => {
    const pid = identified([[track(321, 0.7, 70), track(13, 2, 25, 90)]]);
    expect(pid.tracks.map(({ particle }) => particle)).toEqual([0, 1]);
    for (const row of [0, 1]) {
      const single = pidDetectors.map((detector) =>
        difference(pid, row, { ...counters, detectors: [detector] }),
      );
      expect(difference(pid, row, { ...counters, detectors: pidDetectors })).toBeCloseTo(
        single.reduce((sum, value) => sum + value, 0),
        9,
      );
    }
  });

  it('asks the bars of a central track and the aerogel of a forward one', () => {
    const { logLikelihoods } = identified([[track(211, 2, 80, 5), track(211, 2, 24, 90)]]);
    const says = (detector: 'top' | 'arich', row: number) =>
      logLikelihoods[detector]
        .subarray(speciesCount * row, speciesCount * (row + 1))
        .some((value) => value !== 0);
    expect([says('top', 0), says('arich', 0), says('top', 1), says('arich', 1)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('is the same for an event alone and among others', () => {
    const events = tracks(4, 321, 2, 20, 100);
    const all = identified(events);
    const alone = identified(events.slice(0, 1));
    for (const detector of pidDetectors)
      expect([...alone.logLikelihoods[detector]]).toEqual([
        ...all.logLikelihoods[detector].subarray(0, speciesCount),
      ]);
  });

  it('is misled by the light of as many tracks as asked for', () => {
    const { config, batch } = detect(tracks(60, 211, 1.2, 60, 110));
    const wrong = (misled: number) => {
      const pid = identify({ config: { ...config, pid: { ...config.pid, misled } }, seed: 4 })(
        batch,
      );
      return shareAbove(
        pid.tracks.map((_, row) => difference(pid, row, counters)),
        0,
      );
    };
    expect(wrong(0)).toBeLessThan(0.1);
    expect(wrong(1)).toBeGreaterThan(0.85);
  });

  it('costs nothing for photons', () => {
    const pid = identified([[track(22, 2, 80)], []], ['material.scale=0']);
    expect(pid.tracks).toEqual([]);
    expect(pid.logLikelihoods.top.length).toBe(0);
  });
});
