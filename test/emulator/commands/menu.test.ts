import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { RandomStream } from '../../../detector/base/random.js';
import { menuCommand } from '../../../emulator/commands/menu.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { version } from '../../../emulator/version.js';
import { hasBit, inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { type CompiledMenu, compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { inputSlotOf } from '../../../triggers/slots.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'b2l1-menu-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the last command said on stderr. */
let said = '';

/** What `b2l1 menu ARGUMENTS` prints. */
function menu(...options: readonly string[]): string {
  let printed = '';
  said = '';
  const command = menuCommand({ out: (text) => (printed += text), talk: (text) => (said += text) });
  for (const part of [command, ...command.commands])
    part.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  command.exitOverride().parse(options, { from: 'user' });
  return printed;
}

const json = (...options: readonly string[]) =>
  JSON.parse(menu(...options, '--json')) as Readonly<Record<string, unknown>>;

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    if (error instanceof CommanderError) return `usage ${error.message}`;
    throw error;
  }
  return 'no error';
}

describe('menu list', () => {
  it('has one row per line with bit, class, family, prescale and formula', () => {
    const rows = menu('list', '--menu', 'ecl').split('\n');
    expect(rows[0]).toBe(`menu ecl ${eclMenu.version}: 43 lines (${eclMenu.source})`);
    expect(rows.find((row) => row.includes(' lml4 '))).toMatch(
      /^ *87 {2}lml4 +CALIB +single-photon +20 +ecl_lml_4 & !veto$/,
    );
    expect(rows.find((row) => row.includes(' lowe '))).toMatch(
      /^ *42 {2}lowe +– +– +masked +elow & !bha_veto & !veto$/,
    );
    expect(rows.filter((row) => /^ *\d+ /.test(row))).toHaveLength(43);
  });

  it('as JSON is one document with version, menu and the lines as they are', () => {
    expect(json('list', '--menu', 'ecl')).toEqual({
      version,
      menu: 'ecl',
      menuVersion: eclMenu.version,
      source: eclMenu.source,
      lines: eclMenu.lines,
    });
  });

  it('--inputs has all 179 bits with what sets them, and the counts with their encoding', () => {
    const text = menu('list', '--inputs');
    expect(text).toMatch(/^ *46 {2}ehigh +ecl +ECL energy in rings 2 to 15 above 1 GeV$/m);
    expect(text).toMatch(/^ *21 {2}tx_0 +– +"x" tracks/m);
    expect(text).toMatch(/^t2 +one-hot +t2_0 t2_1 t2_2 t2_3$/m);
    expect(text).toMatch(/^clst +binary +clst_0 clst_1 clst_2 clst_3$/m);
    const inputs = json('list', '--inputs').inputs as readonly {
      readonly slot: number;
      readonly setBy: string | null;
    }[];
    expect(inputs).toHaveLength(179);
    expect([inputs[46]!.setBy, inputs[105]!.setBy]).toEqual(['ecl', null]);
    expect(inputs[158]).toMatchObject({ name: 'ehigh4', also: 'hie4', setBy: 'ecl' });
    expect(text).toMatch(/^ *154 {2}ecl_taub2b3 +ecl +τ pair.* \(also taub2b3\)$/m);
    const undriven = inputs.filter(({ slot, setBy }) => slot > 150 && setBy === null);
    expect(undriven.map(({ slot }) => slot)).toEqual([162, 174, 175, 176, 177, 178]);
  });

  it('reads a menu from a file', () => {
    const file = fileWith(
      'one.yaml',
      'name: one\nlines:\n  - {number: 175, name: mine, formula: clst > 3 & !veto, prescale: 5}\n',
    );
    expect(menu('list', '--menu', file)).toMatch(
      /menu one 1: 1 lines[^]*175 {2}mine +– +– +5 +clst > 3 & !veto/,
    );
  });
});

