import { describe, expect, it } from 'vitest';
import { scanAxis } from '../../../emulator/writers/scan-axis.js';

describe('values of a scan on an axis', () => {
  it('are in the unit of the first, which stands beside what is scanned', () => {
    expect(scanAxis('cdc.noiseRate', ['900Hz', '1 kHz', '2e-3MHz'])).toEqual({
      values: [900, 1000, 2000],
      name: 'cdc.noiseRate [Hz]',
    });
    expect(scanAxis('veto.full', ['500us', '1ms'])!.values).toEqual([500, 1000]);
    expect(scanAxis('veto.full', ['1ms', '500us'])).toEqual({
      values: [1, 0.5],
      name: 'veto.full [ms]',
    });
  });

  it('are plain numbers where they have no unit, or one that is not known and the same', () => {
    expect(scanAxis('cdc.efficiency', ['0.9', '.95', '-1e-2'])).toEqual({
      values: [0.9, 0.95, -0.01],
      name: 'cdc.efficiency',
    });
    expect(scanAxis('x', ['1 cm-2 s-1', '2 cm-2 s-1'])).toEqual({
      values: [1, 2],
      name: 'x [cm-2 s-1]',
    });
  });

  it('have none where they are words, or cannot be compared', () => {
    for (const written of [['on', 'off'], ['1', '1ms'], ['1 GeV', '1 ms'], ['1 GeV', '2 foot'], []])
      expect(scanAxis('x', written), written.join()).toBeUndefined();
  });
});
