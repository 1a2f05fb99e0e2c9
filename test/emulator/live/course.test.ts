import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { Course } from '../../../emulator/live/course.js';
import type { Program } from '../../../emulator/live/program.js';

const setup = (seed: number): ChainSetup => ({ seed }) as unknown as ChainSetup;
const programOf = ({ seed }: ChainSetup) => ({ batchEvents: seed }) as Program;
const makeCourse = (planned: readonly number[] = []) => new Course(setup(1), programOf, planned);

describe('the course of a run', () => {
  it('plays each slice with what was asked for before it was handed out', () => {
    const course = makeCourse();
    course.handOut(5);
    expect(course.from(undefined)).toBe(5);
    course.begin(5, setup(2));
    course.begin(course.from(8), setup(3));
    expect([4, 5, 7, 8, 99].map((slice) => course.programAt(slice).batchEvents)).toEqual([
      1, 2, 2, 3, 3,
    ]);
    expect([4, 5, 8].map((slice) => course.legAt(slice).number)).toEqual([0, 1, 2]);
    expect(course.last.setup.seed).toBe(3);
  });

  it('knows what was played before a change: what was handed out but for pauses and losses', () => {
    const course = makeCourse();
    course.handOut(5);
    course.skip(5, 8);
    course.pause(9);
    course.begin(10, setup(2));
    course.skip(9, 10);
    course.skip(10, 12);
    course.resume(12);
    course.begin(20, setup(3));
    expect([0, 1, 2].map((leg) => course.playedBefore(leg))).toEqual([0, 6, 14]);
    expect(course.from(undefined)).toBe(20);
    expect(course.next).toBe(12);
  });

  it('takes the last of two changes that hold from one slice on', () => {
    const course = makeCourse();
    course.begin(3, setup(2));
    course.begin(course.from(3), setup(3));
    expect(course.legAt(3)).toMatchObject({ number: 2, setup: { seed: 3 } });
  });

  it('refuses slices that are handed out, or before what was named last', () => {
    const course = makeCourse();
    course.handOut(10);
    expect(() => course.from(9)).toThrow(/found 9, expected 10 or later/);
    expect(course.from(10)).toBe(10);
    course.begin(20, setup(2));
    expect(() => course.from(19)).toThrow(/found 19, expected 20 or later/);
    expect(course.from(undefined)).toBe(20);
    expect(course.from(undefined, 30)).toBe(30);
  });

  it('is paused from one slice on and before another', () => {
    const course = makeCourse();
    course.pause(4);
    expect([3, 4, 1000].map((slice) => course.isPausedAt(slice))).toEqual([false, true, true]);
    expect(course.isEndKnown(4)).toBe(false);
    course.resume(6);
    expect([4, 5, 6].map((slice) => course.isPausedAt(slice))).toEqual([true, true, false]);
    expect(course.isEndKnown(5)).toBe(true);
    expect(course.markAfter(0)).toBe(4);
    expect(course.markAfter(4)).toBe(6);
    expect(course.markAfter(6)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts epochs by what was known from the start and by commands', () => {
    const course = makeCourse([2, 10]);
    course.begin(5, setup(2));
    expect([1, 2, 4, 5, 9, 10].map((slice) => course.epochAt(slice))).toEqual([0, 1, 1, 2, 2, 3]);
    expect(course.changesWithin(2, 10)).toEqual([5, 10]);
    expect(course.changesWithin(0, 4)).toEqual([2]);
    expect(course.changesWithin(5, 9)).toEqual([]);
  });
});
