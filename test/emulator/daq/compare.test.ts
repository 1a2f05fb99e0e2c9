import { describe, expect, it } from 'vitest';
import { Comparison } from '../../../emulator/daq/compare.js';
import type { EventsRecord } from '../../../emulator/daq/records.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { inputWords, outputWords } from '../../../triggers/batches.js';
import { compileMenu, type MenuLine } from '../../../triggers/gdl/menu.js';

/** Lines that pass whole, are masked, and are kept one in five; all at the same input bit. */
const prescales = { whole: 1, masked: 0, prescaled: 5 } as const;
type Line = keyof typeof prescales;
const numbers = { whole: 33, masked: 64, prescaled: 191 } as const;
const lines: readonly MenuLine[] = Object.entries(prescales).map(([name, prescale]) => ({
  name,
  number: numbers[name as Line],
  formula: 'ehigh',
  class: '',
  family: '',
  prescale,
  source: '',
}));
const menu = compileMenu({ name: 'three', version: '1', source: '', lines });

/** One event with these lines before and after prescale. */
function eventOf(fired: readonly Line[], kept: readonly Line[]): EventsRecord {
  const words = (set: readonly Line[]): Uint32Array => {
    const bits = new Uint32Array(outputWords);
    for (const line of set) {
      const word = numbers[line] >>> 5;
      bits[word] = bits[word]! | (1 << (numbers[line] & 31));
    }
    return bits;
  };
  return {
    kind: 'events',
    slice: 7,
    first: 0,
    played: 10,
    recordedBefore: 0,
    index: Uint32Array.of(4),
    inputBits: new Uint32Array(inputWords),
    ftdlBits: words(fired),
    psnmBits: words(kept),
    hits: {},
  };
}

/** What is said about an event whose FTDL bits come out as these. */
function compared(record: EventsRecord, again: readonly Line[], sameMenu = true) {
  const set = { run: 3, recorded: menu, replayed: menu, sameMenu };
  const comparison = new Comparison(set, emulatorConfig().gdl.timing);
  const { inputBits } = record;
  comparison.add(record, { inputBits, ftdlBits: eventOf(again, []).ftdlBits });
  return comparison;
}

describe('a recorded PSNM bit', () => {
  it.each([
    { line: 'whole', fired: true, kept: true, possible: true },
    { line: 'whole', fired: true, kept: false, possible: false },
    { line: 'whole', fired: false, kept: true, possible: false },
    { line: 'whole', fired: false, kept: false, possible: true },
    { line: 'masked', fired: true, kept: true, possible: false },
    { line: 'masked', fired: true, kept: false, possible: true },
    { line: 'masked', fired: false, kept: true, possible: false },
    { line: 'prescaled', fired: true, kept: true, possible: true },
    { line: 'prescaled', fired: true, kept: false, possible: true },
    { line: 'prescaled', fired: false, kept: true, possible: false },
  ] as const)(
    'of a $line line with FTDL bit $fired and PSNM bit $kept is possible: $possible',
    ({ line, fired, kept, possible }) => {
      const before = fired ? [line] : [];
      const { differing, differences } = compared(eventOf(before, kept ? [line] : []), before);
      expect(differing).toBe(possible ? 0 : 1);
      expect(differences).toEqual(
        possible ? [] : [{ event: '3:7:4', gained: [], lost: [], other: [`PSNM of ${line}`] }],
      );
    },
  );
});

describe('a recorded PSNM bit of a window', () => {
  const windowOf = (fired: readonly Line[], rose: readonly Line[], kept: readonly Line[]) =>
    compared({ ...eventOf(fired, kept), risingBits: eventOf(rose, []).ftdlBits }, fired).differing;

  it('follows from the edge: a line that was up before is not kept', () => {
    expect(windowOf(['whole', 'prescaled'], ['prescaled'], ['prescaled'])).toBe(0);
    expect(windowOf(['whole'], [], ['whole'])).toBe(1);
    expect(windowOf(['prescaled'], [], ['prescaled'])).toBe(1);
    expect(windowOf(['whole'], ['whole'], [])).toBe(1);
  });

  it('cannot come of a line that rises without firing', () => {
    expect(windowOf([], ['prescaled'], [])).toBe(1);
  });
});

describe('a recording with fewer words of input bits', () => {
  it('does not differ in slots that it has no words for', () => {
    const again = Uint32Array.of(0, 0, 0, 0, 0, 1);
    const differing = (recordedWords?: number): number => {
      const set = { run: 3, recorded: menu, replayed: menu, sameMenu: true };
      const comparison = new Comparison(set, emulatorConfig().gdl.timing);
      const event = eventOf([], []);
      const record = recordedWords === undefined ? event : { ...event, recordedWords };
      comparison.add(record, { inputBits: again, ftdlBits: event.ftdlBits });
      return comparison.differing;
    };
    expect([differing(5), differing(6), differing()]).toEqual([0, 1, 1]);
  });
});

describe('a recorded event', () => {
  it('differs by the lines that it gains and loses under the same menu alone', () => {
    const record = eventOf(['whole'], ['whole']);
    const same = compared(record, ['prescaled']);
    expect(same.differences).toMatchObject([{ gained: ['prescaled'], lost: ['whole'] }]);
    const other = compared(record, ['prescaled'], false);
    expect(other.differing).toBe(0);
    expect(other.verdicts).toEqual({ accepted: 0, prescaled: 1, refused: 0 });
    expect(other.lines()).toMatchObject([
      { name: 'whole', recorded: 1, replayed: 0, gained: 0, lost: 1, complete: true },
      { name: 'masked', recorded: 0, replayed: 0, gained: 0, lost: 0, complete: false },
      { name: 'prescaled', recorded: 0, replayed: 1, gained: 1, lost: 0, complete: false },
    ]);
  });

  it('differs by an input bit or the timing source that do not come out again', () => {
    const record = { ...eventOf([], []), inputBits: Uint32Array.of(0, 0, 4, 0, 0, 0) };
    const again = { inputBits: new Uint32Array(inputWords), ftdlBits: record.ftdlBits };
    const set = { run: 3, recorded: menu, replayed: menu, sameMenu: true };
    const comparison = new Comparison(set, emulatorConfig().gdl.timing);
    comparison.add(record, again);
    expect(comparison.differences[0]).toMatchObject({ gained: [], other: [] });
    expect(comparison.differences[0]!.lost).toHaveLength(1);
    const timed = { ...eventOf([], []), timingSource: Uint8Array.of(1) };
    expect(compared(timed, []).differences).toMatchObject([{ other: ['timing source'] }]);
  });
});