describe('menu show', () => {
  it('tells formula, bits, prescale, source, and what each input means', () => {
    const text = menu('show', 'c4');
    expect(text).toMatch(/^formula {5}clst > 3 & !bha_veto & !veto$/m);
    expect(text).toMatch(/^in bits {5}\(clst_3 \| clst_2\) & !bha_veto & !veto$/m);
    expect(text).toMatch(/^output bit {2}47$/m);
    expect(text).toMatch(/^ *105 {2}veto +– +global veto/m);
    expect(menu('show', 'bha3d')).toMatch(/^prescale {4}100 \(keeps 1 in 100\)$/m);
  });

  it('as JSON holds the line with its expanded formula and inputs', () => {
    const { line, menu: name } = json('show', 'lml1', '--menu', 'ecl') as {
      readonly line: { readonly number: number; readonly inputs: readonly unknown[] };
      readonly menu: string;
    };
    expect([name, line.number, line.inputs.length]).toEqual(['ecl', 84, 2]);
  });

  it('of a line that does not exist names the nearest', () => {
    expect(codeOf(() => menu('show', 'lml14'))).toMatch(
      /^MENU_UNKNOWN_LINE menu "physics" has no line "lml14"; nearest is "lml1/,
    );
  });
});

describe('menu check', () => {
  it('finds nothing wrong with the built-in menu: some stage sets all that it needs', () => {
    expect(menu('check', 'ecl')).toBe(
      `menu ecl ${eclMenu.version}: 43 lines, 18 masked, 0 that can never fire\n`,
    );
    expect(json('check', 'ecl')).toMatchObject({
      version,
      menu: 'ecl',
      lineCount: 43,
      warnings: [],
    });
  });

  it('warns about lines that can never fire, with the reason', () => {
    const file = fileWith(
      'dead.json',
      JSON.stringify({
        name: 'dead',
        lines: [
          { number: 1, name: 'unset', formula: 'tx_1 & ehigh' },
          { number: 2, name: 'both', formula: 'clst == 2 & clst == 3' },
          { number: 3, name: 'fine', formula: 'ehigh & !track' },
        ],
      }),
    );
    expect(menu('check', file)).toBe(
      'menu dead 1: 3 lines, 0 masked, 2 that can never fire\n' +
        '  warning: line unset can never fire: nothing sets tx_1\n' +
        '  warning: line both can never fire: "clst == 2 & clst == 3" contradicts itself\n',
    );
    const { warnings } = json('check', file) as {
      readonly warnings: readonly { readonly code: string }[];
    };
    expect(warnings.map(({ code }) => code)).toEqual(['MENU_UNDRIVEN', 'MENU_CONTRADICTION']);
  });

  it.each([
    [
      'formula.yaml',
      'name: m\nlines: [{number: 1, name: a, formula: "ehigh & & elow"}]',
      /^MENU_SYNTAX menu "m", line "a": column 9: found "&"/,
    ],
    ['yaml.yaml', 'name: m\nlines: [{number: 1\n', /^MENU_SYNTAX .*yaml\.yaml:\d/],
    [
      'key.yaml',
      'name: m\nlines: [{number: 1, name: a, formula: ehigh, prescal: 3}]',
      /^MENU_UNKNOWN_KEY .*key\.yaml, line "a": key "prescal" does not exist; .* "prescale"/,
    ],
    ['empty.yaml', '', /^MENU_BAD_VALUE .*empty\.yaml, key "name": found nothing/],
  ])('refuses %s with the place', (name, content, expected) => {
    expect(codeOf(() => menu('check', fileWith(name, content)))).toMatch(expected);
  });
});

describe('a menu by name or file', () => {
  it('is built in, or read from a file that ends in .yaml or .json', () => {
    expect(loadMenu('ecl')).toBe(eclMenu);
    const copy = fileWith('copy.json', JSON.stringify(eclMenu));
    expect(loadMenu(copy)).toEqual(eclMenu);
  });

  it('that does not exist is an error with the names there are', () => {
    expect(codeOf(() => loadMenu('ecal'))).toBe(
      'MENU_UNKNOWN menu "ecal" does not exist; nearest is "ecl"; built in: ecl, physics, present; ' +
        'a file ends in .yaml or .json, - is standard input',
    );
    expect(codeOf(() => loadMenu(join(folder, 'no.yaml')))).toMatch(
      /^MENU_FILE .*no\.yaml: cannot be read \(ENOENT\)/,
    );
  });
});

describe('wrong usage of menu', () => {
  it.each([[['list', '--bogus']], [['show']], [['check']], [['frobnicate']]])(
    '%j is refused, not acted on',
    (options) => {
      expect(codeOf(() => menu(...options))).toMatch(/^usage /);
    },
  );
});

