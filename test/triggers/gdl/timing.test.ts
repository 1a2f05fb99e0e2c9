import { describe, expect, it } from 'vitest';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { chooseTiming, timingSources } from '../../../triggers/gdl/timing.js';
import type { InputName } from '../../../triggers/slots.js';
import { ftdlBits, inputBits, line, menuOf } from './support.js';

const menu = compileMenu(
  menuOf(
    line(1, 'elow & !veto'),
    line(2, 'pseud_rand & !veto'),
    line(3, 'poissonin'),
    line(4, 'bha_delay'),
    line(5, 'plsin'),
    line(6, 'elow | plsin'),
  ),
);

/** Timing source of one event. */
function sourceOf(
  inputs: readonly InputName[],
  psnm: readonly number[],
  priority: 'ecl-top-cdc' | 'cdc-ecl-top' | 'top-ecl-cdc' = 'ecl-top-cdc',
): string {
  const [source] = chooseTiming(menu, { priority })(inputBits([inputs]), ftdlBits([psnm]), 1);
  return Object.entries(timingSources).find(([, value]) => value === source)![0];
}

describe('timing source of an accept', () => {
  it('is the first detector of the priority that has a time', () => {
    expect(sourceOf(['ecl_active', 'cdc_active'], [1])).toBe('ecl');
    expect(sourceOf(['ecl_active', 'cdc_active'], [1], 'cdc-ecl-top')).toBe('cdc');
    expect(sourceOf(['top_active', 'ecl_active'], [1], 'top-ecl-cdc')).toBe('top');
    expect(sourceOf(['cdc_active'], [1])).toBe('cdc');
  });

  it('is the trigger itself without a detector time', () => {
    expect(sourceOf([], [1])).toBe('self');
  });

  it('is none for an event that is not accepted', () => {
    expect(sourceOf(['ecl_active'], [])).toBe('none');
  });

  it('is the artificial input when only lines that need it took the event', () => {
    expect(sourceOf(['ecl_active', 'pseud_rand'], [2])).toBe('random');
    expect(sourceOf(['ecl_active', 'poissonin'], [3])).toBe('poisson');
    expect(sourceOf(['ecl_active', 'bha_delay'], [4])).toBe('delayedPhysics');
    expect(sourceOf(['plsin'], [5])).toBe('testPulse');
    expect(sourceOf(['ecl_active', 'pseud_rand'], [1, 2])).toBe('ecl');
    expect(sourceOf(['ecl_active', 'plsin'], [6])).toBe('ecl');
  });

  it('has the numbers of the experiment: ECL 0, TOP 1, self 2, CDC 3, … none 15', () => {
    expect(Object.values(timingSources)).toEqual([0, 1, 2, 3, 5, 7, 9, 13, 15]);
  });
});
