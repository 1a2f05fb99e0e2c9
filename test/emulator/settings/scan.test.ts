import { describe, expect, it } from 'vitest';
import { parseScan, scanOf } from '../../../emulator/settings/scan.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

describe('a scan', () => {
  it('is of the machine or of the conditions, by who has the path', () => {
    expect(parseScan('ler.current=0.7,1,1.3 A')).toEqual({
      path: 'ler.current',
      values: ['0.7', '1', '1.3 A'],
      of: 'machine',
    });
    expect(parseScan('triggers.grl.maxZ0=20,35').of).toBe('conditions');
  });

  it('of the background is a word', () => {
    expect(parseScan('background')).toEqual({
      path: 'backgrounds.scale',
      values: ['0', '0.5', '1', '2', '4', '9'],
      of: 'machine',
    });
  });

  it('of nothing that exists, or without values, is refused', () => {
    expect(codeOf(() => parseScan('ler.curent=1'))).toBe('CONFIG_UNKNOWN_KEY');
    expect(codeOf(() => parseScan('ler.current='))).toBe('USAGE_SCAN');
    expect(codeOf(() => scanOf('nothing'))).toBe('USAGE_SCAN');
  });
});
