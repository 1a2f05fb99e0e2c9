import { describe, expect, it } from 'vitest';
import { arich } from '../../../../detector/arich/arich.js';
import { ArichEntry } from '../../../../detector/arich/entry.js';
import {
  aerogelLayers,
  channelsPerHapd,
  channelX,
  channelY,
} from '../../../../detector/arich/geometry.js';
import { parseConfig } from '../../../../detector/base/config.js';
import { cherenkovAngle } from '../../../../detector/cherenkov.js';
import { sliceAddresses } from '../../../../detector/event.js';
import { ArichLikelihood, emissionOf } from '../../../../emulator/offline/pid/arich.js';
import { pidSchema } from '../../../../emulator/chain/pid-schema.js';
import { species, speciesCount, speciesMass } from '../../../../emulator/offline/pid/species.js';
import { pidTracks } from '../../../../emulator/offline/pid/tracks.js';
import { move, particlesOf, type Shot } from '../../../detector/cdc/chamber.js';
import { shareAbove, tracks } from './lone-tracks.js';

const config = parseConfig(arich.schema, {}, 'test');
const pid = parseConfig(pidSchema, {}, 'test');

function pass(events: readonly (readonly Shot[])[]) {
  const { particles, arcs } = move(particlesOf(events), { transport: { decays: false } });
  const addresses = sliceAddresses(1, 0, 0, events.length);
  const hits = arich.digitize(config, { seed: 1 })(
    [arich.deposit(config, { seed: 1 })(particles, addresses, arcs)],
    addresses,
  );
  return { found: pidTracks(particles, arcs), arcs, hits };
}

/** Log-likelihood of kaon over pion of those tracks that the counter sees. */
function kaonOverPion(events: readonly (readonly Shot[])[]): number[] {
  const { found, arcs, hits } = pass(events);
  const likelihood = new ArichLikelihood({ arich: config, pid });
  const out = new Float64Array(speciesCount);
  return found.flatMap((track) =>
    likelihood.fill(track, arcs, hits, out) ? out[species.kaon]! - out[species.pion]! : [],
  );
}

describe('rings in the aerogel counter', () => {
  it('have single photons within 13 to 14 mrad of the Cherenkov angle', () => {
    const { found, arcs, hits } = pass(tracks(500, 211, 4, 18, 29));
    const entry = new ArichEntry();
    const layer = aerogelLayers[0];
    const expected = cherenkovAngle(4, speciesMass[species.pion]!, layer.index);
    const misses = found.flatMap(({ event, firstArc, endArc }) => {
      for (let arc = firstArc; arc < endArc; arc++) if (entry.enter(arcs, arc)) break;
      entry.moveToPlane(layer.z + layer.thickness / 2);
      return Array.from({ length: hits.offsets[event + 1]! - hits.offsets[event]! }, (_, hit) => {
        const row = hits.offsets[event]! + hit;
        const channel = hits.hapd[row]! * channelsPerHapd + hits.channel[row]!;
        return (
          emissionOf(layer, entry, channelX(channel) - entry.x, channelY(channel) - entry.y).angle -
          expected
        );
      });
    });
    const ring = misses.filter((miss) => Math.abs(miss) < 0.05).sort((a, b) => a - b);
    const halfWidth =
      (ring[Math.floor(0.84 * ring.length)]! - ring[Math.floor(0.16 * ring.length)]!) / 2;
    // What angleSpread is tuned to; 3 % by 5 thousand photons and their background.
    expect(halfWidth).toBeGreaterThan(0.013);
    expect(halfWidth).toBeLessThan(0.0142);
  });

  it('tell K from π at 3.5 GeV better than the prototype: nothing interacts here', () => {
    // arXiv:1603.02503: 97.4 % of pions kept, 4.9 % of kaons taken for pions.
    expect(shareAbove(kaonOverPion(tracks(120, 211, 3.5, 18, 29)), 0)).toBeLessThan(0.026);
    expect(shareAbove(kaonOverPion(tracks(120, 321, 3.5, 18, 29)), 0)).toBeGreaterThan(0.951);
  });

  it('are missed by kaons below their threshold, which tells them too', () => {
    expect(shareAbove(kaonOverPion(tracks(60, 321, 1, 18, 29)), 0)).toBeGreaterThan(0.95);
    expect(shareAbove(kaonOverPion(tracks(60, 211, 1, 18, 29)), 0)).toBeLessThan(0.05);
  });

  it('say nothing of tracks elsewhere', () => {
    expect(kaonOverPion(tracks(10, 321, 2, 40, 140))).toEqual([]);
  });
});
