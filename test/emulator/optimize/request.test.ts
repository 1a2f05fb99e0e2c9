import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { unknownLines } from '../../../emulator/chain/unknown-lines.js';
import { budgetsOf } from '../../../emulator/optimize/budgets.js';
import { freeLines } from '../../../emulator/optimize/free-lines.js';
import { ladderOf, prescalesFrom, usualPrescales } from '../../../emulator/optimize/ladders.js';
import { shownShares } from '../../../emulator/optimize/optimize.js';
import { triggersOf } from '../../../emulator/optimize/thresholds.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { prescaleSteps } from '../../../triggers/gdl/prescale-steps.js';

const menu = compileMenu(loadMenu('physics'));
const unknown = unknownLines(menu, nominalConfig());
const named = (free: readonly string[] = [], keep: readonly string[] = []) =>
  freeLines(menu, unknown, { free, keep }).map((place) => menu.lines[place]!.name);

describe('lines that may change', () => {
  it('are those of physics that are not masked, until others are named', () => {
    const usual = named();
    for (const line of ['hie', 'lml1', 'stt', 'ff', 'c4', 'mu_b2b']) expect(usual).toContain(line);
    // Calibration and monitoring without a family, masked ones, and inputs of the machine.
    for (const line of ['shem', 'bhabha', 'fyy', 'random', 'revolution'])
      expect(usual).not.toContain(line);
    expect(named(['shem', 'fyy'])).toEqual(expect.arrayContaining(['shem', 'fyy', 'hie']));
    expect(named(['MONITOR'])).toContain('bhabha');
    expect(named(['all'])).not.toContain('random');
    expect(named([], ['single-photon'])).not.toContain('hie');
    expect(named(['hie'], ['hie'])).not.toContain('hie');
  });

  it('are refused by name when the menu has none of these, or none is left', () => {
    expect(() => named(['hiee'])).toThrowError(/--free hiee.*nearest is "hie"/);
    expect(() => named([], ['single-foton'])).toThrowError(/--keep single-foton.*"single-photon"/);
    expect(() => named([], [''])).toThrowError(/--keep/);
    expect(() => named([], ['all'])).toThrowError(/no line is left/);
  });
});

describe('budgets', () => {
  const of = (...texts: readonly string[]) => budgetsOf(texts, menu.lines, unknown);

  it('are rates or shares of the present rate, of all lines or of some', () => {
    expect(of('30kHz')).toEqual([{ name: 'Level 1', most: 30_000, isShare: false }]);
    expect(of('1.5e3')).toEqual([{ name: 'Level 1', most: 1500, isShare: false }]);
    expect(of('50 %')).toEqual([{ name: 'Level 1', most: 0.5, isShare: true }]);
    const [all, photons] = of('single-photon=2 kHz');
    expect(all).toMatchObject({ most: Number.POSITIVE_INFINITY });
    expect(photons).toMatchObject({ name: 'single-photon', most: 2000 });
    expect([...photons!.lines!].every(({ family }) => family === 'single-photon')).toBe(true);
    // No other points than those that are always shown.
    for (const share of shownShares) expect(of(`${Math.round(100 * share)}%`)[0]!.most).toBe(share);
    expect(of('B_CDC=1kHz', '5kHz').map(({ name }) => name)).toEqual(['Level 1', 'B_CDC']);
  });

  it('are refused with what is expected', () => {
    for (const text of ['', 'much', '-3kHz', '0', '5 kilohertz', '1e999'])
      expect(() => of(text)).toThrowError(expect.objectContaining({ code: 'USAGE_BUDGET' }));
    expect(() => of('5kHz', '6kHz')).toThrowError(/two budgets/);
    const lines = menu.lines.filter(({ number }) => !unknown.has(number)).map(({ name }) => name);
    const each = lines.slice(0, 30).map((name) => `${name}=1kHz`);
    expect(of(...each)).toHaveLength(31);
    expect(() => of(...each, `${lines[30]}=1kHz`)).toThrowError(
      expect.objectContaining({
        code: 'USAGE_BUDGET',
        message: expect.stringMatching(/32 budgets .*31 at most/),
      }),
    );
    expect(() => of('single-foton=5kHz')).toThrowError(/--budget single-foton.*"single-photon"/);
  });
});

