import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../../emulator/chain/parts.js';
import { readQuestion } from '../../../../emulator/live/what-if/asked-settings.js';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';

const now = { menu: compileMenu(physicsMenu), config: nominalConfig() };
const read = (question: Parameters<typeof readQuestion>[0]) => readQuestion(question, now);
const prescaleIn = ({ menu }: ReturnType<typeof read>, line: string) =>
  menu.lines.find(({ name }) => name === line)!.prescale;

describe('the settings that a question asks for', () => {
  it('are those of now but for what is asked, and follow from as little as they can', () => {
    const prescaled = read({ prescales: { lml6: 2.5, stt: 0 } });
    expect(prescaled).toMatchObject({ isOfBits: false, isOfHits: false });
    expect([prescaleIn(prescaled, 'lml6'), prescaleIn(prescaled, 'stt')]).toEqual([2.5, 0]);
    expect(prescaled.config).toBe(now.config);
    expect(read({ menu: 'physics' })).toMatchObject({ isOfBits: true, isOfHits: false });
    const held = read({ thresholds: { 'gdl.edges.hold': '300 ns' } });
    expect(held).toMatchObject({ isOfBits: true, isOfHits: false });
    expect(held.config.gdl.edges.hold).toBe(300);
    const cut = read({ thresholds: { 'bits.ecl.sums.elow': '600 MeV' } });
    expect(cut).toMatchObject({ isOfBits: false, isOfHits: true });
    expect(cut.config.bits.ecl.sums.elow).toBeCloseTo(0.6, 12);
    expect(cut.menu.menu).toEqual(now.menu.menu);
  });

  it('keep what was changed before', () => {
    const config = emulatorConfig({}, ['bits.ecl.sums.ehigh=2 GeV']);
    const asked = readQuestion({ thresholds: { 'bits.ecl.sums.elow': 0.7 } }, { ...now, config });
    expect(asked.config.bits.ecl.sums).toMatchObject({ ehigh: 2, elow: 0.7 });
  });

  it('may be a menu of text, changes to a built-in one too, with prescales over it', () => {
    const menuText = 'extends: ecl\nremove: [hie]\n';
    const asked = read({ menuText, prescales: { lml6: 7 } });
    expect(prescaleIn(asked, 'lml6')).toBe(7);
    expect(asked.menu.lines.some(({ name }) => name === 'hie')).toBe(false);
  });

  it.each([
    [{}, 'WHATIF_BAD_QUESTION', 'nothing is changed'],
    [{ menu: 'ecl', menuText: 'x' }, 'WHATIF_BAD_QUESTION', 'both given'],
    [{ menu: 'phisics' }, 'MENU_UNKNOWN', 'nearest is "physics"'],
    [{ menu: '/etc/passwd' }, 'MENU_UNKNOWN', 'does not exist'],
    [{ menuText: '{' }, 'MENU_SYNTAX', 'what-if: menuText'],
    [{ prescales: { lm6: 2 } }, 'MENU_UNKNOWN_LINE', 'nearest is "lml6"'],
    [{ prescales: { lml6: 0.5 } }, 'WHATIF_BAD_QUESTION', 'is 0.5, expected 0 to mask'],
    [{ thresholds: { 'ler.current': '1 A' } }, 'WHATIF_NEEDS_PARTICLES', 'of the machine'],
    [{ thresholds: { 'ecl.geometry': 'projective' } }, 'WHATIF_NEEDS_PARTICLES', 'the detector'],
    [{ thresholds: { 'gdl.prescale.method': 'random' } }, 'WHATIF_BAD_QUESTION', 'no rate'],
    [{ thresholds: { 'bits.ecl.sums.elwo': 1 } }, 'CONFIG_UNKNOWN_KEY', 'nearest is "elow"'],
    [{ thresholds: { 'bit.ecl.sums.elow': 1 } }, 'CONFIG_UNKNOWN_KEY', '"bits.ecl.sums.elow"'],
    [{ thresholds: { 'bits.ecl.sums.elow': '1 cm' } }, 'CONFIG_BAD_VALUE', 'elow'],
  ] as const)('are refused whole, with the nearest name: %j', (question, code, message) => {
    expect(() => read(question as never)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
