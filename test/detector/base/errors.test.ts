import { describe, expect, it } from 'vitest';
import {
  EmulatorError,
  nearestHint,
  nearestName,
  showValue,
} from '../../../detector/base/errors.js';

describe('errors', () => {
  it('carry a stable code beside the message', () => {
    const cause = new Error('disk');
    const error = new EmulatorError('OUTPUT_FAILED', 'it is gone', { cause });
    expect([error.name, error.code, error.message, error.cause]).toEqual([
      'EmulatorError',
      'OUTPUT_FAILED',
      'it is gone',
      cause,
    ]);
    expect(error).toBeInstanceOf(Error);
  });
});

describe('the nearest name', () => {
  it('is the one with the fewest changed letters, in any case', () => {
    expect(nearestName('nn_tracks', ['nn_track', 'track', 'typ'])).toBe('nn_track');
    expect(nearestName('EHIGH', ['elow', 'ehigh'])).toBe('ehigh');
    expect(nearestName('lml31', ['lml1', 'lml3', 'lml13'])).toBe('lml1');
  });

  it('does not exist when more than half would have to change', () => {
    expect(nearestName('temperature', ['ehigh', 'elow'])).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
    expect(nearestHint('temperature', ['ehigh'])).toBe('');
  });

  it('is offered at the end of a message', () => {
    expect(nearestHint('elo', ['elow', 'ehigh'])).toBe('; nearest is "elow"');
  });
});

describe('a value in a message', () => {
  it('is JSON, short, whatever the value', () => {
    const circular: unknown[] = [];
    circular.push(circular);
    expect(['a', 3, null, undefined, 3n, circular, () => 1].map(showValue)).toEqual([
      '"a"',
      '3',
      'null',
      'nothing',
      'a bigint',
      'a object',
      'a function',
    ]);
    expect(showValue('x'.repeat(1000))).toHaveLength(80);
  });
});
