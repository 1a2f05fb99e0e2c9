import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EmulatorError } from '../../../detector/base/errors.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const good = `
title: A dark photon of 9 GeV
points:
  - generator: dark-photon
    config: { mass: 9 GeV }
lines: [lml1, lml6]
families: [single-photon]
selections:
  central: { theta: [40 deg, 120 deg], conversionRadius: [1.2 m, null] }
curves:
  - variable: energyCms
    edges: { from: 200 MeV, to: 5.2, bins: 50 }
    selection: central
    lines: [lml6, single-photon]
  - { variable: theta, edges: [0 deg, 90 deg, 180 deg], lines: [lml1] }
`;

const load = (yaml: string) => () => cardFromFile(parse(yaml), 'my.yaml');

describe('a card from a YAML file', () => {
  it('has its quantities in base units, whatever unit they are written in', () => {
    const card = load(good)();
    expect(card.selectionOf('central').ranges.conversionRadius).toEqual([
      120,
      Number.POSITIVE_INFINITY,
    ]);
    expect(card.selectionOf('central').ranges.theta![0]).toBeCloseTo((40 * Math.PI) / 180, 15);
    expect(card.curves[0]!.axis.edges[0]).toBe(0.2);
    expect(card.curves[0]!.axis.edges.length).toBe(51);
    expect(card.curves[1]!.axis.edges[2]).toBeCloseTo(Math.PI, 15);
    expect(card.curves[1]!.selection).toBe('all');
    expect(card.interval).toBe('clopper-pearson');
    expect(load(`interval: wilson\n${good}`)().interval).toBe('wilson');
  });

  it('is refused where a text or key could not be shown, by its place and without it', () => {
    const title = 'x \x01\x1b[2J y';
    expect(load(`${good}doc: "tab\\t, line\\n, é, 🎉"\n`)).not.toThrow();
    expect(() => cardFromFile({ ...(parse(good) as object), title }, 'my.yaml')).toThrow(
      /^card "my\.yaml": "title" is "x \\u0001\\u001b\[2J y", expected no control characters/,
    );
    const points = [{ generator: 'gun', name: 'a\x9b' }];
    const selections = { 'b\ud800': { theta: [0, 1] } };
    const bad = { ...(parse(good) as object), points, selections };
    expect(() => cardFromFile(bad, 'my.yaml')).toThrow(
      /"points\[0\]\.name" is "a\\u009b".*\n.*"selections\.a key" is "b\\ud800"/,
    );
  });

  it('is refused where it asks for more than memory holds', () => {
    const many = { ...(parse(good) as object), selections: {}, curves: [] as unknown[] };
    const curve = { variable: 'theta', edges: { from: 0, to: 1, bins: 1000 }, lines: ['lml1'] };
    const withCurves = (count: number, lines: number) => () =>
      cardFromFile(
        {
          ...many,
          curves: Array.from({ length: count }, () => ({
            ...curve,
            lines: Array.from({ length: lines }, () => 'lml1'),
          })),
        },
        'my.yaml',
      );
    expect(withCurves(20_000, 1)).toThrow(/curves: .*1000/);
    expect(withCurves(900, 4)).toThrow(
      /curves and maps have 4500000 bins of lines in all, expected at most/,
    );
    expect(withCurves(900, 3)).not.toThrow();
    const selections = Object.fromEntries(
      Array.from({ length: 31 }, (_, row) => [`s${row}`, { pt: [0, 1] }]),
    );
    expect(() => cardFromFile({ ...many, selections }, 'my.yaml')).toThrow(
      /31 selections, expected at most 30/,
    );
  });

  it('asks for efficiencies by references, of sets by name too', () => {
    const withReferences = (text: string) => load(`${good}\nreferences:\n  - ${text}\n`);
    const [one] = withReferences('{ probe: stt, reference: energy, selection: central }')()
      .references!;
    expect(one).toEqual({
      name: 'stt by energy',
      probe: 'stt',
      reference: ['c4', 'hie'],
      selection: 'central',
    });
    const [other] = withReferences(
      '{ probe: stt, reference: [hie], variable: theta, edges: { from: 0, to: 180 deg, bins: 9 } }',
    )().references!;
    expect(other!.axis!.edges[9]).toBeCloseTo(Math.PI, 14);
    expect(withReferences('{ probe: hie, reference: energy }')).toThrow(/holds the probe "hie"/);
    expect(withReferences('{ probe: stt, reference: ecll }')).toThrow(/references\[0\]\.reference/);
    expect(withReferences('{ probe: stt, reference: ecl, variable: pt }')).toThrow(
      /expected variable and edges, or neither/,
    );
    expect(withReferences('{ probe: stt, reference: ecl, selection: centrl }')).toThrow(
      /references\[0\]: selection "centrl" does not exist; nearest is "central"/,
    );
  });

  it('has totals of the selection that it names, and given uncertainties', () => {
    const yaml = good.replace(
      'selections:',
      'totals: central\nsystematics: [{ name: E, relative: 0.02, lines: [lml6] }]\nselections:',
    );
    expect(load(yaml)().totals).toBe('central');
    expect(load(yaml)().systematics).toEqual([{ name: 'E', relative: 0.02, lines: ['lml6'] }]);
  });

  it('is refused where a systematic is of a line that the menu lacks', () => {
    const card = load(
      good
        .replace('lines: [lml1, lml6]\n', 'lines: all\n')
        .replace(
          'selections:',
          'systematics: [{ name: E, relative: 0.02, lines: [lml66] }]\nselections:',
        ),
    )();
    expect(() => card.layout(compileMenu(eclMenu))).toThrow(/systematic "E": "lml66".*"lml6"/);
  });

  it('says its selections in words', () => {
    expect(load(good)().selectionOf('central').text).toBe(
      '40 deg ≤ θ < 120 deg, 1.2 m ≤ r(conversion)',
    );
  });

  it.each([
    ['title: A dark', 'interval: wilsn\ntitle: A dark', /interval: .*"wilson"/],
    ['lines: [lml1', 'linse: [lml1', /my\.yaml.*key "linse" does not exist; nearest is "lines"/],
    [
      'selections:',
      'totals: centrl\nselections:',
      /totals: selection "centrl" does not exist; nearest is "central"/,
    ],
    [
      'theta: [40 deg, 120 deg]',
      'theta: [120 deg, 40 deg]',
      /theta: .*holds nothing, expected from < to/,
    ],
    [
      'selections:',
      'systematics: [{ name: x }]\nselections:',
      /systematics\[0\] "x": expected one of/,
    ],
    [
      'selections:',
      'systematics: [{ name: x, relative: 0.1, lines: [lml7] }]\nselections:',
      /systematics\[0\]: "lml7" is neither/,
    ],
    [
      'generator: dark-photon',
      'generator: dark-photon\n    share: 1e300',
      /points\[0\]\.share: .*1000000/,
    ],
    [
      'title: A dark',
      'variables: single-photon\nparticle: 13\ntitle: A dark',
      /"particle" has no effect beside "variables"/,
    ],
    ['bins: 50 }', 'bins: 50 }\n    fit: eff', /curves\[0\]\.fit: .*"erf"/],
    ['bins: 50', 'bin: 50', /key "curves\[0\]\.edges\.bin" does not exist; nearest is "bins"/],
    [
      'variable: theta',
      'variable: thta',
      /curves\[1\].*variable "thta" does not exist; nearest is "theta"/,
    ],
    [
      'selection: central',
      'selection: centre',
      /selection "centre" does not exist; nearest is "central"/,
    ],
    [
      'generator: dark-photon',
      'generator: dark-foton',
      /generator "dark-foton" does not exist; nearest is "dark-photon"/,
    ],
    [
      'mass: 9 GeV',
      'masss: 9 GeV',
      /points\[0\]\.config.*"masss" does not exist; nearest is "mass"/,
    ],
    ['mass: 9 GeV', 'mass: 9 cm', /mass is "9 cm", expected a number with a unit like GeV/],
    ['[40 deg, 120 deg]', '[40 cm, 120 deg]', /selections\.central\.theta\[0\] is "40 cm"/],
    [
      '[0 deg, 90 deg, 180 deg]',
      '[0 deg, 180 deg, 90 deg]',
      /curves\[1\]\.edges: edges must ascend/,
    ],
    [
      'lines: [lml6, single-photon]',
      'lines: [lml13]',
      /curves\[0\]: "lml13" is neither in lines nor in families/,
    ],
    ['title: A dark photon of 9 GeV', 'title: 9', /my\.yaml.*title: expected string/],
    ['points:', 'events: 1.5\npoints:', /events: expected int/],
  ])('with %s written as %s is refused, naming the file and the key', (from, to, message) => {
    expect(load(good.replace(from, to))).toThrow(message);
  });

  it('has curves with names of their own, also two of one variable and selection', () => {
    const curve = { variable: 'theta', lines: ['lml1'] };
    const curves = [
      { ...curve, edges: ['0 deg', '90 deg'] },
      { ...curve, edges: ['90 deg', '180 deg'], selection: 'all (2)' },
      { ...curve, edges: ['90 deg', '180 deg'] },
    ];
    const card = cardFromFile(
      { points: [{ generator: 'gun' }], lines: ['lml1'], selections: { 'all (2)': {} }, curves },
      'my.yaml',
    );
    expect(card.curves.map(({ id }) => id)).toEqual([
      'theta, all',
      'theta, all (2)',
      'theta, all (3)',
    ]);
  });

  it.each([{ lines: 'all' }, { families: 'all' }])(
    'with %j and a curve of an unknown line is refused before the first event',
    (counted) => {
      const curves = [{ variable: 'theta', edges: ['0 deg', '90 deg'], lines: ['lml66'] }];
      const card = cardFromFile(
        { points: [{ generator: 'gun' }], lines: ['lml6'], ...counted, curves },
        'my.yaml',
      );
      expect(() => card.layout(compileMenu(eclMenu))).toThrow(
        expect.objectContaining({
          code: 'CARD_UNKNOWN_LINE',
          message: expect.stringContaining('"lml66"'),
        }),
      );
      expect(() => card.layout(compileMenu(eclMenu))).toThrow(
        /card "my\.yaml", curve "theta, all".*nearest is "lml6"/,
      );
    },
  );

  it('is told all that is wrong with it at once', () => {
    const raw = {
      points: [{ generator: 'mumuu' }, { generator: 'gun', config: { pdgg: 13, minimum: 'low' } }],
      lines: ['lml1'],
      curves: [
        { variable: 'enery', edges: [0, 1], selection: 'barel', lines: ['lml2'] },
        { variable: 'theta', edges: [1, 0], lines: ['lml1'] },
      ],
    };
    let told: readonly string[] = [];
    try {
      cardFromFile(raw, 'my.yaml');
    } catch (error) {
      told = (error as Error).message.split('\n');
    }
    const expected = [
      /nearest is "mumu"/,
      /points\[1\]\.config: key "pdgg" does not exist; nearest is "pdg"/,
      /points\[1\]\.config: minimum is "low"/,
      /curves\[0\].*selection "barel" does not exist/,
      /curves\[0\]: "lml2" is neither in lines nor/,
      /curves\[0\]: variable "enery" does not exist/,
      /curves\[1\]\.edges: edges must ascend/,
    ];
    expect(told).toHaveLength(expected.length);
    for (const [place, text] of expected.entries()) expect(told[place]).toMatch(text);
    expect(() => cardFromFile({ pionts: [], evnts: 3, stage: 'l1' }, 'my.yaml')).toThrow(
      /"pionts" does not exist; nearest is "points"\n.*"evnts".*"events"\n.*stage: /,
    );
  });

  it('without points is refused', () => {
    expect(load('lines: [lml1]')).toThrow(/points/);
    expect(load('just text')).toThrow(/the card/);
  });

  it('of any other content is a card or an error that names the file, never a crash', () => {
    const key = fc.constantFrom(
      'points',
      'lines',
      'curves',
      'selections',
      'edges',
      'generator',
      'variable',
      'theta',
      'x',
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.constantFrom('gun', 'theta', 'all'),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value')),
      ),
    }));
    const points = fc.constant([{ generator: 'gun' }]);
    const content = fc.oneof(
      value,
      fc.record({ points, curves: value }),
      fc.record({ points, selections: fc.dictionary(key, value) }),
    );
    fc.assert(
      fc.property(content, (raw) => {
        try {
          cardFromFile(raw, 'any.yaml');
        } catch (error) {
          expect(error).toBeInstanceOf(EmulatorError);
          expect((error as Error).message).toContain('any.yaml');
        }
      }),
    );
  });
});
