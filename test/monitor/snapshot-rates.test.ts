import { describe, expect, it } from 'vitest';
import { RecentSnapshots, ratesBetween } from '../../monitor/snapshot-rates.js';
import { syntheticSnapshot } from './synthetic-run.js';
import type { RunSnapshot } from '../../monitor/ports.js';

const at = (wallSeconds: number, id = 'run-1', machine = true): RunSnapshot =>
  syntheticSnapshot(Math.round(10 * wallSeconds), {
    id,
    state: 'running',
    reason: '',
    events: 1000 * wallSeconds,
    wallSeconds,
    machine,
  });

describe('rates', () => {
  const rates = ratesBetween(at(20), at(30));

  it('are in Hz of emulated time, not of wall time, without what was given up', () => {
    // The synthetic machine emulates 0.998 s a second, of which 2.5 ms were given up:
    // 2.1 by the host.
    expect(rates.seconds).toBeCloseTo(9.98 - 0.025, 9);
    expect(rates.acceptHz).toBeCloseTo((3712 * 9.98) / 9.955, -1);
    expect(rates.classes.find(({ name }) => name === 'bhabha')).toMatchObject({
      origin: 'collision',
      tier: 'anchor',
    });
    const soft = rates.classes.find(({ name }) => name === 'soft-cluster')!;
    const made = 9.98 / 9.955;
    expect(soft.seedHz).toBeCloseTo(50_000 * made, -1);
    expect(soft.windowHz).toBeCloseTo(2500 * made, 0);
    expect(soft.weightedHz).toBeCloseTo(50_000 * made, -1);
  });

  it('of classes add up to the total, of all accepts, a line and a family', () => {
    const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
    expect(sum(rates.classes.map(({ acceptHz }) => acceptHz))).toBeCloseTo(rates.acceptHz, 6);
    for (const { acceptHz, byClass } of rates.lines) expect(sum(byClass)).toBeCloseTo(acceptHz, 1);
    for (const { hz, byClass } of rates.families) expect(sum(byClass)).toBeCloseTo(hz, 1);
    expect(rates.lines[0]!.acceptHz).toBeGreaterThan(1000);
    expect(rates.families[0]!.hz).toBeGreaterThan(2500);
  });

  it('tell a line before its prescale and after it', () => {
    const { riseHz, acceptHz, prescale } = rates.lines.find(({ name }) => name === 'lml4')!;
    expect(prescale).toBe(20);
    expect(riseHz / acceptHz).toBeCloseTo(20, 9);
  });

  it('tell what a line keeps alone, and what two lines keep both', () => {
    const { lines, overlaps, meanHz } = rates;
    expect(lines[0]!.exclusiveHz / lines[0]!.acceptHz).toBeCloseTo(0.25, 3);
    expect(lines[0]!.exclusiveMeanHz / lines[0]!.meanHz).toBeCloseTo(0.25, 3);
    expect([...overlaps.one, ...overlaps.other]).toEqual([0, 3, 3, 6]);
    expect(overlaps.meanHz[0]! / meanHz).toBeCloseTo(0.1, 3);
    expect(overlaps.meanHz[1]! / meanHz).toBeCloseTo(0.05, 3);
  });

  it('have no now of lines that an earlier menu did not have, but of all accepts', () => {
    const [before, now] = [at(20), at(30)];
    const other = { ...before, lines: before.lines.toReversed() };
    const { acceptHz, lines, families } = ratesBetween(other, now);
    expect(acceptHz).toBe(rates.acceptHz);
    for (const { riseHz, acceptHz: own, exclusiveHz, byClass } of lines)
      expect([riseHz, own, exclusiveHz, ...byClass].every(Number.isNaN)).toBe(true);
    expect(families.every(({ hz }) => Number.isNaN(hz))).toBe(true);
    expect(lines[0]!.meanHz).toBe(rates.lines[0]!.meanHz);
  });

  it('have a mean over the time since a menu brought the line, the family or the pair', () => {
    const now = at(30);
    const since = { seconds: 15 * 0.998, playedSeconds: 15 * 0.9955 };
    const late = ratesBetween(undefined, {
      ...now,
      lines: now.lines.map((line) => ({ ...line, since })),
      overlaps: { ...now.overlaps, since },
      machine: {
        ...now.machine!,
        families: now.machine!.families.map((family) => ({ ...family, since })),
      },
    });
    const whole = ratesBetween(undefined, now);
    for (const [line, { meanHz, exclusiveMeanHz }] of late.lines.entries()) {
      expect(meanHz).toBeCloseTo(2 * whole.lines[line]!.meanHz, 9);
      expect(exclusiveMeanHz).toBeCloseTo(2 * whole.lines[line]!.exclusiveMeanHz, 9);
    }
    expect(late.families[0]!.meanHz).toBeCloseTo(2 * whole.families[0]!.meanHz, 9);
    expect(late.overlaps.meanHz[0]! / whole.overlaps.meanHz[0]!).toBeCloseTo(2, 5);
    expect(late.overlaps.keptHz[0]! / whole.overlaps.keptHz[0]!).toBeCloseTo(2, 5);
    expect(late.meanHz).toBe(whole.meanHz);
  });

  it('are counted from the start where there is no earlier snapshot', () => {
    const first = ratesBetween(undefined, at(5));
    expect(first.seconds).toBeCloseTo(4.99 - 0.0125, 9);
    expect(first.acceptHz).toBe(first.meanHz);
    expect(ratesBetween(undefined, at(0)).acceptHz).toBeNaN();
  });

  it('of a card are those of its events', () => {
    const card = ratesBetween(undefined, at(10, 'run-1', false));
    expect(card).toMatchObject({ machine: false, classes: [], families: [] });
    expect(card.acceptHz).toBeCloseTo(6100 / 9.955, 6);
    const { ftdl, psnm } = at(10, 'run-1', false).lines[2]!;
    expect(ftdl).toBeGreaterThan(10 * psnm);
    expect(card.lines[2]!.riseHz).toBeCloseTo(ftdl / 9.955, 6);
    expect(card.lines[2]!.acceptHz).toBeCloseTo(psnm / 9.955, 6);
  });
});

