import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { hasBit, inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu, deadLines } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { menus } from '../../../triggers/menus/index.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';

const compiled = compileMenu(eclMenu);
const byName = new Map(eclMenu.lines.map((line) => [line.name, line]));

/** What the hardware tells of one event, with counts as numbers. */
interface Told {
  readonly is: (name: InputName) => boolean;
  readonly clusters: number;
  readonly bhabhaTheta: number;
}

/**
 * Output bit and condition of every line, written as plain logic.
 * @see basf2 trg/gdl/dbobjects/log/ftd_0036.alg
 */
const conditions: Readonly<Record<string, readonly [number, (told: Told) => boolean]>> = {
  hie: [41, ({ is }) => is('ehigh') && !is('bha_veto') && !is('veto')],
  lowe: [42, ({ is }) => is('elow') && !is('bha_veto') && !is('veto')],
  lume: [43, ({ is }) => is('elum') && !is('veto')],
  hade: [44, ({ is }) => is('elum') && !is('bha_veto') && !is('veto')],
  c2: [45, ({ is, clusters }) => clusters >= 2 && !is('bha_veto') && !is('veto')],
  c3: [46, ({ is, clusters }) => clusters >= 3 && !is('bha_veto') && !is('veto')],
  c4: [47, ({ is, clusters }) => clusters >= 4 && !is('bha_veto') && !is('veto')],
  c5: [48, ({ is, clusters }) => clusters >= 5 && !is('bha_veto') && !is('veto')],
  bha3d: [49, ({ is }) => is('ecl_3dbha') && !is('veto')],
  bhabha: [50, ({ is }) => is('ecl_bha') && !is('veto')],
  bhapur: [51, ({ is }) => is('ecl_bhapur') && !is('veto')],
  bha_id0: [52, ({ is, bhabhaTheta }) => is('ecl_bhapur') && bhabhaTheta === 3 && !is('veto')],
  bha_id1: [53, ({ is, bhabhaTheta }) => is('ecl_bhapur') && bhabhaTheta === 0 && !is('veto')],
  bha_id2: [54, ({ is, bhabhaTheta }) => is('ecl_bhapur') && bhabhaTheta === 1 && !is('veto')],
  bha_id3: [55, ({ is, bhabhaTheta }) => is('ecl_bhapur') && bhabhaTheta === 2 && !is('veto')],
  eclmumu: [56, ({ is }) => is('ecl_mumu') && !is('bha_veto') && !is('veto')],
  ecloflo: [57, ({ is }) => is('ecl_oflo') && !is('veto')],
  eclbst: [58, ({ is }) => is('ecl_bst') && !is('veto')],
  ecltiming: [74, ({ is }) => is('ecl_active') && !is('veto')],
  lml0: [83, ({ is }) => is('ecl_lml_0') && !is('veto')],
  lml1: [84, ({ is }) => is('ecl_lml_1') && !is('veto')],
  lml2: [85, ({ is }) => is('ecl_lml_2') && !is('veto')],
  lml3: [86, ({ is }) => is('ecl_lml_3') && !is('veto')],
  lml4: [87, ({ is }) => is('ecl_lml_4') && !is('veto')],
  lml5: [88, ({ is }) => is('ecl_lml_5') && !is('veto')],
  lml6: [89, ({ is }) => is('ecl_lml_6') && !is('veto')],
  lml7: [90, ({ is }) => is('ecl_lml_7') && !is('veto')],
  lml8: [91, ({ is }) => is('ecl_lml_8') && !is('veto')],
  lml9: [92, ({ is }) => is('ecl_lml_9') && !is('veto')],
  lml10: [93, ({ is }) => is('ecl_lml_10') && !is('veto')],
  lml12: [94, ({ is }) => is('ecl_lml_12') && !is('veto')],
  lml13: [95, ({ is }) => is('ecl_lml_13') && !is('veto')],
  c1hie: [122, ({ is, clusters }) => clusters === 1 && is('ehigh') && !is('veto')],
  c1lume: [123, ({ is, clusters }) => clusters === 1 && is('elum') && !is('veto')],
  c3hie: [126, ({ is, clusters }) => clusters === 3 && is('ehigh') && !is('veto')],
  c3lume: [127, ({ is, clusters }) => clusters === 3 && is('elum') && !is('veto')],
  c2hie: [
    130,
    ({ is, clusters }) => clusters >= 2 && is('ehigh') && !is('bha_veto') && !is('veto'),
  ],
  bhie: [154, ({ is }) => is('ehigh') && !is('veto')],
  hiev: [162, ({ is }) => is('ehigh') && !is('bha_veto')],
  lumev: [163, ({ is }) => is('elum')],
  c4v: [164, ({ is, clusters }) => clusters >= 4 && !is('bha_veto')],
  bhabhav: [165, ({ is }) => is('ecl_bha')],
  bha3dv: [167, ({ is }) => is('ecl_3dbha')],
};

