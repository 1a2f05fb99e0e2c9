import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { kHz } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { subdetectors } from '../../../detector/index.js';
import { type MaskEntries, withMasks } from '../../../detector/mask/entries.js';
import { hotOrigin } from '../../../detector/mask/imperfect.js';
import { respond } from '../../../detector/simulate.js';
import type { AnySubdetector } from '../../../detector/subdetector.js';

const context = { seed: 11 };
type Raw = readonly Readonly<Record<string, unknown>>[];

function part(name: string): AnySubdetector {
  return subdetectors.find((subdetector) => subdetector.name === name)!;
}

function read(name: string, mask: Raw): MaskEntries {
  const { mask: parsed } = withMasks({ mask: { [name]: mask } }, subdetectors, 'test') as {
    readonly mask: Readonly<Record<string, MaskEntries>>;
  };
  return parsed[name]!;
}

/** Channels that a masked subdetector reports when nothing but its own hits come. */
function channelsHit(name: string, mask: Raw, events: number): readonly number[] {
  const subdetector = part(name);
  const config = parseConfig(subdetector.schema, {}, 'test');
  const addresses = sliceAddresses(1, 0, 0, events);
  const { deposit, digitize } = respond(subdetector, config, context, read(name, mask));
  const hits = digitize(deposit([], addresses), addresses);
  const table = name === 'ecl' ? (hits as { readonly crystals: object }).crystals : hits;
  const channelOf = subdetector.masking!.loses.channelOf(table as never);
  const { offsets } = table as { readonly offsets: Uint32Array };
  return Array.from({ length: offsets.at(-1)! }, (_, row) => channelOf(row));
}

/** Within 4.5 σ of a Poisson or binomial count: 1 in 150 000 by chance. */
function expectCount(found: number, expected: number, variance = expected): void {
  expect(Math.abs(found - expected)).toBeLessThan(4.5 * Math.sqrt(variance));
}

// A few hits in each board and some in each channel's neighbourhood, for all subdetectors.
const hot = {
  pxd: {
    all: { layer: 1, ladder: '2-3', rate: '50 Hz' },
    board: { layer: 1, ladder: 3, sensor: 2 },
  },
  svd: { all: { rate: '60 kHz' }, board: { layer: 4, ladder: 2, sensor: 1, side: 1 } },
  cdc: { all: { rate: '100 kHz' }, board: { board: 40 } },
  top: { all: { rate: '2 MHz' }, board: { slot: 5, board: 1 } },
  arich: { all: { rate: '100 kHz' }, board: { hapd: 100 } },
  ecl: { all: { rate: '20 kHz' }, board: { board: 20 } },
  klm: { all: { rate: '100 kHz' }, board: { section: 1, sector: 4, layer: 9 } },
} as const;

describe('a dead board', () => {
  for (const [name, { all, board }] of Object.entries(hot))
    it(`of ${name} takes its channels away, and no other`, () => {
      const last = part(name).masking!.channels.count - 1;
      const everywhere = 'layer' in all ? all : { channel: `0-${last}`, ...all };
      const whole = channelsHit(name, [everywhere], 40);
      const dead = channelsHit(name, [everywhere, { ...board, efficiency: 0 }], 40);
      const { fields } = part(name).masking!.channels;
      const isDead = (channel: number) =>
        Object.entries(board).every(([field, number]) => fields[field]!.of(channel) === number);
      expect(whole.filter(isDead).length).toBeGreaterThan(3);
      const left = whole.filter((channel) => !isDead(channel));
      // Crystals near their threshold have other noise: it is drawn crystal by crystal.
      if (name === 'ecl') expect(Math.abs(dead.length - left.length)).toBeLessThan(100);
      else expect(dead.join()).toBe(left.join());
      expect(dead.some(isDead)).toBe(false);
    });
});

