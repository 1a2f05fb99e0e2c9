import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { channelOf } from '../../../detector/klm/geometry.js';
import type { KlmDeposits, KlmHits } from '../../../detector/klm/hits.js';
import { klm } from '../../../detector/klm/klm.js';
import { klmDepositsOf, shot, sure } from './passages.js';

const digitize = (lists: readonly KlmDeposits[], events: number, raw: object = {}): KlmHits =>
  klm.digitize(parseConfig(klm.schema, raw, 'test'), { seed: 4 })(
    lists,
    sliceAddresses(1, 0, 0, events),
  );

/** Strips per crossing of a plane, for straight muons. */
function meanCluster(plane: number): number {
  const events = Array.from({ length: 400 }, (_, event) => [
    shot(13, 3, 70, (event * 137.5) % 360),
  ]);
  const deposits = klmDepositsOf(events, { klm: { efficiency: 1 } });
  const crossings = new Set<string>();
  let strips = 0;
  for (let event = 0; event < events.length; event++) {
    for (let row = deposits.offsets[event]!; row < deposits.offsets[event + 1]!; row++) {
      if (deposits.plane[row] !== plane || deposits.layer[row]! < 3 || deposits.section[row]! > 1)
        continue;
      crossings.add(
        `${event} ${deposits.sector[row]} ${deposits.section[row]} ${deposits.layer[row]}`,
      );
      strips++;
    }
  }
  return strips / crossings.size;
}

describe('hits of the KLM', () => {
  it('are one per strip, the earliest, in order of channel', () => {
    const deposits = klmDepositsOf([[shot(13, 2, 80), { ...shot(13, 2, 80), time: 5 }]], sure);
    const hits = digitize([deposits], 1, { scintillatorTime: 0, chamberTime: 0 });
    expect(hits.strip.length).toBe(deposits.strip.length / 2);
    const channels = Array.from(hits.strip, (strip, row) =>
      channelOf(hits.section[row]!, hits.sector[row]!, hits.layer[row]!, hits.plane[row]!, strip),
    );
    expect(channels).toEqual(channels.toSorted((a, b) => a - b));
    // Light needs 7 ns to the first layer and 11 ns to the last.
    expect(Math.min(...hits.time)).toBeGreaterThan(6);
    expect(Math.max(...hits.time)).toBeLessThan(14);
  });

  it('merge background with the collision', () => {
    const one = klmDepositsOf([[shot(13, 2, 80)]], sure);
    expect(digitize([one, one], 1)).toEqual(digitize([one], 1));
  });

  it('are measured to 2 ns in scintillators and to 3 ns in chambers', () => {
    const events = Array.from({ length: 100 }, (_, event) => [
      shot(13, 2, 80, (event * 137.5) % 360),
    ]);
    const deposits = klmDepositsOf(events, sure);
    const exact = digitize([deposits], 100, { scintillatorTime: 0, chamberTime: 0 });
    const measured = digitize([deposits], 100);
    const spread = (inside: boolean) => {
      const errors = Array.from(measured.time, (time, row) => time - exact.time[row]!).filter(
        (_, row) => exact.layer[row]! <= 2 === inside,
      );
      return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    };
    // About 400 and 2000 strips: 10 % is 3 σ of the smaller sample.
    expect(Math.abs(spread(true) / 2 - 1)).toBeLessThan(0.1);
    expect(Math.abs(spread(false) / 3 - 1)).toBeLessThan(0.1);
  });

  it('are lost outside the window of acceptance', () => {
    const late = klmDepositsOf([[{ ...shot(13, 2, 80), time: 500 }]], sure);
    expect(digitize([late], 1).strip.length).toBe(0);
  });

  it('cluster to 1.5 strips across φ and 1.6 along z in chambers', () => {
    // Means over the strip of basf2 klm/data/BKLMSimulationPar.xml; 0.1 for shares taken as linear
    // between middle and edge.
    expect(Math.abs(meanCluster(0) - 1.47)).toBeLessThan(0.1);
    expect(Math.abs(meanCluster(1) - 1.57)).toBeLessThan(0.1);
  });

  it('come from 97 % of the planes crossed', () => {
    const events = Array.from({ length: 400 }, () => [shot(13, 3, 70, 3)]);
    const planes = (efficiency: number) =>
      klmDepositsOf(events, { ...sure, klm: { ...sure.klm, efficiency } }).strip.length;
    expect(planes(0.97) / planes(1)).toBeCloseTo(0.97, 1);
  });
});

describe('the chimney', () => {
  it('leaves a hole at the backward end of the top sector', () => {
    const layers = (phi: number) => klmDepositsOf([[shot(13, 3, 122, phi)]], sure).strip.length;
    expect(layers(85)).toBeLessThan(layers(40));
  });
});
