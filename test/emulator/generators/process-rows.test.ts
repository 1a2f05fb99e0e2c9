import { describe, expect, it } from 'vitest';
import { parseConfig, quantity } from '../../../detector/base/config.js';
import { beams, beamsSchema } from '../../../detector/beams.js';
import type { CrossSectionRow } from '../../../emulator/generators/cross-section-row.js';
import type { EventGenerator } from '../../../emulator/generators/generator.js';
import {
  eventRateHz,
  findProcess,
  processes,
  processRows,
  variedRow,
} from '../../../emulator/generators/process-rows.js';
import { nominal, sharp } from './machine.js';

const schema = { mass: quantity(1, 'GeV', 'Mass', { min: 0 }) };
const row: CrossSectionRow = {
  definition: 'at 3 GeV',
  order: 'leading order',
  value: () => 6000,
  unit: 'fb',
  expected: 6001,
  tolerance: 0.01,
  source: 'a formula',
  parameters: { mass: 3 },
};
/** A toy whose cross section [nb] is twice its mass [GeV]. */
const toy = (crossSections: readonly CrossSectionRow[]): EventGenerator<typeof schema> => ({
  name: 'toy',
  doc: 'A toy.',
  kind: 'signal',
  schema,
  crossSections,
  crossSection: ({ mass }) => 2 * mass,
  build: () => {
    throw new Error('not built');
  },
});

describe('rows of processes', () => {
  it('are those of the generator, or of its defaults where it has none', () => {
    expect([...processRows(toy([row]), nominal)]).toMatchObject([
      { name: 'toy', kind: 'signal', value: 6000, unit: 'fb', expected: 6001, tolerance: 0.01 },
    ]);
    const [bare, ...more] = processRows(toy([]), nominal);
    expect(more).toEqual([]);
    expect(bare).toMatchObject({ value: 2, unit: 'nb', expected: null, tolerance: null });
    expect(bare!.source).toMatch(/no independent number/);
  });

  it('are computed one at a time, when they are asked for', () => {
    const asked: number[] = [];
    const value = (index: number) => () => asked.push(index);
    const rows = processRows(
      toy([
        { ...row, value: value(0) },
        { ...row, value: value(1) },
      ]),
      nominal,
    );
    expect(asked).toEqual([]);
    rows.next();
    expect(asked).toEqual([0]);
  });

  it('of chosen parameters stand beside the number for just these, else beside none', () => {
    const process = toy([row]);
    expect(variedRow(process, { mass: '3000 MeV' }, nominal)).toMatchObject({ expected: 6001 });
    expect(variedRow(process, { mass: '4 GeV' }, nominal)).toMatchObject({
      value: 8e6,
      unit: 'fb',
      expected: null,
      definition: 'as generated with mass=4 GeV',
      order: 'leading order',
    });
    expect(() => variedRow(process, { mas: 4 }, nominal)).toThrow(/nearest is "mass"/);
  });

  it('have nothing to be compared with at other beams; their spread changes nothing', () => {
    const resonance = beams(parseConfig(beamsSchema, { preset: 'Y5S' }, 'test'));
    const headOn = beams(parseConfig(beamsSchema, { positronAngle: 0 }, 'test'));
    const expectedAt = (machine: typeof nominal) =>
      [...processRows(toy([row]), machine)][0]!.expected;
    expect([nominal, sharp, resonance, headOn].map(expectedAt)).toEqual([6001, 6001, null, null]);
  });

  it('mean 46.5 Hz a nanobarn at 4.65e34 cm⁻² s⁻¹; what comes by itself keeps its rate', () => {
    expect(eventRateHz({ value: 1, unit: 'nb' }, 4.65e34)).toBeCloseTo(46.5, 10);
    expect(eventRateHz({ value: 1, unit: 'pb' }, 4.65e34)).toBeCloseTo(0.0465, 10);
    expect(eventRateHz({ value: 1, unit: 'fb' }, 6e35)).toBeCloseTo(6e-4, 10);
    expect(eventRateHz({ value: 7, unit: 'Hz' }, 4.65e34)).toBe(7);
  });
});

describe('processes', () => {
  it('are all generators but guns; a wrong name is answered with the nearest', () => {
    expect(processes.map(({ name }) => name)).not.toContain('gun');
    expect(findProcess('mumu').kind).toBe('sm');
    expect(() => findProcess('gun')).toThrow(/does not exist/);
    expect(() => findProcess('mumu-zprim')).toThrow(/nearest is "mumu-zprime"/);
  });

  it('have a cross section or a rate each', () => {
    const without = processes.filter((each) => !('crossSection' in each || 'rateHz' in each));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