describe('the snapshots of the last seconds', () => {
  it('give the oldest that is not older than ten seconds', () => {
    const recent = new RecentSnapshots();
    for (let second = 0; second <= 25; second++) recent.note(at(second));
    expect(recent.before(at(25.5))?.run.wallSeconds).toBe(16);
    expect(recent.before(at(25))?.run.wallSeconds).toBe(15);
    expect(recent.before(at(40))?.run.wallSeconds).toBe(25);
  });

  it('give none for a young run, and never one of another run', () => {
    const recent = new RecentSnapshots();
    for (let second = 0; second <= 25; second++) recent.note(at(second));
    expect(recent.before(at(12, 'run-2'))).toBeUndefined();
    recent.note(at(1, 'run-2'));
    expect(recent.before(at(10, 'run-2'))).toBeUndefined();
    expect(recent.before(at(26))).toBeUndefined();
    expect(recent.before(at(12, 'run-2'))?.run.wallSeconds).toBe(1);
  });

  it('have the same lines, where there are any of these', () => {
    const recent = new RecentSnapshots();
    const since = { seconds: 17, playedSeconds: 16.9 };
    const later = (second: number): RunSnapshot => {
      const snapshot = at(second);
      return { ...snapshot, lines: snapshot.lines.map((line) => ({ ...line, since })) };
    };
    for (let second = 0; second <= 17; second++) recent.note(at(second));
    expect(recent.before(later(18))?.run.wallSeconds).toBe(17);
    for (let second = 18; second <= 20; second++) recent.note(later(second));
    expect(recent.before(later(21))?.run.wallSeconds).toBe(18);
  });

  it('have the same menu and prescales, where there are any of these', () => {
    const recent = new RecentSnapshots();
    const since = { seconds: 17, playedSeconds: 16.9 };
    const later = (second: number): RunSnapshot => {
      const snapshot = at(second);
      return { ...snapshot, overlaps: { ...snapshot.overlaps, since } };
    };
    for (let second = 0; second <= 17; second++) recent.note(at(second));
    for (let second = 18; second <= 20; second++) recent.note(later(second));
    expect(recent.before(later(21))?.run.wallSeconds).toBe(18);
  });

  it('leave a run that is over without a rate of now, but with its mean', () => {
    const recent = new RecentSnapshots();
    for (let second = 0; second <= 25; second++) recent.note(at(second));
    for (const state of ['ended', 'failed'] as const) {
      const last = { ...at(26), run: { ...at(26).run, state } };
      const rates = ratesBetween(recent.before(last), last);
      expect(rates.seconds).toBe(0);
      expect(rates.acceptHz).toBeNaN();
      expect(rates.meanHz).toBeCloseTo((3712 * (26 * 0.998)) / (26 * 0.9955), -1);
    }
    const draining = { ...at(26), run: { ...at(26).run, state: 'draining' as const } };
    expect(ratesBetween(recent.before(draining), draining).acceptHz).toBeGreaterThan(3000);
  });

  it('are not kept twice when the run stands still', () => {
    const recent = new RecentSnapshots();
    for (let second = 0; second <= 20; second++) recent.note(at(Math.min(second, 14)));
    expect(recent.before(at(14))?.run.wallSeconds).toBe(4);
  });
});
