import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { sliceAddresses } from '../../detector/event.js';
import { subdetectors } from '../../detector/index.js';
import { mergeTables } from '../../detector/merge-hits.js';
import { respond } from '../../detector/simulate.js';
import type { AnySubdetector } from '../../detector/subdetector.js';

const part = (name: string): AnySubdetector =>
  subdetectors.find((subdetector) => subdetector.name === name)!;
const events = 6;
const addresses = sliceAddresses(1, 0, 0, events);

/** Hits of two noises apart, laid over each other, and of both together. */
function twice(name: string, config: object) {
  const subdetector = part(name);
  const parsed = parseConfig(subdetector.schema, config, 'test');
  const one = respond(subdetector, parsed, { seed: 1 });
  const two = respond(subdetector, parsed, { seed: 2 });
  const [first, second] = [one.deposit([], addresses), two.deposit([], addresses)];
  const merge = subdetector.hitMerging!.merge;
  const apart = [one.digitize(first, addresses), one.digitize(second, addresses)] as const;
  return {
    laid: merge(apart[0] as never, apart[1] as never) as Record<string, Float32Array>,
    both: one.digitize([...first, ...second], addresses) as Record<string, Float32Array>,
    apart: apart as unknown as readonly Record<string, Float32Array>[],
  };
}

describe('digits laid over digits', () => {
  // 500 kHz a wire: 3500 hits an event, of which one in four shares its wire with one of the other.
  it('are what the chamber makes of the deposits of both', () => {
    const { laid, both, apart } = twice('cdc', { noiseRate: '500 kHz' });
    expect(laid).toEqual(both);
    expect(laid['wire']!.length).toBeLessThan(
      apart[0]!['wire']!.length + apart[1]!['wire']!.length,
    );
  });

  it('are what the aerogel counter makes of the deposits of both', () => {
    const { laid, both, apart } = twice('arich', { noiseHits: 4 });
    expect(laid).toEqual(both);
    expect(laid['hapd']!.length).toBeLessThan(
      apart[0]!['hapd']!.length + apart[1]!['hapd']!.length,
    );
  });

  it('are all photons of the TOP, modules ascending', () => {
    const { laid, both } = twice('top', { noiseRate: '5 MHz' });
    expect(laid['module']).toEqual(both['module']);
    expect(laid['pmt']).toEqual(both['pmt']);
    expect(laid['time']).toEqual(both['time']);
  });

  it('are the earliest of each strip of the KLM', () => {
    const { laid, both } = twice('klm', {
      noiseRate: '100 kHz',
      scintillatorTime: 0,
      chamberTime: 0,
    });
    expect(laid).toEqual(both);
    expect(laid['strip']!.length).toBeGreaterThan(3000);
  });
});

