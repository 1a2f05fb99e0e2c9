import { emptyEventBytes } from '../../detector/arich/volume.js';
import { padGroups } from '../../detector/arich/noise.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import { type Addresses, seedAt } from '../../detector/event.js';
import { inWords } from '../../detector/event-sizes.js';
import type { ChannelGroup } from '../../detector/noise.js';
import { pixelGroups } from '../../detector/pxd/noise.js';
import { pxdBytes } from '../../detector/pxd/volume.js';
import { stripGroups } from '../../detector/svd/noise.js';
import { svdBytes } from '../../detector/svd/volume.js';
import type { EmulatorConfig } from './parts.js';

/** Subdetectors that no line reads: they are simulated only where their hits are wanted. */
export const unreadSubdetectors = ['pxd', 'svd', 'arich'] as const;

type Unread = (typeof unreadSubdetectors)[number];

/** How the size of an event is guessed where its hits are not simulated. */
interface StandIn {
  /** Mean hits of diffuse background, of the level that the conditions have. */
  readonly background: number;
  /** Mean hits of the particles of an accepted window of preset 2022-peak (own simulation). */
  readonly particles: number;
  readonly bytes: (hits: number) => number;
}

const sumOf = (groups: readonly ChannelGroup[]): number =>
  groups.reduce((sum, { channels, mean }) => sum + channels * mean, 0);

const standIns = ({ pxd, svd, arich }: EmulatorConfig): Readonly<Record<Unread, StandIn>> => ({
  pxd: { background: sumOf(pixelGroups(pxd)), particles: 15, bytes: pxdBytes },
  svd: {
    background: sumOf(stripGroups(svd)),
    particles: 25,
    bytes: (strips) => svdBytes(strips, 6),
  },
  arich: {
    background: sumOf(padGroups(arich)),
    particles: 6,
    bytes: (pads) => emptyEventBytes + 2 * pads,
  },
});

/**
 * Sizes of events of the subdetectors whose hits are not simulated [bytes]: hits of diffuse
 * background at the level of each event, with the spread of a count, and those of particles, as
 * many as accepted windows have on the mean, falling exponentially. The same for the same events.
 */
export function sizeStandIns(config: EmulatorConfig, context: { readonly seed: number }) {
  const of = standIns(config);
  const stream = new RandomStream();
  return (name: Unread, addresses: Addresses, levels?: DiffuseLevels): Float64Array => {
    const { background, particles, bytes } = of[name];
    const level = levels?.[name]?.[0];
    return Float64Array.from(addresses.index, (_, event) => {
      seedAt(stream, context, addresses, event, purpose.sizeStandIns);
      // Each has numbers of its own.
      for (const other of unreadSubdetectors) {
        if (other === name) break;
        stream.gaussian();
        stream.exponential();
      }
      const mean = background * (level?.[event] ?? 1);
      const noise = mean + Math.sqrt(mean) * stream.gaussian();
      return inWords(bytes(Math.max(0, Math.round(noise + particles * stream.exponential()))));
    });
  };
}
