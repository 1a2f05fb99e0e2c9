import { describe, expect, it } from 'vitest';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import { eclMenu } from '../../triggers/menus/ecl.js';
import { physicsMenu } from '../../triggers/menus/physics.js';
import {
  channelsRead,
  knownFrom,
  listsOf,
  menuSlots,
  needsOf,
  readingNeeds,
} from '../../triggers/needs.js';

const lists = { triggerStages, bitPlugins };
const menuOf = (...formulas: readonly string[]): Menu => ({
  ...eclMenu,
  lines: formulas.map((formula, number) => ({
    ...eclMenu.lines[0]!,
    number,
    name: `line${number}`,
    formula,
  })),
});
const needs = (menu: Menu) => needsOf(menuSlots(compileMenu(menu)), lists);
const sorted = (names: ReadonlySet<string>) => [...names].toSorted();
const detectorsOf = (...formulas: readonly string[]) =>
  sorted(needs(menuOf(...formulas)).subdetectors);

describe('what the lines of a menu can read', () => {
  it('is chamber, calorimeter, KLM and TOP for the whole menu, never silicon or ARICH', () => {
    expect(sorted(needs(physicsMenu).subdetectors)).toEqual(['cdc', 'ecl', 'klm', 'top']);
    expect(needs(physicsMenu).stages.size).toBe(triggerStages.length);
    // No line of it reads the veto by occupancy.
    expect(
      bitPlugins.map(({ name }) => name).filter((name) => !needs(physicsMenu).plugins.has(name)),
    ).toEqual(['injection']);
  });

  it('is the calorimeter alone for lines of the calorimeter', () => {
    expect(sorted(needs(eclMenu).subdetectors)).toEqual(['ecl']);
    expect(sorted(needs(eclMenu).plugins)).toEqual(['ecl', 'single-photon']);
  });

  it('follows the slots that formulas name, vetoes and masked lines included', () => {
    expect(detectorsOf('klm_hit')).toEqual(['klm']);
    expect(detectorsOf('klm_hit & !bha_veto')).toEqual(['ecl', 'klm']);
    expect(detectorsOf('cdcklm > 0')).toEqual(['cdc', 'ecl', 'klm']);
    expect(detectorsOf('ty >= 1')).toEqual(['cdc']);
    expect(detectorsOf('t2 >= 1')).toEqual(['cdc', 'ecl']);
    expect(detectorsOf('top_active')).toEqual(['top']);
    expect(detectorsOf('top_active', 'cdctop == 1')).toEqual(['cdc', 'top']);
    const masked = menuOf('top_active');
    const lines = masked.lines.map((line) => ({ ...line, prescale: 0 }));
    expect(sorted(needs({ ...masked, lines }).subdetectors)).toEqual(['top']);
  });

  it('is nothing for slots that no plugin drives', () => {
    expect(detectorsOf('revo & !veto')).toEqual([]);
  });

  it('takes a stage and those before it', () => {
    expect(sorted(needs(menuOf('cdctop == 1')).stages)).toEqual(['cdc', 'top', 'topMatches']);
    const { stages, subdetectors } = readingNeeds(
      { reads: ['pxd'], uses: ['neuro'] },
      triggerStages,
    );
    expect(sorted(stages)).toEqual(['cdc', 'neuro']);
    expect(sorted(subdetectors)).toEqual(['cdc', 'pxd']);
  });
});

describe('what some subdetectors alone tell', () => {
  it('is every stage whose hits are there, through those before it', () => {
    const known = knownFrom(new Set(['cdc', 'top']), lists);
    expect(sorted(known.stages)).toEqual(['cdc', 'neuro', 'top', 'topMatches']);
    expect(sorted(known.plugins)).toEqual(['nn-single-track', 'top', 'top-matches']);
    const kept = listsOf(known, lists);
    expect(kept.triggerStages.map(({ name }) => name)).toEqual([
      'cdc',
      'neuro',
      'top',
      'topMatches',
    ]);
    expect(kept.bitPlugins.map(({ name }) => name)).toEqual([
      'nn-single-track',
      'top',
      'top-matches',
    ]);
  });
});

describe('what stages read of the channels of a subdetector', () => {
  const stage = (reads: readonly string[], channels?: Readonly<Record<string, Uint8Array>>) => ({
    name: 'any',
    schema: {},
    reads,
    uses: [],
    build: () => () => ({}),
    ...(channels !== undefined && { channels }),
  });

  it('is the wires of segments of the chamber, and all of everything else', () => {
    expect([...channelsRead(triggerStages).keys()]).toEqual(['cdc']);
  });

  it('is what any of them reads, and all when one does not say', () => {
    const one = stage(['cdc', 'top'], { cdc: Uint8Array.of(1, 0, 0, 0) });
    const other = stage(['cdc'], { cdc: Uint8Array.of(0, 0, 1, 0) });
    expect([...channelsRead([one, other])]).toEqual([['cdc', Uint8Array.of(1, 0, 1, 0)]]);
    expect([...channelsRead([one, other, stage(['cdc'])])]).toEqual([]);
    expect([...channelsRead([stage(['cdc']), one])]).toEqual([]);
  });
});
