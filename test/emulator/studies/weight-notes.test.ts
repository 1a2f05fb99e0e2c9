import { describe, expect, it } from 'vitest';
import type { EfficiencyResult } from '../../../emulator/studies/curve-result.js';
import { weightNotes } from '../../../emulator/studies/weight-notes.js';
import { makeCurve } from './curve-builder.js';

const total = (name: string, fired: number, firedSumw: number): EfficiencyResult =>
  ({
    name,
    selected: 4,
    selectedSumw: 7,
    selectedSumw2: 15,
    fired,
    sumw: firedSumw,
    sumw2: firedSumw ** 2,
  }) as EfficiencyResult;

describe('the note on intervals of weighted events', () => {
  it('names what none or all events fire, and counts bins', () => {
    const curve = {
      ...makeCurve([0, 1, 2, 3], [4, 4, 4], [0, 2, 4]),
      selectedSumw: [7, 7, 7],
      selectedSumw2: [15, 15, 15],
      firedSumw: [0, 3, 7],
      firedSumw2: [0, 5, 15],
    };
    const [note, ...others] = weightNotes(
      [total('lml1', 0, 0), total('stt', 2, 3), { ...total('c4', 0, 0), remark: 'masked' }],
      [curve],
    );
    expect(others).toEqual([]);
    expect(note).toMatchObject({ code: 'WEIGHTS_ONE_SIDED', count: 3 });
    expect(note!.message).toContain('fire lml1 and 2 bins of curves and maps:');
    expect(note!.message).not.toContain('c4');
  });

  it('is not there where weights are equal, nor where both outcomes are seen', () => {
    expect(weightNotes([total('stt', 2, 3)])).toEqual([]);
    const equal = { ...total('lml1', 0, 0), selectedSumw: 8, selectedSumw2: 16 };
    expect(weightNotes([equal])).toEqual([]);
    expect(weightNotes([], [makeCurve([0, 1], [3], [0])])).toEqual([]);
  });

  it('says where weights of both signs leave an outcome less than one of them', () => {
    const signed = { ...total('stt', 3, 3), sumw2: 3, selectedSumw: 2.5, selectedSumw2: 7 };
    const [note, ...others] = weightNotes([signed, total('lml1', 2, 3)]);
    expect(others).toEqual([]);
    expect(note).toMatchObject({ code: 'WEIGHTS_SIGNED', count: 1 });
    expect(note!.message).toContain('less than one of them for stt: ');
  });

  it('says where the weights of events cancel, so that there is no efficiency', () => {
    const none = { ...total('stt', 0, 0), selected: 400, selectedSumw: 0, efficiency: null };
    const curve = {
      ...makeCurve([0, 1, 2, 3], [2, 0, 4], [0, 0, 4]),
      efficiency: [null, null, 1],
      selectedSumw: [0, 0, 4],
    };
    const [note, ...others] = weightNotes([none, { ...none, remark: 'masked' }], [curve]);
    expect(others).toEqual([]);
    expect(note).toMatchObject({ code: 'WEIGHTS_CANCEL', count: 2 });
    expect(note!.message).toContain('no efficiency of stt and 1 bins of curves and maps');
    expect(weightNotes([{ ...none, selected: 0 }])).toEqual([]);
  });

  it('names five at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const [note] = weightNotes(names.map((name) => total(name, 0, 0)));
    expect(note!.message).toContain('a, b, c, d, e and 2 more');
  });
});
