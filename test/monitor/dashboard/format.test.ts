import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatEfficiency,
  formatRate,
  formatShare,
  variableText,
} from '../../../monitor/dashboard/format.js';

const thin = '\u202f';

describe('numbers on the dashboard', () => {
  it('group counts by thousands', () => {
    expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual([
      '0',
      '999',
      `1${thin}000`,
      `1${thin}234${thin}567`,
    ]);
  });

  it('give rates three digits and a prefix', () => {
    expect([0, 0.5, 12.34, 950, 19_840, 2_345_000].map(formatRate)).toEqual([
      '0 Hz',
      '0.500 Hz',
      '12.3 Hz',
      '950 Hz',
      '19.8 kHz',
      '2.35 MHz',
    ]);
  });

  it('give an efficiency as many decimals as its interval deserves', () => {
    expect(formatEfficiency(0.5, 0.4, 0.6)).toEqual({
      value: `50.0${thin}%`,
      interval: '40.0 – 60.0',
    });
    expect(formatEfficiency(0.9812, 0.9801, 0.9822)).toEqual({
      value: `98.12${thin}%`,
      interval: '98.01 – 98.22',
    });
    expect(formatEfficiency(1, 0.9999, 1)).toEqual({
      value: `100.0000${thin}%`,
      interval: '99.9900 – 100.0000',
    });
  });

  it('say that nothing is selected instead of showing a number', () => {
    expect(formatEfficiency(null, 0, 1)).toEqual({ value: '–', interval: 'nothing selected' });
  });

  it('give shares about three digits', () => {
    expect([0, 0.00012, 0.0251, 0.61].map(formatShare)).toEqual([
      `0${thin}%`,
      `0.012${thin}%`,
      `2.51${thin}%`,
      `61.0${thin}%`,
    ]);
  });

  it('give durations two units', () => {
    expect([0, 0.056, 0.46, 9.99, 59.9, 187, 3720, 360_000].map(formatDuration)).toEqual([
      '0 s',
      '0.056 s',
      '0.46 s',
      '9.9 s',
      '59 s',
      '3 min 07 s',
      '1 h 02 min',
      '100 h 00 min',
    ]);
  });

  it('write variables as a physicist does, unknown ones by name', () => {
    expect(variableText({ variable: 'energyCms', label: 'E*', unit: 'GeV' })).toBe('E* [GeV]');
    expect(variableText({ variable: 'theta', label: 'θ', unit: '' })).toBe('θ');
    expect(variableText({ variable: 'constructor', unit: '' })).toBe('constructor');
  });
});
