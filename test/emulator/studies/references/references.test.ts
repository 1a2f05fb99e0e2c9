import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../../detector/base/random.js';
import { outputWords, setBit } from '../../../../triggers/batches.js';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { presentMenu } from '../../../../triggers/menus/present.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { inputProbes } from '../../../../emulator/studies/input-probes.js';
import { knownReferences } from '../../../../emulator/studies/references/request.js';
import {
  type ReferenceEfficiency,
  referenceResults,
  type ReferenceResult,
} from '../../../../emulator/studies/references/result.js';
import {
  type ReferenceBatch,
  ReferenceTally,
} from '../../../../emulator/studies/references/tally.js';
import { referencesCsv, referencesText } from '../../../../emulator/writers/references.js';

const menu = compileMenu(physicsMenu);
const numberOf = (name: string): number =>
  menu.lines.find((line) => line.name === name)?.number ?? expect.unreachable(name);
/** hie and c4 have prescale 1 in this menu, ff100 of fff 100. */
const [hie, fff, ffy] = [numberOf('hie'), numberOf('fff'), numberOf('ffy')];

const tag = { name: 'tagged', text: 'the other one is tagged' };
const asked = (name: string, reference: readonly string[], rest = {}) => ({
  name,
  probe: 'ffy',
  reference,
  selection: 'all',
  ...rest,
});
const axis = { variable: 'pt', edges: Float64Array.of(0, 1, 2) };
const known = knownReferences(
  {
    name: 'toy',
    probes: [tag],
    inputProbes: inputProbes('toy', ['t2', 'typ']),
    references: [
      asked('by hie', ['hie']),
      asked('by either', ['hie', 'fff']),
      asked('tagged', ['hie'], { tag: 'tagged', axis }),
      { ...asked('of the card', ['hie']), probe: 'tagged' },
      { ...asked('of inputs', ['hie']), probe: 't2' },
    ],
  },
  menu,
);

/** An event: whether hie, fff and ffy fire, fff is kept after prescale, the tag, pT, weight. */
interface Toy {
  readonly hie: boolean;
  readonly fff?: boolean;
  readonly kept?: boolean;
  readonly ffy: boolean;
  readonly tagged?: boolean;
  readonly pt?: number;
  readonly weight?: number;
}

function batchOf(events: readonly Toy[]): ReferenceBatch {
  const eventCount = events.length;
  const ftdlBits = new Uint32Array(eventCount * outputWords);
  const psnmBits = new Uint32Array(eventCount * outputWords);
  for (const [event, toy] of events.entries()) {
    if (toy.hie) setBit(ftdlBits, outputWords, event, hie);
    if (toy.hie) setBit(psnmBits, outputWords, event, hie);
    if (toy.fff) setBit(ftdlBits, outputWords, event, fff);
    if (toy.kept) setBit(psnmBits, outputWords, event, fff);
    if (toy.ffy) setBit(ftdlBits, outputWords, event, ffy);
  }
  return {
    eventCount,
    ftdlBits,
    psnmBits,
    weights: Float64Array.from(events, ({ weight = 1 }) => weight),
    observations: {
      variables: { pt: Float64Array.from(events, ({ pt = 0.5 }) => pt) },
      selected: new Uint32Array(eventCount).fill(1),
      probed: Uint32Array.from(events, ({ tagged }) => (tagged ? 1 : 0)),
    },
  };
}

function resultsOf(...batches: readonly (readonly Toy[])[]): readonly ReferenceResult[] {
  const tally = new ReferenceTally(known, ['all']);
  for (const events of batches) tally.add(batchOf(events));
  return referenceResults(tally, known, {
    confidence: 0.6827,
    interval: 'clopper-pearson',
    selectionText: () => 'all events',
    tagText: () => tag.text,
    definitionOf: (name) => ({ t2: 't2_0 | t2_1 | t2_2 | t2_3' })[name],
    variable: () => ({ label: 'pT', unit: 'GeV', factor: 1, doc: '' }),
  });
}

const streamOf = (index: number) => {
  const stream = new RandomStream().seed(2, 0, 0, index, purpose.test);
  return (probability: number) => stream.uniform() < probability;
};