describe('a weak channel', () => {
  it('of the chamber reports the share of its hits that it is said to', () => {
    const busy = { layer: 7, rate: '100 kHz' };
    const events = 400;
    const whole = channelsHit('cdc', [busy], events).length;
    const half = channelsHit('cdc', [busy, { layer: 7, efficiency: 0.3 }], events).length;
    expect(whole).toBeGreaterThan(2000);
    expectCount(half, 0.3 * whole, 0.21 * whole);
  });

  it('has the product of its efficiencies, when several entries mean it', () => {
    const busy = { layer: 7, rate: '100 kHz' };
    const events = 400;
    const whole = channelsHit('cdc', [busy], events).length;
    const weak = [
      { layer: '6-8', efficiency: 0.6 },
      { superLayer: 0, efficiency: 0.5 },
    ];
    const left = channelsHit('cdc', [busy, ...weak], events).length;
    expectCount(left, 0.3 * whole, 0.21 * whole);
  });

  it('of the calorimeter leaves the others the soft photons of each event', () => {
    const subdetector = part('ecl');
    const config = parseConfig(subdetector.schema, { pileUp: { barrel: '1 MHz' } }, 'test');
    const events = 20;
    const addresses = sliceAddresses(1, 0, 0, events);
    const deposits = {
      offsets: Uint32Array.from({ length: events + 1 }, (_, event) => event),
      crystal: new Uint16Array(events).fill(4000),
      energy: new Float32Array(events).fill(0.1),
      time: new Float32Array(events),
    };
    const levels = [1, 16, 1].map((level) => new Float64Array(events).fill(level));
    const energies = (mask?: MaskEntries, diffuse = levels) => {
      const { digitize } = respond(subdetector, config, context, mask);
      const hits = digitize([{ origin: 'a', deposits }], addresses, diffuse);
      return (hits as { readonly crystals: { readonly energy: Float32Array } }).crystals.energy;
    };
    const masked = energies(read('ecl', [{ crystal: 1, efficiency: 0 }]));
    expect(masked).toEqual(energies());
    expect(masked).not.toEqual(energies(undefined, []));
  });

  it('of the calorimeter is there or not for all deposits of an event', () => {
    const subdetector = part('ecl');
    const config = parseConfig(subdetector.schema, {}, 'test');
    const events = 1000;
    const addresses = sliceAddresses(1, 0, 0, events);
    const row = (event: number) => 3 * event;
    const deposits = {
      offsets: Uint32Array.from({ length: events + 1 }, (_, event) => row(event)),
      crystal: new Uint16Array(row(events)).fill(4000),
      energy: new Float32Array(row(events)).fill(0.1),
      time: new Float32Array(row(events)),
    };
    const { digitize } = respond(
      subdetector,
      config,
      context,
      read('ecl', [{ crystal: 4001, efficiency: 0.4 }]),
    );
    const { crystals, cellPulses } = digitize([{ origin: 'a', deposits }], addresses) as {
      readonly crystals: { readonly energy: Float32Array };
      readonly cellPulses: { readonly amplitude: Float32Array };
    };
    expectCount(crystals.energy.length, 0.4 * events, 0.24 * events);
    expect(Math.min(...crystals.energy)).toBeGreaterThan(0.29);
    expect(cellPulses.amplitude.length).toBe(crystals.energy.length);
  });
});

describe('a hot channel', () => {
  it('of the chamber makes its rate times the window in an event', () => {
    const hits = channelsHit('cdc', [{ layer: 20, wire: 7, rate: 50 * kHz }], 4000);
    // In 491.27 ns, 0.0246 hits; two within 32 bins are one, which is 0.06 % of them.
    expectCount(hits.length, 4000 * 50 * kHz * 491.27);
    expect(new Set(hits).size).toBe(1);
  });

  it('has the sum of its rates, and what its efficiency leaves of them', () => {
    const hits = channelsHit(
      'cdc',
      [
        { board: 34, rate: '100 kHz' },
        { board: '33-35', rate: '100 kHz' },
        { board: 34, efficiency: 0.5 },
      ],
      200,
    );
    const window = 491.27;
    expectCount(hits.length, 200 * 48 * (2 + 1) * 100 * kHz * window);
  });

  it('of the calorimeter fires its trigger cell, in the long window of the read-out', () => {
    const subdetector = part('ecl');
    const config = parseConfig(subdetector.schema, {}, 'test');
    const addresses = sliceAddresses(1, 0, 0, 1000);
    const mask = read('ecl', [{ crystal: 4001, rate: '10 kHz' }]);
    const { deposit, digitize } = respond(subdetector, config, context, mask);
    const lists = deposit([], addresses);
    expect(lists.map(({ origin }) => origin)).toEqual([hotOrigin]);
    const { cellPulses } = digitize(lists, addresses) as {
      readonly cellPulses: { readonly amplitude: Float32Array };
    };
    expectCount(cellPulses.amplitude.length, 1000 * 10 * kHz * 26100);
    expect(Math.max(...cellPulses.amplitude)).toBeGreaterThan(0.19);
  });

  it('makes the same hits in an event whatever the batch', () => {
    const subdetector = part('top');
    const config = parseConfig(subdetector.schema, {}, 'test');
    const mask = read('top', [{ slot: 3, rate: '20 MHz', efficiency: 0.5 }]);
    const { deposit, digitize } = respond(subdetector, config, context, mask);
    const hitsOf = (first: number, count: number) => {
      const addresses = sliceAddresses(1, 0, first, count);
      return digitize(deposit([], addresses), addresses) as {
        readonly offsets: Uint32Array;
        readonly time: Float32Array;
      };
    };
    const all = hitsOf(0, 20);
    const last = hitsOf(15, 5);
    expect(last.time.length).toBeGreaterThan(100);
    expect([...last.time]).toEqual([...all.time.subarray(all.offsets[15])]);
  });
});

describe('a mask that changes nothing', () => {
  it('leaves tables as they are, without a copy', () => {
    const subdetector = part('cdc');
    const seen: unknown[] = [];
    const watched = {
      ...subdetector,
      digitize: () => (lists: readonly unknown[]) => seen.push(...lists),
    } as AnySubdetector;
    const config = parseConfig(subdetector.schema, {}, 'test');
    const deposits = {
      offsets: Uint32Array.of(0, 2),
      wire: Uint16Array.of(5, 6),
      time: Float32Array.of(1, 2),
    };
    const mask = read('cdc', [{ layer: 55, efficiency: 0 }]);
    const { digitize } = respond(watched, config, context, mask);
    digitize([{ origin: 'a', deposits }], sliceAddresses(1, 0, 0, 1));
    expect(seen).toEqual([deposits]);
    expect(seen[0]).toBe(deposits);
  });
});
