import { describe, expect, it } from 'vitest';
import { agoLabel } from '../../../monitor/dashboard/level1-table.js';

describe('ages in the table of Level-1 rates', () => {
  it('are whole minutes where rows are, as of an hour', () => {
    expect([3600, 300, 0].map(agoLabel(300))).toEqual(['60', '5', '0']);
  });

  it('tell rows of less than a minute, or of two and a half, apart', () => {
    expect([600, 550, 50, 0].map(agoLabel(50))).toEqual(['10:00', '9:10', '0:50', '0:00']);
    expect([300, 150].map(agoLabel(150))).toEqual(['5:00', '2:30']);
    expect([10, 5].map(agoLabel(5))).toEqual(['0:10', '0:05']);
  });
});