/**
 * A menu as the experiment keeps it, 20 lines: negations with and without a blank, several products,
 * gaps in numbering, remarks, names that menus spell otherwise, an input that we lack.
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
  oup: [
    ...['0 one', '1 two', '3 photon', '4 any', '6 lasers', '7 open', '8 never', '9 pairs'],
    ...['10 mixed', '12 twice', '13 tau', '14 high', '15 lone', '16 far', '17 all', '18 alone'],
    ...['20 veto_off', '21 three', '23 swallowed', '25 last', ''],
  ],
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
    const imported = loadMenu(fileWith('imported.yaml', menu('import', ...experimentFiles())));
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

describe('menu export', () => {
  it.each(['physics', 'ecl', 'present'])('of %s reads back as the same menu', (name) => {
    expect(loadMenu(fileWith('exported.yaml', menu('export', name)))).toEqual(loadMenu(name));
  });

  it('goes through a pipe: menu export physics | menu check -', () => {
    const cli = fileURLToPath(new URL('../../../dist/emulator/cli.js', import.meta.url));
    const check = [cli, 'menu', 'check', '-'];
    const checked = execFileSync(process.execPath, check, { input: menu('export', 'physics') });
    expect(checked.toString()).toBe(menu('check', 'physics'));
  });

  it('is not needed: what list --json prints reads back too', () => {
    const listed = fileWith('listed.json', menu('list', '--json'));
    expect(loadMenu(listed)).toEqual(loadMenu('physics'));
  });
});

describe('menu diff', () => {
  it('names each changed, added and removed line and what changed in it', () => {
    const changed = fileWith(
      'changed.yaml',
      [
        'extends: physics',
        'name: mine',
        'remove: [lml4]',
        'change: { lml1: { prescale: 7 }, lml6: { formula: "ecl_lml_6" } }',
        'add: [{ number: 190, name: own, formula: "ehigh" }]',
      ].join('\n'),
    );
    const { differences } = json('diff', 'physics', changed) as unknown as {
      differences: readonly { line: string; what: string; keys: readonly { key: string }[] }[];
    };
    expect(
      differences.map(({ line, what, keys }) => [line, what, keys.map(({ key }) => key).join()]),
    ).toEqual(
      [
        ['lml1', 'changed', 'prescale'],
        ['lml4', 'removed', ''],
        ['lml6', 'changed', 'formula'],
        ['own', 'added', ''],
      ].toSorted((a, b) => numberOf(a[0]!) - numberOf(b[0]!)),
    );
    expect(menu('diff', 'physics', changed)).toMatch(/lml1 +changed +prescale +1 +7/);
    expect(menu('diff', 'physics', 'physics')).toMatch(/no line differs/);
  });

  it('does not take a formula that is written otherwise and decides alike for a difference', () => {
    const spelled = fileWith(
      'spelled.yaml',
      [
        'extends: physics',
        'change:',
        '  fff: { formula: "(t2_3 | t2_2) & !veto" }',
        '  mu_pair: { formula: "!veto & !(klm_0 + !klm_0 & !klm_1 & !klm_2) & t2 > 1" }',
        '  hie: { formula: "!veto & !bha_veto & ehigh" }',
      ].join('\n'),
    );
    const { differences, rewritten } = json('diff', 'physics', spelled) as {
      readonly differences: readonly { readonly line: string }[];
      readonly rewritten: readonly string[];
    };
    // The second one asks for no klm_0 and is another condition.
    expect(differences.map(({ line }) => line)).toEqual(['mu_pair']);
    expect(rewritten).toEqual(['fff', 'hie']);
    expect(menu('diff', 'physics', spelled)).toMatch(/deciding alike: 2 \(fff, hie\)$/m);
  });

  const numberOf = (name: string): number =>
    loadMenu('physics').lines.find((line) => line.name === name)?.number ?? 190;

  it.each([
    ['extends: phisics', /MENU_UNKNOWN .*nearest is "physics"/],
    ['extends: physics\nremove: [lml99]', /MENU_UNKNOWN_LINE .*nearest is "lml9"/],
    ['extends: physics\nchanges: {}', /MENU_UNKNOWN_KEY .*nearest is "change"/],
    ['extends: physics\nchange: { lml1: { prescal: 3 } }', /MENU_UNKNOWN_KEY .*prescale/],
    ['extends: physics\nadd: {}', /MENU_BAD_VALUE .*a list of lines/],
    ['extends: 3', /MENU_BAD_VALUE .*name or file of a menu/],
    ['extends: looped.yaml', /MENU_BAD_VALUE .*extends more than/],
  ])('refuses changes that fit nothing: %j', (content, message) => {
    expect(codeOf(() => loadMenu(fileWith('looped.yaml', content)))).toMatch(message);
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
