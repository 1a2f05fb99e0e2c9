import { describe, expect, it } from 'vitest';
import { groupOf, isTold, stateIndex, tickStates } from '../../../emulator/readout/tick-states.js';

describe('states of a tick', () => {
  it('are asked from the outside in: runs, vetoes, causes, live', () => {
    const groups = tickStates.map(groupOf);
    const rank = { paused: 0, vetoed: 1, dead: 2, live: 3 };
    expect(groups.map((group) => rank[group])).toEqual(
      groups.map((group) => rank[group]).toSorted((one, other) => one - other),
    );
    expect(groups.filter((group) => group === 'paused')).toHaveLength(3);
    expect(groups.filter((group) => group === 'vetoed')).toHaveLength(2);
    expect(groups.filter((group) => group === 'live')).toHaveLength(1);
  });

  it('are told unless they follow from triggers', () => {
    expect(tickStates.filter((_, index) => isTold(index))).toEqual([
      'paused',
      'no-beam',
      'ended',
      'veto-full',
      'veto-gate',
      'host',
      'recorder',
      'client',
    ]);
    expect(isTold(stateIndex('live'))).toBe(false);
  });
});
