import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { maxLineLength } from '../../../emulator/readers/source.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { readAll, remarks, scratchFiles } from '../../support/event-files/read.js';
import {
  hepevtText,
  hepmc2Text,
  hepmc3Text,
  lheText,
  reducedText,
} from '../../support/event-files/texts.js';

const write = scratchFiles();
const texts = {
  LHE: lheText(fiveEvents),
  HepMC3: hepmc3Text(fiveEvents),
  HepMC2: hepmc2Text(fiveEvents),
  HEPEVT: hepevtText(fiveEvents),
  reduced: reducedText(fiveEvents),
};
type Name = keyof typeof texts;

/** Line in which `text` first holds `part`, from 1. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

const strict = { strict: true };

/** All other events are there, and what was wrong with this one is said. */
async function expectPassedOver(
  path: string,
  message: RegExp,
  numbers: readonly number[] = [0, 1, 2, 4],
): Promise<void> {
  const { events, failure, file } = await readAll(path);
  expect(failure).toBeUndefined();
  expect(events.map(({ number }) => number)).toEqual(numbers);
  expect(file.counts).toMatchObject({ events: numbers.length, passedOver: 1, badEvents: 1 });
  expect(remarks(file).find(({ code }) => code === 'READER_BAD_EVENT')).toMatchObject({
    count: 1,
    message: expect.stringMatching(message),
  });
}

