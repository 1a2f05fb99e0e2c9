import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { version } from '../../../emulator/version.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { codeOf, menu, menuFiles } from './menu-command.js';

const { folder, fileWith } = menuFiles();

const json = (...options: readonly string[]) =>
  JSON.parse(menu(...options, '--json')) as Readonly<Record<string, unknown>>;

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
    expect([inputs[46]!.setBy, inputs[105]!.setBy]).toEqual(['ecl', 'machine']);
    expect(inputs[158]).toMatchObject({ name: 'ehigh4', also: 'hie4', setBy: 'ecl' });
    expect(text).toMatch(/^ *154 {2}ecl_taub2b3 +ecl +τ pair.* \(also taub2b3\)$/m);
    const undriven = inputs.filter(({ slot, setBy }) => slot > 150 && setBy === null);
    expect(undriven.map(({ slot }) => slot)).toEqual([162, 174, 175, 176]);
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
    expect(text).toMatch(/^ *105 {2}veto +machine +global veto/m);
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
          { number: 3, name: 'fine', formula: 'ehigh & !track & !veto' },
          { number: 4, name: 'half', formula: 'ehigh & !tsf0b2b' },
        ],
      }),
    );
    expect(menu('check', file)).toBe(
      'menu dead 1: 4 lines, 0 masked, 2 that can never fire\n' +
        '  warning: line unset can never fire: nothing sets tx_1\n' +
        '  warning: line both can never fire: "clst == 2 & clst == 3" contradicts itself\n' +
        '  warning: line half reads tsf0b2b, which nothing sets: taken as 0\n',
    );
    expect(menu('show', 'half', '--menu', file)).toMatch(/\nNothing sets tsf0b2b: taken as 0\.\n$/);
    const { warnings } = json('check', file) as {
      readonly warnings: readonly { readonly code: string }[];
    };
    expect(warnings.map(({ code }) => code)).toEqual([
      'MENU_UNDRIVEN',
      'MENU_CONTRADICTION',
      'MENU_UNSET_INPUT',
    ]);
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
      'MENU_UNKNOWN menu "ecal" does not exist; nearest is "ecl"; built in: ecl, physics, ' +
        'present, 2018; a file ends in .yaml or .json, - is standard input',
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

describe('menu export', () => {
  it.each(['physics', 'ecl', 'present'])('of %s reads back as the same menu', (name) => {
    expect(loadMenu(fileWith('exported.yaml', menu('export', name)))).toEqual(loadMenu(name));
  });

  it('goes through a pipe: menu export physics | menu check -', () => {
    const cli = fileURLToPath(new URL('../../../dist/bundle/b2l1.js', import.meta.url));
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
        '  fss: { formula: "t2 >= 1 & ts >= 1 & !veto" }',
      ].join('\n'),
    );
    const { differences, rewritten } = json('diff', 'physics', spelled) as {
      readonly differences: readonly { readonly line: string }[];
      readonly rewritten: readonly string[];
    };
    // One that asks for more, and one that asks for less, decide otherwise.
    expect(differences.map(({ line }) => line)).toEqual(['fss', 'mu_pair']);
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
