import { describe, expect, it } from 'vitest';
import { QuietSlices } from '../../../emulator/readout/quiet-slices.js';
import { tickStates } from '../../../emulator/readout/tick-states.js';

/** Slices by name, without those that have none. */
const named = (slices: Float64Array) =>
  Object.fromEntries(
    tickStates.map((name, state) => [name, slices[state]!]).filter(([, count]) => count !== 0),
  );

describe('slices in which no accept comes', () => {
  it('are found by their number, in order, with why they are not played', () => {
    const quiet = new QuietSlices();
    expect(quiet.at(0)).toBeUndefined();
    quiet.add(1, 3, 'client');
    quiet.add(3, 5, 'client');
    quiet.add(5, 6);
    quiet.add(8, 9, 'host');
    expect(quiet.at(0)).toBeUndefined();
    expect(quiet.at(1)).toMatchObject({ end: 5, state: 'client' });
    expect(quiet.at(4)).toMatchObject({ end: 5, state: 'client' });
    expect(quiet.at(5)).toMatchObject({ end: 6, state: undefined });
    expect(quiet.at(6)).toBeUndefined();
    expect(quiet.at(8)).toMatchObject({ end: 9, state: 'host' });
    expect(quiet.at(9)).toBeUndefined();
  });

  it('go on where they are told second by second, behind those that are forgotten too', () => {
    const quiet = new QuietSlices();
    quiet.add(0, 2, 'paused');
    expect(quiet.at(2)).toBeUndefined();
    quiet.add(2, 4, 'paused');
    expect(quiet.at(2)).toMatchObject({ end: 4 });
  });

  it('have passed where they are not played, but for the first behind one on its way', () => {
    const quiet = new QuietSlices();
    quiet.add(1, 5, 'recorder');
    quiet.add(5, 7, 'paused');
    quiet.add(7, 8);
    quiet.add(8, 11, 'client');
    quiet.add(12, 14, 'client');
    expect(named(quiet.passed(0))).toEqual({ recorder: 3, paused: 2, client: 3 });
    expect(named(quiet.passed(0, 2))).toEqual({ client: 2 });
    expect(named(quiet.passed(0, 4))).toEqual({ client: 3, paused: 1 });
    expect(named(quiet.passed(0, 0))).toEqual({});
  });

  it('have not passed twice: what is counted is left out', () => {
    const quiet = new QuietSlices();
    quiet.add(1, 5, 'recorder');
    quiet.add(5, 9, 'paused');
    expect(named(quiet.passed(5))).toEqual({ paused: 4 });
    expect(named(quiet.passed(7))).toEqual({ paused: 2 });
    expect(named(quiet.passed(9))).toEqual({});
  });
});