describe('an efficiency by a reference trigger', () => {
  it('is of what the reference took, beside the truth of all events', () => {
    const [{ total }] = resultsOf([
      { hie: true, ffy: true },
      { hie: true, ffy: true },
      { hie: true, ffy: false },
      { hie: false, ffy: true },
      { hie: false, ffy: false },
    ]) as [ReferenceResult];
    expect(total.truth).toMatchObject({ selected: 5, fired: 3, efficiency: 0.6 });
    expect(total.measured).toMatchObject({ selected: 3, fired: 2, efficiency: 2 / 3 });
    expect(total.bias.value).toBeCloseTo(2 / 3 - 0.6, 14);
    expect(total).not.toHaveProperty('corrected');
  });

  it('is unbiased within statistics where the triggers are independent: 400 samples', () => {
    let [covered, mean] = [0, 0];
    for (let sample = 0; sample < 400; sample++) {
      const chance = streamOf(sample);
      const [{ total }] = resultsOf(
        Array.from({ length: 500 }, () => ({ hie: chance(0.3), ffy: chance(0.8) })),
      ) as [ReferenceResult];
      mean += total.bias.value! / 400;
      if (total.bias.low <= 0 && total.bias.high >= 0) covered++;
    }
    // One sample has σ = √(0.16/150 − 0.16/500) = 2.7 %; the interval covers 68 ± 2.3 %.
    expect(Math.abs(mean)).toBeLessThan((4 * 0.027) / 20);
    expect(Math.abs(covered / 400 - 0.6827)).toBeLessThan(0.08);
  });

  it('has its bias shown where they are not', () => {
    const chance = streamOf(1000);
    const [{ total }] = resultsOf(
      Array.from({ length: 4000 }, () => {
        const isHard = chance(0.5);
        return { hie: chance(isHard ? 0.9 : 0.1), ffy: chance(isHard ? 0.9 : 0.4) };
      }),
    ) as [ReferenceResult];
    // 0.9·0.9 + 0.1·0.4 = 0.85 of those with hie, 0.65 of all.
    expect(total.bias.value).toBeCloseTo(0.2, 1);
    expect(total.bias.low).toBeGreaterThan(0.15);
    expect(total.bias.high).toBeLessThan(0.25);
    expect(total.bias.value).toBeCloseTo(total.measured.efficiency! - total.truth.efficiency!, 14);
  });

  it('has prescales corrected by the chance to be taken, beside what comes as it is', () => {
    const chance = streamOf(2000);
    let counter = 0;
    const events = Array.from({ length: 60_000 }, () => {
      // Half of the events fire hie and 90 % of them ffy, half fire fff and 30 % of them.
      const isFirst = chance(0.5);
      const kept = !isFirst && counter++ % 100 === 0;
      return { hie: isFirst, fff: !isFirst, kept, ffy: chance(isFirst ? 0.9 : 0.3) };
    });
    const [, { total, reference }] = resultsOf(events) as [unknown, ReferenceResult];
    expect(reference).toEqual([
      { line: 'hie', prescale: 1 },
      { line: 'fff', prescale: 100 },
    ]);
    expect(total.measured.efficiency).toBeCloseTo(0.894, 2);
    expect(total.bias.low).toBeGreaterThan(0.28);
    // Of 300 events of fff that count hundredfold: 0.6 ± 0.013.
    expect(Math.abs(total.corrected!.efficiency! - 0.6)).toBeLessThan(0.05);
    expect(total.correctedBias!.low).toBeLessThan(0.01);
    expect(total.corrected!.high - total.corrected!.low).toBeGreaterThan(
      3 * (total.measured.high - total.measured.low),
    );
    expect(total.corrected!.selected).toBe(total.measured.selected);
  });

  it('is as uncertain as its heaviest events where weights go with what was fired', () => {
    // One event that counts hundredfold and fires, 9900 that do not: 1.00 ± 0.99 %.
    const events = [
      { hie: false, fff: true, kept: true, ffy: true },
      ...Array.from({ length: 9900 }, () => ({ hie: true, fff: false, kept: false, ffy: false })),
    ];
    const [, { total }] = resultsOf(events) as [unknown, ReferenceResult];
    const { efficiency, low, high } = total.corrected!;
    expect(efficiency).toBeCloseTo(0.01, 14);
    expect(high - efficiency!).toBeGreaterThan(0.0099);
    expect(low).toBeLessThan(0.003);
    expect(total.correctedBias!.high).toBeGreaterThan(0.0099);
  });

  it('gives an event that two prescaled lines may take the chance of either', () => {
    const [, { total }] = resultsOf([
      { hie: true, fff: true, kept: true, ffy: true },
      { hie: false, fff: true, kept: true, ffy: false },
    ]) as [unknown, ReferenceResult];
    // hie has prescale 1, so the first has weight 1; the second 100.
    expect(total.corrected!.efficiency).toBeCloseTo(1 / 101, 14);
  });

  it('asks for the tag besides, in bins of a variable, and of a probe of the card', () => {
    const [, , tagged, ofCard] = resultsOf([
      { hie: true, tagged: true, ffy: true, pt: 0.5 },
      { hie: true, tagged: true, ffy: false, pt: 1.5 },
      { hie: true, tagged: false, ffy: true, pt: 1.5 },
      { hie: false, tagged: true, ffy: true, pt: 1.5 },
      { hie: true, tagged: true, ffy: true, pt: 2.5 },
    ]) as [unknown, unknown, ReferenceResult, ReferenceResult];
    const counts = ({ measured, truth }: ReferenceEfficiency) => [
      measured.fired,
      measured.selected,
      truth.fired,
      truth.selected,
    ];
    expect(tagged.tag).toBe(tag.text);
    expect(tagged.curve!.edges).toEqual([0, 1, 2]);
    expect(tagged.curve!.bins.map(counts)).toEqual([
      [1, 1, 1, 1],
      [0, 1, 2, 3],
    ]);
    expect(counts(tagged.total)).toEqual([1, 2, 3, 4]);
    expect(ofCard).not.toHaveProperty('probeStage');
    expect(counts(ofCard.total)).toEqual([3, 4, 4, 5]);
  });

  it('does not depend on how batches are cut, and counts weights', () => {
    const chance = streamOf(3000);
    const events = Array.from({ length: 200 }, () => ({
      hie: chance(0.5),
      ffy: chance(0.5),
      weight: chance(0.5) ? 0.3 : 1.7,
    }));
    const whole = resultsOf(events);
    expect(resultsOf(events.slice(0, 77), events.slice(77))).toEqual(whole);
    const sum = (of: readonly Toy[]): number =>
      of.reduce((total, { weight }) => total + weight!, 0);
    const taken = events.filter((event) => event.hie);
    expect(whole[0]!.total.measured.efficiency).toBeCloseTo(
      sum(taken.filter((event) => event.ffy)) / sum(taken),
      13,
    );
  });

  it('is not known without events, and has no bias where the reference has them all', () => {
    const [nothing] = resultsOf([{ hie: false, ffy: true }]);
    expect(nothing!.total.measured).toMatchObject({ efficiency: null, low: 0, high: 1 });
    expect(nothing!.total.bias).toEqual({ value: null, low: -1, high: 1 });
    const [everything] = resultsOf([{ hie: true, ffy: true }]);
    expect(everything!.total.bias).toEqual({ value: 0, low: 0, high: 0 });
  });
});

