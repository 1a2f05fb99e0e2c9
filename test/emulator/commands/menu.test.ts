import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { menuCommand } from '../../../emulator/commands/menu.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { version } from '../../../emulator/version.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

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

/** What `b2l1 menu ARGUMENTS` prints. */
function menu(...options: readonly string[]): string {
  let printed = '';
  const command = menuCommand({ out: (text) => (printed += text) });
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

  it('--inputs has all 151 bits with what sets them, and the counts with their encoding', () => {
    const text = menu('list', '--inputs');
    expect(text).toMatch(/^ *46 {2}ehigh +ecl +ECL energy in rings 2 to 15 above 1 GeV$/m);
    expect(text).toMatch(/^ *21 {2}tx_0 +– +"x" tracks/m);
    expect(text).toMatch(/^t2 +one-hot +t2_0 t2_1 t2_2 t2_3$/m);
    expect(text).toMatch(/^clst +binary +clst_0 clst_1 clst_2 clst_3$/m);
    const inputs = json('list', '--inputs').inputs as readonly {
      readonly slot: number;
      readonly setBy: string | null;
    }[];
    expect(inputs).toHaveLength(151);
    expect([inputs[46]!.setBy, inputs[105]!.setBy]).toEqual(['ecl', null]);
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
  it('finds nothing wrong with the built-in menu: everything its lines need is set by some stage', () => {
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
      /^MENU_UNKNOWN_KEY .*key\.yaml, line "a": key "prescal" does not exist; nearest is "prescale"/,
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
      'MENU_UNKNOWN menu "ecal" does not exist; nearest is "ecl"; built in: ecl, physics; a ' +
        'file ends in .yaml or .json',
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
