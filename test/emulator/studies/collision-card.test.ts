import { describe, expect, it } from 'vitest';
import { GeV } from '../../../detector/base/units.js';
import { cards } from '../../../emulator/studies/cards/index.js';
import {
  cardDoc,
  collisionCard,
  massPoints,
  massScan,
} from '../../../emulator/studies/collision-card.js';
import { lookUpIn } from '../../../emulator/studies/document.js';
import { machineNames } from '../../../emulator/settings/machine.js';
import { makeCurve } from './curve-builder.js';

/** Searches with their own events. */
const searches = [
  'dark-photon',
  'alp-fusion',
  'mumu-zprime',
  'mumu-zprime-2018',
  'emu-zprime',
  'mumu-scalar',
  'x-to-mumu',
  'x-to-tautau',
  'tautau-scalar',
  'dark-higgs',
  'inelastic-dark-matter',
  'inelastic-dark-higgs',
  'b-to-ks',
  'b-to-ks-modes',
  'tau-to-alpha',
  'tau-to-pi-n',
];

describe('cards of one process', () => {
  const masses = [1, 2, 4, 8];
  const card = collisionCard({
    name: 'toy',
    title: 'Toy',
    doc: 'A toy.',
    events: 100,
    points: massPoints('mumu-zprime', masses, { decay: 'invisible' }),
    searched: [53],
    selection: { text: 'two tracks', ranges: { tracks: [2, 3] } },
    lines: ['ffo'],
    families: ['two-track'],
    scans: [massScan(masses), { variable: 'deltaPhi', edges: Float64Array.of(0, 1, 2) }],
  });

  it('bin masses halfway to the next', () => {
    expect([...massScan(masses).edges]).toEqual([0.5, 1.5, 3, 6, 10].map((mass) => mass * GeV));
    // The heaviest is in its bin, a lightest of nothing too.
    expect([...massScan([0, 0.5, 1]).edges]).toEqual([0, 0.25, 0.75, 1.25].map((m) => m * GeV));
    expect(massScan(masses).positions).toEqual(masses);
  });

  it('make events of every mass, with the other parameters alike', () => {
    expect(card.points.map(({ config }) => config)).toEqual(
      masses.map((mass) => ({ decay: 'invisible', mass: `${mass} GeV` })),
    );
  });

  it('count lines and families among the selected, against each scan', () => {
    expect(card.totals).toBe('selected');
    expect(card.selectionOf('selected').text).toBe('two tracks');
    expect(card.curves.map(({ id, live, printed }) => [id, live, printed])).toEqual([
      ['mass', true, true],
      ['deltaPhi', false, false],
    ]);
    for (const { subjects } of card.curves) expect(subjects).toEqual(['ffo', 'two-track']);
  });

  it('read off all, the lowest, the middle and the highest mass', () => {
    const counted = ['ffo', 'two-track'].map((line) => ({
      ...makeCurve([0.5, 1.5, 3, 6, 8.5], [10, 10, 10, 10], [1, 2, 4, 9], line),
      id: 'mass',
    }));
    const read = card.readings!(lookUpIn(counted)).slice(0, 4);
    expect(read.map(({ name, value }) => [name, value])).toEqual([
      ['ffo: all', 0.4],
      ['ffo: m = 1 GeV', 0.1],
      ['ffo: m = 4 GeV', 0.4],
      ['ffo: m = 8 GeV', 0.9],
    ]);
  });

  it('say what data were searched and what of a search is left out, after what they are', () => {
    expect(card.doc).toBe('A toy.');
    expect(cardDoc('A toy.', { data: '1 fb⁻¹', leftOut: 'all else' })).toBe(
      'A toy. Data: 1 fb⁻¹. Left out: all else.',
    );
    const laid = { data: '1 fb⁻¹', dataMachine: '2020' };
    expect(cardDoc('A toy.', laid)).toBe('A toy. Data: 1 fb⁻¹: --machine 2020.');
    for (const { name, doc, dataMachine } of cards) {
      if (dataMachine !== undefined) expect(machineNames, name).toContain(dataMachine);
      if (dataMachine !== undefined) expect(doc, name).toContain(`: --machine ${dataMachine}.`);
      else expect(doc, name).not.toMatch(/Data: [^.]*--machine/);
    }
    for (const { name, doc } of cards)
      if (searches.includes(name)) expect(doc, name).toMatch(/ Data: .*\. Left out: .*\.$/);
    expect(cards.filter(({ name }) => searches.includes(name))).toHaveLength(searches.length);
  });

  it('of data whose periods no source gives have the nearest machine, and say so', () => {
    const published = cards.flatMap(({ name, doc, dataMachine }) => {
      const [, data, rest] = /Data: ([\d.]+) fb⁻¹([^.:]*)/.exec(doc) ?? [];
      return data === undefined
        ? []
        : [{ name, doc, data: Number(data), rest: rest!, dataMachine }];
    });
    expect(published.length).toBeGreaterThanOrEqual(9);
    for (const { name, doc, data, rest, dataMachine } of published) {
      // 424 fb⁻¹ in all by June 2022.
      expect(dataMachine, name).toBe(data < 212 ? '2020' : '2022-peak');
      // Years of the sample stand in arXiv:2212.03066 alone.
      if (name === 'mumu-zprime') expect(rest).toBe(' of 2019 to 2020');
      else {
        expect(rest, name).toBe(', periods not sourced, the nearest');
        expect(doc, name).not.toMatch(/ 20(18|19|2\d)\b(?!-peak|\.)/);
      }
    }
  });

  it('with a cross section have rates of all events at 46.5 Hz per nanobarn', () => {
    const rated = collisionCard({
      name: 'toy',
      title: 'Toy',
      doc: 'A toy.',
      events: 100,
      points: massPoints('mumu-zprime', masses),
      selection: { text: 'two tracks', ranges: { tracks: [2, 3] } },
      lines: ['ffo'],
      families: [],
      scans: [massScan(masses)],
      crossSection: () => 2,
    });
    const { id, selection, axis, printed } = rated.curves.at(-1)!;
    expect([selection, axis.variable, printed]).toEqual(['all', 'tracks', false]);
    const counted = [
      { ...makeCurve([0.5, 1.5, 3, 6, 8.5], [10, 10, 10, 10], [1, 2, 4, 9], 'ffo'), id: 'mass' },
      { ...makeCurve([-0.5, 0.5, 1.5], [50, 30], [0, 20], 'ffo'), id },
    ];
    const rate = rated.readings!(lookUpIn(counted)).at(-1)!;
    expect(rate.value).toBeCloseTo((20 / 80) * 2 * 46.5, 9);
    expect(rate.unit).toBe('Hz');
    expect(rate.low!).toBeLessThan(rate.value!);
    expect(rate.high!).toBeGreaterThan(rate.value!);
  });
});
