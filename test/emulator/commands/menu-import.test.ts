import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { hasBit, inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { type CompiledMenu, compileMenu } from '../../../triggers/gdl/menu.js';
import { inputSlotOf } from '../../../triggers/slots.js';
import { codeOf, menu, menuFiles, menuOutput } from './menu-command.js';

const { fileWith } = menuFiles();

/**
 * A menu as the experiment keeps it, 20 lines: negations with and without a blank, several
 * products, gaps in numbering, remarks, names that menus spell otherwise, an input that we lack.
 */
const experiment = {
  inp: [
    '# inputs',
    '0 t2_0',
    '1 t2_1',
    '2 t2_2',
    '3 ecl_lml_6',
    '5 ts_0',
    '6 ts_1',
    '7 bha_veto',
    '12 veto',
    '20 laser',
    '31 ehigh # a remark',
    '40 n1gev_0',
    '41 taub2b3',
    '42 hie4',
    '150 nimin1',
    '',
  ],
  oup: (
    '0 one,1 two,3 photon,4 any,6 lasers,7 open,8 never,9 pairs,10 mixed,12 twice,13 tau,14 high,' +
    '15 lone,16 far,17 all,18 alone,20 veto_off,21 three,23 swallowed,25 last,'
  ).split(','),
  alg: [
    '# formulas, one for each number',
    ' 0',
    ' 1 !12',
    '',
    ' 3 !7 !12 + 31 !7 !12 # both',
    ' 0 + !1 + 3 31',
    '',
    ' 20 !12',
    ' 0 !20 + 1 !20',
    ' 0 !0',
    ' 0 5 !7 !12 + 1 5 !7 !12 + 2 5 !7 !12 + 0 6 !7 !12 + 1 6 !7 !12 + 2 6 !7 !12',
    ' 0 5 31 + 1 5 31 + 0 6 31',
    '',
    ' 3 3 !7 !7',
    '\t41  !12 ',
    ' 42 ! 7 !12',
    ' 40 !31 !12',
    ' 150',
    ' 0 1 2 3 5 6 7 12 31 40 41 42 150',
    ' !0 !1 !2 !3 !5 !6 !7 !12 !31',
    '',
    ' 12 + 7',
    ' 0 5 + 0 6 + 1 5 + 1 6 + 3',
    '',
    ' 31 + 31 3 + 31 0 !12',
    '',
    ' 2 !5 + 2 !6 + 2 5 6 # the last',
    '',
  ],
};

/** A sum of products evaluated by itself: split at +, then number by number. */
function evaluator(formula: string): (set: Uint8Array, from: number) => boolean {
  const products = formula.split('+').map((product) =>
    product
      .trim()
      .replaceAll(/!\s+/g, '!')
      .split(/\s+/)
      .map((word) => ({ number: Number(word.replace('!', '')), value: word[0] === '!' ? 0 : 1 })),
  );
  return (set, from) =>
    products.some((product) => product.every(({ number, value }) => set[from + number] === value));
}

/**
 * Decisions of a menu on random words, each input set or not, that are not those of its formulas
 * evaluated by number; inputs that the program lacks stay 0.
 */
function wrongDecisions(
  compiled: CompiledMenu,
  formulas: ReadonlyMap<number, string>,
  inputs: ReadonlyMap<number, string>,
  events: number,
): number {
  const bits = new Uint32Array(events * inputWords);
  const random = new RandomStream().seed(7, 0, 0, 0, 255);
  const width = Math.max(...inputs.keys()) + 1;
  const set = new Uint8Array(events * width);
  for (let event = 0; event < events; event++) {
    for (const [number, name] of inputs) {
      const slot = inputSlotOf(name);
      if (slot === undefined || random.uniform() < 0.5) continue;
      set[event * width + number] = 1;
      setBit(bits, inputWords, event, slot);
    }
  }
  const ftdl = compiled.ftdl(bits, events);
  let wrong = 0;
  for (const { number } of compiled.lines) {
    const isTrue = evaluator(formulas.get(number)!);
    for (let event = 0; event < events; event++) {
      const expected = isTrue(set, event * width);
      if (hasBit(ftdl, outputWords, event, number) !== expected) wrong++;
    }
  }
  return wrong;
}

const names = new Map(
  experiment.inp.flatMap((line): [number, string][] => {
    const [number, name] = line.split(' ');
    return /^\d/.test(line) ? [[Number(number), name!]] : [];
  }),
);

function experimentFiles(end = '\r\n'): readonly [string, string, string] {
  return [
    fileWith('ftd_7.alg', experiment.alg.join(end)),
    fileWith('ftd_7.inp', experiment.inp.join(end)),
    fileWith('ftd_7.oup', experiment.oup.join(end)),
  ];
}

describe('menu import', () => {
  it('keeps every line, and names the inputs that the emulated trigger does not have', () => {
    const { printed, said } = menuOutput('import', ...experimentFiles());
    const imported = loadMenu(fileWith('imported.yaml', printed));
    expect(said).toContain('20 of 20 outputs have a formula');
    expect(said).toContain('laser');
    expect(imported.name).toBe('ftd_7');
    expect(imported.absent).toEqual(['laser']);
    expect(imported.lines.map(({ number, name }) => `${number} ${name}`)).toEqual(
      experiment.oup.filter((line) => line !== ''),
    );
    expect(imported.lines.find(({ name }) => name === 'photon')!.formula).toBe(
      '(ecl_lml_6 | ehigh) & !bha_veto & !veto',
    );
    const formulaOf = (line: string) => imported.lines.find(({ name }) => name === line)!.formula;
    expect(formulaOf('pairs')).toBe('(t2_0 | t2_1 | t2_2) & (ts_0 | ts_1) & !bha_veto & !veto');
    expect(formulaOf('mixed')).toBe('(t2_0 & ts_0 | t2_1 & ts_0 | t2_0 & ts_1) & ehigh');
    expect(formulaOf('three')).toBe(
      't2_0 & ts_0 | t2_0 & ts_1 | t2_1 & ts_0 | t2_1 & ts_1 | ecl_lml_6',
    );
    expect(formulaOf('swallowed')).toBe('ehigh');
    expect(formulaOf('veto_off')).toBe('veto | bha_veto');
    expect(formulaOf('high')).toBe('hie4 & !bha_veto & !veto');
    expect(menu('check', fileWith('imported.yaml', menu('import', ...experimentFiles())))).toMatch(
      /line lasers can never fire: the emulated trigger has no input laser/,
    );
  });

  it('decides like an evaluator of the numbers on 10⁵ random words', () => {
    const compiled = compileMenu(
      loadMenu(fileWith('imported.yaml', menu('import', ...experimentFiles('\n')))),
    );
    const formulas = new Map(
      experiment.alg.slice(1).map((line, number) => [number, line.replace(/#.*/, '')] as const),
    );
    expect(compiled.lines).toHaveLength(20);
    expect(wrongDecisions(compiled, formulas, names, 100_000)).toBe(0);
  });

  it.each([
    ['alg', ' 0 ?', /ftd_7\.alg:2: found "\?"/],
    ['alg', ' 99', /ftd_7\.alg:2: found input 99/],
    ['alg', ' 0 + + 1', /ftd_7\.alg:2: found an empty product/],
  ] as const)('names file and line of what it cannot read: %s %j', (_, text, message) => {
    const [, inp, oup] = experimentFiles();
    const lines = experiment.alg.map((line, at) => (at === 1 ? text : line));
    const alg = fileWith('ftd_7.alg', lines.join('\n'));
    expect(codeOf(() => menu('import', alg, inp, oup))).toMatch(message);
  });

  it('wants a formula for each output', () => {
    const [, inp, oup] = experimentFiles();
    const alg = fileWith('ftd_7.alg', ' 0\n 1\n');
    expect(codeOf(() => menu('import', alg, inp, oup))).toMatch(/MENU_SYNTAX .*2 formulas/);
  });
});

const shared = fileURLToPath(new URL('../../../../shared/data/menus/ftd_0030', import.meta.url));
describe.skipIf(!existsSync(`${shared}.alg`))("the experiment's menu 0030", () => {
  const files = ['alg', 'inp', 'oup'].map((ending) => `${shared}.${ending}`);
  const rows = (at: number): readonly string[] =>
    readFileSync(files[at]!, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');

  it('is imported with all of its 170 lines, every input of which has a name here', () => {
    const imported = loadMenu(fileWith('0030.yaml', menu('import', ...files)));
    expect(imported.lines).toHaveLength(170);
    expect(imported.absent).toBeUndefined();
    expect(compileMenu(imported).lines).toHaveLength(170);
  });

  it('decides like an evaluator of the numbers on 10⁵ random words', () => {
    const compiled = compileMenu(loadMenu(fileWith('0030.yaml', menu('import', ...files))));
    const inputs = new Map(
      rows(1).map((row) => [Number(row.split(' ')[0]), row.split(' ')[1]!] as const),
    );
    const formulas = new Map(rows(0).map((row, number) => [number, row] as const));
    expect(wrongDecisions(compiled, formulas, inputs, 100_000)).toBe(0);
  });
});
