import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../detector/base/config.js';
import { sliceAddresses } from '../../../../detector/event.js';
import { top } from '../../../../detector/top/top.js';
import { pidSchema } from '../../../../emulator/chain/pid-schema.js';
import { species, speciesCount } from '../../../../emulator/offline/pid/species.js';
import { TopLikelihood } from '../../../../emulator/offline/pid/top.js';
import { pidTracks } from '../../../../emulator/offline/pid/tracks.js';
import { move, particlesOf, type Shot } from '../../../detector/cdc/chamber.js';
import { shareAbove, tracks } from './lone-tracks.js';

const config = parseConfig(top.schema, {}, 'test');
const pid = parseConfig(pidSchema, {}, 'test');

/** Log-likelihood of one species over another, of those tracks that cross a bar. */
function prefer(kind: number, against: number, events: readonly (readonly Shot[])[]): number[] {
  const { particles, arcs } = move(particlesOf(events), { transport: { decays: false } });
  const addresses = sliceAddresses(1, 0, 0, events.length);
  const hits = top.digitize(config, { seed: 1 })(
    [top.deposit(config, { seed: 1 })(particles, addresses, arcs)],
    addresses,
  );
  const likelihood = new TopLikelihood({ top: config, pid });
  const out = new Float64Array(speciesCount);
  return pidTracks(particles, arcs).flatMap((track) =>
    likelihood.fill(track, arcs, hits, out) ? out[kind]! - out[against]! : [],
  );
}

const kaonOverPion = (pdg: number, p: number) =>
  prefer(species.kaon, species.pion, tracks(80, pdg, p, 35, 120));

describe('photons in the bars', () => {
  it('tell kaons from pions at 1 GeV almost without a mistake', () => {
    // Angles differ by 100 mrad, flight times by 0.4 ns.
    expect(shareAbove(kaonOverPion(321, 1), 0)).toBeGreaterThan(0.95);
    expect(shareAbove(kaonOverPion(211, 1), 0)).toBeLessThan(0.05);
  });

  it('tell them less and less well towards 4 GeV, where angles differ by 6 mrad', () => {
    const wrong = [2, 4].map((p) => shareAbove(kaonOverPion(211, p), 0));
    expect(wrong[0]).toBeLessThan(0.1);
    expect(wrong[1]).toBeGreaterThan(0.15);
    expect(wrong[1]).toBeLessThan(0.5);
  });

  it('tell protons at 2 GeV, mostly by what they send less and later', () => {
    expect(
      shareAbove(prefer(species.proton, species.kaon, tracks(40, 2212, 2, 35, 120)), 0),
    ).toBeGreaterThan(0.9);
  });

  it('say nothing of tracks that pass the bars by', () => {
    expect(prefer(species.kaon, species.pion, tracks(10, 321, 2, 18, 28))).toEqual([]);
  });
});
