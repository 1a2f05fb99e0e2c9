import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../detector/base/config.js';
import { EventBuilder } from '../../../../emulator/daq/builder/event-builder.js';
import { statesIn } from '../../../../emulator/daq/builder/fragment-states.js';
import { builderSchema } from '../../../../emulator/settings/builder-schema.js';
import { syntheticBatch } from '../support.js';

const config = (given: object = {}) => parseConfig(builderSchema, given, 'test');
const builderOf = (given?: object) => new EventBuilder({ config: config(given), seed: 5, run: 7 });

/** Fragments of a subdetector by state. */
const statesOf = (builder: EventBuilder, name: string) =>
  builder.counts().fragments.find(({ subdetector }) => subdetector === name)!.states;
const sumOf = (states: Readonly<Record<string, number>>): number =>
  Object.values(states).reduce((sum, count) => sum + count, 0);

describe('the event builder', () => {
  it('builds each accepted event whole when every fragment comes as it was sent', () => {
    const builder = builderOf();
    const batch = syntheticBatch(2, 0, 300);
    expect(builder.build(batch)).toBe(batch);
    const { events, flagged, fragments } = builder.counts();
    // Every third event of the batch is accepted.
    expect({ events, flagged }).toEqual({ events: 100, flagged: 0 });
    expect(fragments.map(({ subdetector, states }) => [subdetector, states['whole']])).toEqual(
      ['pxd', 'svd', 'cdc', 'top', 'arich', 'ecl', 'klm'].map((name) => [name, 100]),
    );
    for (const { states } of fragments) expect(sumOf(states)).toBe(100);
  });

  it('sizes an event: headers of 56 words, payloads, trailers of 2, 22 of the trigger', () => {
    const builder = builderOf();
    const batch = syntheticBatch(0, 0, 1);
    builder.build({ ...batch, readOut: { bytes: [1000, 10, 0, 4, 5, 8, 1] } });
    const payloadWords = 250 + 3 + 0 + 1 + 2 + 2 + 1;
    expect(builder.counts().rawBytes).toBe(4 * (22 + 7 * 58 + payloadWords));
  });

  it('tells missing, late and corrupt fragments apart, marks the events, and counts each', () => {
    const builder = builderOf({
      faults: {
        svd: { missing: 0.2 },
        cdc: { late: 0.3 },
        ecl: { corrupt: 0.6 },
      },
    });
    const built = Array.from(
      { length: 300 },
      (_, slice) => builder.build(syntheticBatch(slice, 0, 30)).marks!,
    );
    const marks = built.flatMap((each) => [...each]);
    const accepted = 3000;
    const sigma = (share: number): number => Math.sqrt(accepted * share * (1 - share));
    const near = (count: number, share: number): void =>
      expect(Math.abs(count - share * accepted)).toBeLessThan(4 * sigma(share));
    const [svd, cdc, ecl] = ['svd', 'cdc', 'ecl'].map((name) => statesOf(builder, name));
    near(svd!['missing']!, 0.2);
    near(cdc!['late']!, 0.3);
    for (const state of ['checksum', 'number', 'tick']) near(ecl![state]!, 0.2);
    for (const states of [svd, cdc, ecl]) expect(sumOf(states!)).toBe(accepted);
    expect(sumOf(statesOf(builder, 'top'))).toBe(statesOf(builder, 'top')['whole']);
    // An event is marked for each thing that is wrong with it; those that are not accepted are not.
    const marked = marks.filter((mark) => mark !== 0);
    expect(marked).toHaveLength(builder.counts().flagged);
    near(marked.length, 1 - 0.8 * 0.7 * 0.4);
    const seen = new Set(marked.flatMap((mark) => statesIn(mark)));
    expect(seen).toEqual(new Set(['missing', 'late', 'checksum', 'number', 'tick']));
    expect(marks.filter((_, event) => event % 3 !== 0).some((mark) => mark !== 0)).toBe(false);
  });

  it('draws the same faults for an event in whatever batch it comes', () => {
    const given = { faults: { pxd: { missing: 0.5 }, klm: { corrupt: 0.5 } } };
    const whole = builderOf(given).build(syntheticBatch(3, 0, 60)).marks!;
    const parted = builderOf(given);
    parted.build(syntheticBatch(3, 0, 30));
    // Numbers of events count on from the first part, and no fault depends on them.
    expect(parted.build(syntheticBatch(3, 30, 30)).marks).toEqual(whole.slice(30));
  });

  it('ends the run with subdetector, event and reason when it shall stop', () => {
    const builder = builderOf({ onError: 'stop', faults: { arich: { late: 1 } } });
    expect(() => builder.build(syntheticBatch(4, 0, 9))).toThrow(
      expect.objectContaining({
        code: 'BUILDER_FRAGMENT',
        message: expect.stringMatching(/arich for event 1:4:0 .*it came too late/) as string,
      }) as Error,
    );
  });
});