describe('sums of digits', () => {
  const offsets = Uint32Array.of(0, 2);
  const merge = (name: string, first: object, second: object) =>
    part(name).hitMerging!.merge(first as never, second as never) as Record<string, object>;

  it('of crystals have the mean time, weighed by energy; others follow', () => {
    const pulses = { offsets, cell: Uint16Array.of(5, 9), amplitude: Float32Array.of(1, 3) };
    const crystals = { offsets, crystal: Uint16Array.of(7, 8), energy: Float32Array.of(1, 2) };
    const first = {
      crystals: { ...crystals, time: Float32Array.of(0, 10) },
      cellPulses: { ...pulses, time: Float32Array.of(-50, 20) },
    };
    const second = {
      crystals: {
        ...crystals,
        crystal: Uint16Array.of(3, 8),
        energy: Float32Array.of(5, 6),
        time: Float32Array.of(1, 30),
      },
      cellPulses: {
        ...pulses,
        cell: Uint16Array.of(5, 9),
        amplitude: Float32Array.of(4, 1),
        time: Float32Array.of(50, 40),
      },
    };
    const laid = merge('ecl', first, second);
    expect(laid['crystals']).toEqual({
      offsets: Uint32Array.of(0, 3),
      crystal: Uint16Array.of(7, 8, 3),
      energy: Float32Array.of(1, 8, 5),
      time: Float32Array.of(0, 25, 1),
    });
    // Bins of 100 ns: two pulses of cell 5 before and behind 0 stay two, those of cell 9 are one.
    expect(laid['cellPulses']).toEqual({
      offsets: Uint32Array.of(0, 3),
      cell: Uint16Array.of(5, 5, 9),
      amplitude: Float32Array.of(1, 4, 4),
      time: Float32Array.of(-50, 50, 25),
    });
  });

  it('of pixels and strips end where their converters do', () => {
    const pixels = (charge: number) => ({
      offsets,
      sensor: Uint8Array.of(1, 2),
      column: Uint8Array.of(3, 4),
      row: Uint16Array.of(500, 6),
      charge: Uint8Array.of(charge, 7),
    });
    const laid = merge('pxd', pixels(200), pixels(100));
    expect(laid['charge']).toEqual(Uint8Array.of(255, 14));
    const strips = {
      offsets,
      sensor: Uint8Array.of(1, 2),
      side: Uint8Array.of(0, 1),
      strip: Uint16Array.of(3, 4),
      ...Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((sample) => [`sample${sample}`, Uint8Array.of(10 * sample, 130)]),
      ),
    };
    const over = merge('svd', strips, strips);
    expect(over['sample5']).toEqual(Uint8Array.of(100, 255));
    expect(over['sample1']).toEqual(Uint8Array.of(20, 255));
    expect(over['strip']).toEqual(strips.strip);
  });
});

describe('tables in which rows come in any order', () => {
  const table = (offsets: readonly number[], channel: readonly number[], charge: number) => ({
    offsets: Uint32Array.from(offsets),
    channel: Uint32Array.from(channel),
    charge: Float32Array.from(channel, (_, row) => charge + row),
  });
  type Table = ReturnType<typeof table>;
  const key =
    ({ channel }: Table) =>
    (row: number) =>
      channel[row]!;
  // What comes later counts twice, so that the order of sums shows.
  const add = ({ charge }: Table, at: number, from: Table, row: number) => {
    charge[at] = charge[at]! + 2 * from.charge[row]!;
  };
  const first = table([0, 4, 4, 5], [9, 2, 9, 5, 7], 1);
  const second = table([0, 3, 4, 5], [5, 1, 9, 3, 7], 10);

  it('meet event by event, where the first of each number stands', () => {
    expect(mergeTables<Table>({ key, isOrdered: false, add })(first, second)).toEqual({
      offsets: Uint32Array.of(0, 4, 5, 6),
      channel: Uint32Array.of(9, 2, 5, 1, 3, 7),
      charge: Float32Array.of(1 + 2 * 3 + 2 * 12, 2, 4 + 2 * 10, 11, 13, 5 + 2 * 14),
    });
  });

  it('meet where rows of an event descend', () => {
    const falling = table([0, 2], [8, 4], 1);
    const laid = mergeTables<Table>({ key, isOrdered: false, add })(falling, table([0, 1], [4], 5));
    expect(laid).toEqual({ ...falling, charge: Float32Array.of(1, 2 + 2 * 5) });
  });

  it('are put in order by number where the front end does', () => {
    const laid = mergeTables<Table>({ key, isOrdered: true, add })(first, second);
    expect(laid.channel).toEqual(Uint32Array.of(1, 2, 5, 9, 3, 7));
    expect(laid.charge).toEqual(Float32Array.of(11, 2, 24, 31, 13, 33));
    const all = mergeTables<Table>({ key, isOrdered: true })(first, second);
    expect(all.channel).toEqual(Uint32Array.of(1, 2, 5, 5, 9, 9, 9, 3, 7, 7));
    expect(all.charge).toEqual(Float32Array.of(11, 2, 4, 10, 1, 3, 12, 13, 5, 14));
  });
});
