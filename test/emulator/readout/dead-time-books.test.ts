import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadTime } from '../../../emulator/readout/dead-time.js';
import type { ReadoutConfig } from '../../../emulator/readout/readout-schema.js';
import { bytePerTick, named, readout, slowFrontEnds } from './configs.js';
import { slowBooks, type Story } from './slow-dead-time.js';

const end = 400;
const toldStates = [
  'paused',
  'no-beam',
  'ended',
  'veto-full',
  'veto-gate',
  'host',
  'recorder',
  'client',
] as const;

const stories: fc.Arbitrary<Story> = fc.record({
  triggers: fc
    .array(
      fc.record({
        tick: fc.nat(end - 1),
        quality: fc.nat(3),
        bytes: fc.array(fc.nat(30), { minLength: 7, maxLength: 7 }),
      }),
      { maxLength: 60 },
    )
    .map((triggers) => triggers.toSorted((one, other) => one.tick - other.tick)),
  told: fc
    .array(
      fc.record({
        state: fc.constantFrom(...toldStates),
        from: fc.nat(end),
        length: fc.nat(40),
      }),
      { maxLength: 12 },
    )
    .map((told) =>
      told
        .toSorted((one, other) => one.from - other.from)
        .map(({ state, from, length }) => ({ state, from, until: from + length })),
    ),
  end: fc.constant(end),
});

const configs: fc.Arbitrary<ReadoutConfig> = fc
  .record({
    samples: fc.constantFrom('six', 'three', 'mixed'),
    spacing: fc.nat(8),
    cells: fc.integer({ min: 6, max: 20 }),
    depth: fc.integer({ min: 1, max: 5 }),
    receivers: fc.integer({ min: 1, max: 5 }),
    builder: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ samples, spacing, cells, depth, receivers, builder }) =>
    readout({
      spacing,
      apv: { samples, cells, clocksPerSample: 1 },
      frontEnds: slowFrontEnds(depth),
      receivers: { events: receivers, megabytesPerSecond: 0.7 * bytePerTick },
      builder: { events: builder, megabytesPerSecond: 3 * bytePerTick },
    }),
  );

/** Triggers and stretches in the order of time, each told when the run comes to it. */
function play(deadTime: DeadTime, { triggers, told }: Story, isBefore: (tick: number) => boolean) {
  for (const { state, from, until } of told)
    if (isBefore(from)) deadTime.during(state, from, until);
  for (const { tick, quality, bytes } of triggers)
    if (isBefore(tick)) deadTime.trigger(tick, quality, bytes);
}

const booksOf = (deadTime: DeadTime) => {
  const { ticks, lost, accepted, liveForFine } = deadTime.counts();
  return { ticks: named(ticks), lost: named(lost), accepted, liveForFine };
};

describe('the books of the read-out', () => {
  it('are those of asking, tick by tick, where every event is', () => {
    fc.assert(
      fc.property(configs, stories, (config, story) => {
        const deadTime = new DeadTime(config);
        play(deadTime, story, () => true);
        deadTime.countTo(end);
        expect(booksOf(deadTime)).toEqual(slowBooks(config, story));
      }),
      { numRuns: 60 },
    );
  });

  it('add up to the run, to the tick', () => {
    fc.assert(
      fc.property(configs, stories, fc.nat(100), (config, story, more) => {
        const deadTime = new DeadTime(config);
        play(deadTime, story, () => true);
        deadTime.countTo(end + more);
        const { ticks, lost, accepted } = deadTime.counts();
        const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
        expect(sum(ticks)).toBe(end + more);
        expect(sum(lost) + accepted).toBe(story.triggers.length);
      }),
      { numRuns: 100 },
    );
  });

  it('go on from a state as if nothing had been between', () => {
    fc.assert(
      fc.property(configs, stories, fc.nat(end), (config, story, cut) => {
        const whole = new DeadTime(config);
        play(whole, story, () => true);
        whole.countTo(end);

        const first = new DeadTime(config);
        play(first, story, (tick) => tick < cut);
        const second = new DeadTime(config, structuredClone(first.state()));
        play(second, story, (tick) => tick >= cut);
        second.countTo(end);
        expect(second.state()).toEqual(whole.state());
      }),
      { numRuns: 100 },
    );
  });
});