describe('budgets of lines of which nothing is known', () => {
  it('are refused by name, and taken of others beside them', () => {
    const of = (text: string) => () => budgetsOf([text], menu.lines, unknown);
    expect(of('random=1kHz')).toThrowError(
      expect.objectContaining({
        code: 'USAGE_BUDGET',
        message: expect.stringMatching(/^--budget random: nothing is known here of random/),
      }),
    );
    expect(of('all=1kHz')).not.toThrow();
  });
});

describe('prescales', () => {
  it('make a ladder from masked to 1, with the present one on it', () => {
    const { prescales, chances, present } = ladderOf({ prescale: 7 } as never, [1, 0, 10]);
    expect(prescales).toEqual([0, 10, 7, 1]);
    expect([...chances]).toEqual([0, 0.1, 1 / 7, 1]);
    expect(present).toBe(2);
    expect(usualPrescales.every((each) => prescaleSteps(each) !== undefined)).toBe(true);
  });

  it('are numbers that a menu takes', () => {
    expect(prescalesFrom('0,1,2.5')).toEqual([0, 1, 2.5]);
    for (const text of ['', '1,,2', '0.5', '2.0001', 'x'])
      expect(() => prescalesFrom(text)).toThrowError(
        expect.objectContaining({ code: 'USAGE_PRESCALES' }),
      );
  });
});

describe('thresholds', () => {
  const asked = { conditions: 'nominal', set: [] };
  const of = (...texts: readonly string[]) =>
    triggersOf(texts, asked).map(({ assignments }) => assignments);

  it('are all combinations that differ, those of the conditions first', () => {
    expect(of()).toEqual([[]]);
    const [ehigh, elow] = ['bits.ecl.sums.ehigh', 'bits.ecl.sums.elow'];
    expect(of(`${ehigh}=1 GeV,1.2 GeV`)).toEqual([[], [`${ehigh}=1.2 GeV`]]);
    expect(of(`${ehigh}=0.8 GeV,1.2 GeV`, `${elow}=0.5 GeV,0.6 GeV`)).toHaveLength(5);
    const [now, other] = triggersOf([`${ehigh}=1.2 GeV`], asked);
    expect(now!.config.bits.ecl.sums.ehigh).toBe(1);
    expect(other!.config.bits.ecl.sums.ehigh).toBeCloseTo(1.2, 12);
    expect(other!.config.triggers).toEqual(now!.config.triggers);
  });

  it('are refused by path and value', () => {
    expect(() => of('cdc.noiseRate=1')).toThrowError(/--threshold "cdc.noiseRate=1".*triggers/);
    expect(() => of('bits.ecl.sums.ehigh=')).toThrowError(/--threshold/);
    expect(() => of('bits.ecl.sums.ehihg=1 GeV')).toThrowError(/--threshold .*"ehigh"/);
    expect(() => of('bits.ecl.sums.ehigh=-1 GeV')).toThrowError(
      /^--threshold bits.ecl.sums.ehigh=-1 GeV/,
    );
    const twice = ['bits.ecl.sums.ehigh=1.1 GeV', 'bits.ecl.sums.ehigh=1.2 GeV'];
    expect(() => of(...twice)).toThrowError(
      expect.objectContaining({
        code: 'USAGE_THRESHOLD',
        message: expect.stringMatching(/bits.ecl.sums.ehigh is given twice/),
      }),
    );
    const many = Array.from({ length: 65 }, (_, value) => `${value} GeV`).join(',');
    expect(() => of(`bits.ecl.sums.ehigh=${many}`)).toThrowError(/65 combinations/);
  });
});