/** Random input bits: each set in half of the events, cluster numbers 0 to 15 equally often. */
function randomInputs(eventCount: number): Uint32Array {
  const stream = new RandomStream().seed(36, 0, 0, 0, purpose.test);
  const words = new Uint32Array(eventCount * inputWords);
  for (const slot of Object.values(inputSlots)) {
    for (let event = 0; event < eventCount; event++)
      if (stream.uniform() < 0.5) setBit(words, inputWords, event, slot);
  }
  return words;
}

function binary(is: Told['is'], digits: readonly InputName[]): number {
  return digits.reduce((sum, digit, power) => sum + (is(digit) ? 2 ** power : 0), 0);
}

describe('the ECL menu', () => {
  it('has all 43 lines that ECL bits alone decide, at their outputs in menu snapshot 0036', () => {
    expect(eclMenu.lines.map(({ name, number }) => [name, number])).toEqual(
      Object.entries(conditions).map(([name, [number]]) => [name, number]),
    );
    expect(eclMenu.lines).toHaveLength(43);
  });

  it('decides each line as its condition reads, on 4096 random events', () => {
    const eventCount = 4096;
    const inputBits = randomInputs(eventCount);
    const found = compiled.ftdl(inputBits, eventCount);
    for (let event = 0; event < eventCount; event++) {
      const is = (name: InputName): boolean =>
        hasBit(inputBits, inputWords, event, inputSlots[name]);
      const told: Told = {
        is,
        clusters: binary(is, ['clst_0', 'clst_1', 'clst_2', 'clst_3']),
        bhabhaTheta: binary(is, ['bha_theta_0', 'bha_theta_1']),
      };
      const expected = Object.values(conditions).flatMap(([number, condition]) =>
        condition(told) ? [number] : [],
      );
      expect(
        Array.from({ length: 192 }, (_, number) => number).filter((number) =>
          hasBit(found, outputWords, event, number),
        ),
      ).toEqual(expected);
    }
  });

  it('has the single-photon family, lml1, 2, 4, 6, 7, 13 and hie, and no other', () => {
    const members = eclMenu.lines
      .filter(({ family }) => family === 'single-photon')
      .map(({ name }) => name);
    expect(members).toEqual(['hie', 'lml1', 'lml2', 'lml4', 'lml6', 'lml7', 'lml13']);
    expect(new Set(eclMenu.lines.map(({ family }) => family))).toEqual(
      new Set(['', 'single-photon']),
    );
  });

  it('passes physics lines whole, and masks exactly what the rate monitor does not group', () => {
    for (const { name, class: role, prescale } of eclMenu.lines) {
      if (/^[BL]_/.test(role)) expect([name, prescale]).toEqual([name, 1]);
      expect([name, prescale === 0]).toEqual([name, role === '']);
    }
    expect(byName.get('bha3d')?.prescale).toBe(100);
    expect(byName.get('lml4')?.prescale).toBe(20);
    expect(byName.get('lml1')?.prescale).toBe(1);
  });

  it('groups lines as the rate monitor of the experiment does', () => {
    const members = (role: string) =>
      eclMenu.lines.filter((line) => line.class === role).map(({ name }) => name);
    expect(members('B_ECL')).toEqual(['hie', 'c4']);
    expect(members('L_ECL')).toEqual([
      'lml0',
      'lml2',
      'lml6',
      'lml7',
      'lml8',
      'lml9',
      'lml10',
      'lml12',
      'lml13',
    ]);
    expect(members('CALIB')).toEqual(['bhapur', 'eclmumu', 'lml1', 'lml4', 'bhie', 'hiev']);
    expect(members('MONITOR')).toEqual([
      'lume',
      'c2',
      'c3',
      'bha3d',
      'bhabha',
      'lml3',
      'lml5',
      'c2hie',
    ]);
  });

  it('states a source for every line and has none that contradicts itself', () => {
    for (const { name, number, source } of eclMenu.lines)
      expect([name, source]).toEqual([
        name,
        expect.stringContaining(`ftd_0036 output ${number}; prescale: `),
      ]);
    expect(deadLines(compiled)).toEqual([]);
  });

  it('is listed among the built-in menus, whose names differ', () => {
    expect(menus).toContain(eclMenu);
    expect(new Set(menus.map(({ name }) => name)).size).toBe(menus.length);
  });
});