describe('a wrong line', () => {
  const muon = '5.200000000000e+0 -7.000000000000e-1';
  const cases: readonly (readonly [string, Name, string, string, RegExp])[] = [
    [
      'a word for a number',
      'LHE',
      muon,
      'five -0.7',
      /found "five", expected a finite number as py \(column 8\)/,
    ],
    [
      'a word for a number',
      'HepMC3',
      muon,
      'five -0.7',
      /found "five", expected a finite number as py \(column 6\)/,
    ],
    [
      'a word for a number',
      'HepMC2',
      muon,
      'five -0.7',
      /found "five", expected a finite number as py \(column 5\)/,
    ],
    [
      'a word for a number',
      'HEPEVT',
      muon,
      'five -0.7',
      /found "five", expected a finite number as py \(column 8\)/,
    ],
    [
      'a word for a number',
      'reduced',
      muon,
      'five -0.7',
      /found "five", expected a finite number as py \(column 2\)/,
    ],
    ['NaN', 'LHE', muon, '5.2 NaN', /found "NaN"/],
    ['infinity', 'HepMC3', muon, '5.2 inf', /found "inf"/],
    ['a hexadecimal number', 'HEPEVT', muon, '0x5 -0.7', /found "0x5"/],
    ['stars of an overflow', 'reduced', muon, '5.2 *******', /found "\*\*\*\*/],
    ['a missing column', 'LHE', muon, '5.2001', /found 12 columns/],
    ['a missing column', 'HEPEVT', muon, '5.2001', /14 columns/],
    ['a missing column', 'reduced', muon, '5.2001', /5 columns/],
    ['an absurd momentum', 'HepMC3', muon, '5e200 -0.7', /5e\+200 GeV/],
    [
      'energy far below momentum',
      'reduced',
      muon,
      '52 -0.7',
      /found energy 5\.\d+ GeV of particle 1, expected at least its momentum 52/,
    ],
  ];
  it.each(cases)(
    'with %s in %s is named, after the three good events before it',
    async (_, name, found, wrong, message) => {
      const text = texts[name].replace(found, wrong);
      const path = write('bad.dat', text);
      const { events, failure, file } = await readAll(path, strict);
      expect(failure).toMatchObject({
        code: 'READER_MALFORMED',
        message: expect.stringMatching(message),
      });
      const line = Number(/, line (\d+):/.exec((failure as Error).message)?.[1]);
      // A particle without enough energy is found when its event is complete.
      expect(line - lineOf(text, wrong)).toBeLessThanOrEqual(
        message.source.includes('energy') ? 1 : 0,
      );
      expect(line - lineOf(text, wrong)).toBeGreaterThanOrEqual(0);
      expect((failure as Error).message.startsWith(`${path}, line `)).toBe(true);
      expect(events).toHaveLength(3);
      expect(file.counts).toMatchObject({ events: 3, badEvents: 1, passedOver: 0 });
      await expectPassedOver(path, message);
    },
  );

  it.each([
    ['a mother that is not there', '13 1 1 2', '13 1 9 2'],
    ['a negative mother', '13 1 1 2', '13 1 -1 2'],
    ['a particle as its own mother', '13 1 1 2', '13 1 3 3'],
    ['more particles than announced', '4 1 -2.000000000000e+0', '3 1 -2.0'],
    ['fewer particles than announced', '4 1 -2.000000000000e+0', '5 1 -2.0'],
    ['a negative number of particles', '4 1 -2.000000000000e+0', '-4 1 -2.0'],
    ['a weight that is no number', '4 1 -2.000000000000e+0', '4 1 NaN'],
    ['a fraction as PDG code', '13 1 1 2', '13.5 1 1 2'],
  ])('of LHE with %s ends the reading', async (_, found, wrong) => {
    const path = write('bad.lhe', texts.LHE.replace(found, wrong));
    const { events, failure } = await readAll(path, strict);
    expect(failure).toMatchObject({ code: 'READER_MALFORMED' });
    expect(events).toHaveLength(3);
    await expectPassedOver(path, /found /);
  });

  it.each([
    ['a particle twice', /^P 4 -1 -13/m, 'P 3 -1 -13', /found particle 3 again/],
    [
      'an unknown vertex',
      /^V -1 0 \[1,2\]\nP 3 -1 13 /m,
      'P 3 -1 13 ',
      /found vertex -1 as a parent/,
    ],
    ['a vertex number beyond those announced', /^P 4 -1 -13/m, 'P 4 -7 -13', /"-7"/],
    ['a missing particle', /^P 4 -1 -13.*\n/m, '', /expected 4 particles in it, not 3/],
    [
      'no list of incoming particles',
      /^V -1 0 \[1,2\](?=\nP 3 -1 13 )/m,
      'V -1 0 1,2',
      /like \[1,2\]/,
    ],
    [
      'an incoming particle that is not there',
      /^V -1 0 \[1,2\](?=\nP 3 -1 13 )/m,
      'V -1 0 [1,9]',
      /particle 9 coming in/,
    ],
    ['an unknown unit', /^U GEV MM(?=\nW -)/m, 'U TEV MM', /GEV or MEV/],
    ['an unknown unit of length', /^U GEV MM(?=\nW -)/m, 'U GEV FT', /MM or CM/],
    [
      'an unknown letter',
      /^P 4 -1 -13/m,
      'Q 4 -1 -13',
      /a line that begins with E, U, W, A, T, V or P/,
    ],
    [
      'a vertex that its own daughter goes into',
      /^V -1 0 \[1,2\](?=\nP 3 -1 13 )/m,
      'V -1 0 [3,4]',
      /its own ancestor/,
    ],
    ['an infinite weight', /^W -2.*$/m, 'W inf', /first weight/],
  ])('of HepMC3 with %s ends the reading', async (_, found, wrong, message) => {
    const text = texts.HepMC3.replace(found, wrong);
    expect(text).not.toBe(texts.HepMC3);
    const path = write('bad.hepmc', text);
    const { events, failure } = await readAll(path, strict);
    expect(failure).toMatchObject({
      code: 'READER_MALFORMED',
      message: expect.stringMatching(message),
    });
    expect(events).toHaveLength(3);
    await expectPassedOver(path, message);
  });

  it.each([
    ['fewer particles in a vertex than announced', /^P 10004 -13 .*\n/m, '', /1 more particles/],
    [
      'a missing vertex',
      /^V -1 .*\n(P.*\n){2}P 10003 13 .*\nP 10004 -13 .*\n/m,
      '',
      /1 vertices in it, not 0/,
    ],
    ['a positive vertex number', /^V -1 (?=.*\n(P.*\n){2}P 10003 13 )/m, 'V 1 ', /vertex barcode/],
  ])('of HepMC2 with %s ends the reading', async (_, found, wrong, message) => {
    const text = texts.HepMC2.replace(found, wrong);
    expect(text).not.toBe(texts.HepMC2);
    const path = write('bad.hepmc2', text);
    const { events, failure } = await readAll(path, strict);
    expect(failure).toMatchObject({
      code: 'READER_MALFORMED',
      message: expect.stringMatching(message),
    });
    expect(events).toHaveLength(3);
    await expectPassedOver(path, message);
  });

  it('of HEPEVT with a last daughter and no first is refused', async () => {
    const text = texts.HEPEVT.replace(/^1 13 1 2 0 0 /m, '1 13 1 2 0 3 ');
    await expectPassedOver(write('bad.hepevt', text), /daughters 0 to 3 of particle 3/);
  });

  it('in the first event is thrown on opening when reading is strict', async () => {
    const path = write('first.lhe', texts.LHE.replace('22 1 1 2', '22 1 one 2'));
    await expectPassedOver(path, /"one"/, [1, 2, 3, 4]);
    await expect(readAll(path, strict)).rejects.toMatchObject({
      code: 'READER_MALFORMED',
      message: expect.stringContaining('line 10'),
    });
  });
});

describe('counts that no event has', () => {
  it.each([
    ['LHE', texts.LHE.replace('4 1 2.0', '2000000000 1 2.0')],
    ['HepMC3', texts.HepMC3.replace('E 0 1 4', 'E 0 1 2000000000')],
    ['HEPEVT', texts.HEPEVT.replace('0 4 2.0', '0 2000000000 2.0')],
  ])('are refused in %s without reserving memory', async (_, text) => {
    expect((await readAll(write('huge.dat', text))).file.counts.passedOver).toBe(1);
    await expect(readAll(write('huge.dat', text), strict)).rejects.toMatchObject({
      code: 'READER_LIMIT',
    });
  });

  it('and lines longer than a megabyte are refused', async () => {
    const text = texts.LHE.replace('</init>', `${'x'.repeat(maxLineLength + 100_000)}\n</init>`);
    await expect(readAll(write('long.lhe', text))).rejects.toMatchObject({
      code: 'READER_LIMIT',
      message: expect.stringContaining('line 5'),
    });
  });
});

describe('a file that was cut', () => {
  it.each(Object.keys(texts) as Name[])(
    'gives the good events of %s, then says so',
    async (name) => {
      const text = texts[name];
      const inLast = text.lastIndexOf('9900099') - 20;
      const { events, failure } = await readAll(write('cut.dat', text.slice(0, inLast)));
      expect(failure).toMatchObject({ code: 'READER_TRUNCATED' });
      expect(events).toHaveLength(4);
    },
  );

  it.each(['LHE', 'HepMC3', 'HepMC2'] as const)('between events of %s is noted', async (name) => {
    const text = texts[name].replace(/^(<\/LesHouchesEvents>|HepMC::.*END.*)\n/m, '');
    const { events, failure, file } = await readAll(write('end.dat', text));
    expect(failure).toBeUndefined();
    expect(events).toHaveLength(5);
    expect(remarks(file).map(({ code }) => code)).toContain('READER_NO_END_MARK');
  });

  it('as gzip gives the events that can be unpacked', async () => {
    const many = hepmc3Text(
      Array.from({ length: 2000 }, (_, number) => ({ ...fiveEvents[number % 5]!, number })),
    );
    const packed = gzipSync(many);
    const { events, failure } = await readAll(
      write('cut.gz', packed.subarray(0, packed.length / 2)),
    );
    expect(failure).toMatchObject({ code: 'READER_TRUNCATED' });
    expect(events.length).toBeGreaterThan(800);
    const damaged = Uint8Array.from(packed);
    damaged[packed.length - 8]! ^= 1;
    const second = await readAll(write('damaged.gz', damaged));
    // What zlib unpacked together with the wrong checksum is lost.
    expect(second.events.length).toBeGreaterThan(1900);
    expect(second.failure).toMatchObject({ code: 'READER_BAD_GZIP' });
  });
});

describe('a file of something else', () => {
  it.each([
    ['root\0\0\0', /a ROOT file/],
    ['BZh91AY', /unpack it first/],
    ['\ufeff<LesHouchesEvents', /UTF-16/, 'utf16le'],
    ['HepMC::IO_Ascii-START_EVENT_LISTING\n', /older than IO_GenEvent/],
    ['HepMC::Version 3\nHepMC::Weird\n', /HepMC with an unknown start line/],
    ['<html>\n<body/>\n', /XML, but not/],
    ['{"events": []}\n', /JSON/],
    ['BLOCK MODSEL\n', /SLHA/],
    ['E 0 1 4\nU GEV MM\n', /HepMC3 without its first lines/],
    ['Dear colleague,\n', /not an event file: it begins with "Dear colleague,"/],
  ] as const)(
    '%j is recognized, with what to do',
    async (content, message, encoding?: 'utf16le') => {
      await expect(
        readAll(write('other.dat', Buffer.from(content, encoding ?? 'latin1'))),
      ).rejects.toMatchObject({
        code: 'READER_UNKNOWN_FORMAT',
        message: expect.stringMatching(message),
      });
    },
  );

  it.each([
    ['nothing', ''],
    ['only blank lines', '\n\n\n'],
    ['no events', '<LesHouchesEvents version="3.0">\n<init>\n</init>\n</LesHouchesEvents>\n'],
  ])('with %s is called empty', async (_, content) => {
    await expect(readAll(write('empty.lhe', content))).rejects.toMatchObject({
      code: 'READER_EMPTY',
    });
  });

  it('is not there, or is a folder', async () => {
    await expect(readAll('/no/such/file.lhe')).rejects.toMatchObject({
      code: 'READER_OPEN',
      message: '/no/such/file.lhe: cannot be opened: no such file',
    });
    const folder = mkdtempSync(`${tmpdir()}/b2l1-`);
    await expect(readAll(folder)).rejects.toMatchObject({
      code: 'READER_OPEN',
      message: expect.stringContaining('it is a folder'),
    });
    rmSync(folder, { recursive: true });
  });
});