describe('references under a menu', () => {
  const knownIn = (
    reference: readonly string[],
    probe = 'ffy',
    of = menu,
    unknownInputs = new Map(),
  ) =>
    knownReferences(
      {
        name: 'toy',
        probes: [],
        inputProbes: inputProbes('toy', ['t2']),
        references: [{ ...asked('r', reference), probe }],
      },
      of,
      undefined,
      unknownInputs,
    )[0]!;

  it('leave out lines that it lacks or masks, by name', () => {
    const one = knownIn(['hie', 'hie4', 'klmhit']);
    expect(one.lines.map(({ name }) => name)).toEqual(['hie']);
    expect(one.missing).toEqual(['hie4', 'klmhit']);
    expect(one.remark).toBeUndefined();
    expect(knownIn(['hie', 'hie4'], 'ffy', compileMenu(presentMenu)).missing).toEqual([]);
  });

  it('say why nothing is measured, and refuse what no menu has', () => {
    expect(knownIn(['hie4']).remark).toMatch(/lacks or masks all lines/);
    expect(knownIn(['hie'], 'hie4').remark).toBe('the menu lacks hie4');
    expect(knownIn(['hie'], 't2')).toMatchObject({ probeFlag: 1, remark: undefined });
    const unknown = new Map([[0, { subdetectors: ['cdc'], inputs: [] }]]);
    expect(knownIn(['hie'], 't2', menu, unknown).remark).toBe('nothing that is simulated sets t2');
    expect(() => knownIn(['hie'], 't3')).toThrow(
      /line "t3" is not in the menu; it is an input bit: as a probe it stands in "inputs"/,
    );
    expect(() => knownIn(['hei'])).toThrow(/reference "r": line "hei" is not in the menu.*"hie"/);
  });
});

describe('what a reader sees of them', () => {
  const results = resultsOf([
    { hie: true, ffy: true, tagged: true },
    { hie: true, ffy: false },
    { hie: false, fff: true, kept: true, ffy: true },
  ]);

  it('is a table with both efficiencies, the bias, and what was taken by what', () => {
    const table = referencesText(results);
    expect(table).toMatch(/by hie +2 +50\.00 \(.*66\.67 \(.*-16\.67 \(.*none prescaled/);
    expect(table).toContain(
      'by either: probe ffy before prescale; taken after prescale by hie ∨ fff/100; all events\n',
    );
    expect(table).toContain(`taken after prescale by hie and ${tag.text}`);
    expect(table).toContain('of the card: probe tagged; taken');
    expect(table).toContain('of inputs: probe t2 (t2_0 | t2_1 | t2_2 | t2_3), input bits; taken');
    expect(referencesText([])).toBe('');
  });

  it('is a file with a row for all, and one for each bin', () => {
    const [head, ...rows] = referencesCsv(results).trim().split('\n');
    expect(rows).toHaveLength(5 + 2);
    const columns = head!.split(',');
    const named = (row: string) =>
      Object.fromEntries(row.split(',').map((value, column) => [columns[column], value]));
    for (const row of rows) expect(row.split(',')).toHaveLength(columns.length);
    expect(named(rows[1]!)).toMatchObject({
      name: 'by either',
      probe_stage: 'before prescale',
      reference: 'hie/1 fff/100',
      truth_selected: '3',
      measured_fired: '2',
      corrected_selected: '3',
      low_edge: '',
    });
    expect(named(rows[0]!)).toMatchObject({ corrected_selected: '', corrected_bias: '' });
    expect(named(rows.at(-1)!)).toMatchObject({
      probe_stage: 'input bits',
      probe_definition: 't2_0 | t2_1 | t2_2 | t2_3',
    });
    expect(named(rows[3]!)).toMatchObject({ low_edge: '0', high_edge: '1', variable: 'pt' });
  });
});
