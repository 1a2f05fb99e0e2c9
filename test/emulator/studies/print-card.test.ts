import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { builtInCard, type Card } from '../../../emulator/studies/card.js';
import { cards } from '../../../emulator/studies/cards/index.js';
import { printCard } from '../../../emulator/studies/print-card.js';
import { studyCommand } from '../../../emulator/commands/study.js';
import { inProcess } from '../../support/in-process.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { presentMenu } from '../../../triggers/menus/present.js';

const menu = compileMenu(presentMenu);

/** What is counted of what; where bins are shown is of the curves. */
const counted = (card: Card) => {
  const { subjects, groups } = card.layout(menu);
  return {
    subjects,
    groups: groups.map(({ selection, axis, second }) => [
      selection,
      axis?.variable,
      axis?.edges,
      second?.variable,
      second?.edges,
    ]),
  };
};

describe('a built-in card that is printed', () => {
  it('has its variations, which read back', () => {
    const variations = [
      { name: 'threshold', set: ['triggers.ecl.fam.thresholdCounts=29'], machineSet: [] },
      { name: 'laid', set: [], machine: '2022-peak', machineSet: ['backgrounds.scale=2'] },
    ];
    const { yaml } = printCard({ ...builtInCard('mumu'), variations });
    expect(cardFromFile(parse(yaml), 'mumu.yaml').variations).toEqual(variations);
  });

  it('has its background and that of its data, which read back', () => {
    const background = {
      machine: '2022-peak',
      machineSet: ['backgrounds.scale=2', 'ler.current=0.5 A'],
      dataMachine: '2020',
    };
    const back = (card: Card): Card => cardFromFile(parse(printCard(card).yaml), 'mumu.yaml');
    expect(back({ ...builtInCard('mumu'), ...background })).toMatchObject(background);
    expect(back(builtInCard('mumu'))).toMatchObject({ machine: 'none' });
    expect(back(builtInCard('mumu-zprime'))).toMatchObject({
      machine: 'none',
      dataMachine: '2020',
    });
  });

  it.each(cards.map(({ name }) => name))('reads back and counts the same: %s', (name) => {
    const card = builtInCard(name);
    const { yaml } = printCard(card);
    const back = cardFromFile(parse(yaml), `${name}.yaml`);
    // Bit by bit: subjects, edges, selections in their order.
    expect(counted(back)).toEqual(counted(card));
    expect(back.selectionNames).toEqual(card.selectionNames);
    for (const selection of card.selectionNames)
      expect(back.selectionOf(selection).ranges).toEqual(card.selectionOf(selection).ranges);
    for (const [place, point] of card.points.entries())
      expect(back.points[place]).toEqual(JSON.parse(JSON.stringify(point)));
    expect(back).toMatchObject({
      events: card.events,
      stage: card.stage,
      confidence: card.confidence,
      interval: card.interval,
      schedule: card.schedule,
      reading: card.reading,
      curves: card.curves.map(({ title, subjects, positions }) => ({
        title,
        subjects,
        ...(positions !== undefined && { positions: [...positions] }),
      })),
    });
    expect(back.systematics).toEqual(card.systematics);
    expect(back.references ?? []).toEqual(card.references ?? []);
    // And observes with the very same code.
    expect(back.variables).toBe(card.variables);
    expect(back.probes).toEqual(card.probes);
  });

  it('says what a file cannot', async () => {
    const { out, talk } = await inProcess(studyCommand, ['mumu-zprime', '--print']);
    expect(out).toBe(printCard(builtInCard('mumu-zprime')).yaml);
    expect(talk).toMatch(/^card "mumu-zprime" has besides.*numbers read off the curves/);
    await expect(inProcess(studyCommand, ['mumu-zprim', '--print'])).rejects.toThrow(
      /nearest is "mumu-zprime"/,
    );
    expect(printCard(builtInCard('mumu-zprime')).leftOut).toContain('numbers read off the curves');
  });

  it('says references, with their tags', () => {
    const { yaml, leftOut } = printCard(builtInCard('reference-triggers'));
    expect(parse(yaml).references[0]).toMatchObject({ probe: 'f', reference: 'ecl' });
    expect(leftOut.join()).not.toMatch(/reference|uncertain/);
    const tagged = parse(printCard(builtInCard('tag-and-probe')).yaml).references;
    expect(tagged[0]).toMatchObject({ probe: 'μ+ matched', tag: 'μ− matched' });
  });

  it('has quantities with their units', () => {
    expect(printCard(builtInCard('single-photon')).yaml).toMatch(/theta:\n +- [\d.]+ deg/);
  });
});

describe('a tag of a card of a file', () => {
  const card = (tag: string, variables?: string) =>
    cardFromFile(
      {
        points: [{ generator: 'mumu' }],
        lines: ['cdcklm1'],
        ...(variables !== undefined && { variables }),
        references: [{ probe: 'μ+ matched', tag, reference: ['cdcklm1'] }],
      },
      'a.yaml',
    );

  it('is a probe of the card whose variables it has, another than the probe', () => {
    expect(card('μ− matched', 'tag-and-probe').references![0]!.tag).toBe('μ− matched');
    expect(() => card('μ- matched', 'tag-and-probe')).toThrow(
      /references\[0\]: tag "μ- matched" is no probe; nearest is .*; there are .*μ− matched$/,
    );
    expect(() => card('μ− matched')).toThrow(/is no probe; probes are those of a built-in card/);
    expect(() => card('μ+ matched', 'tag-and-probe')).toThrow(/tag "μ\+ matched" is the probe/);
  });
});

describe('a card with the variables of another', () => {
  const raw = (variables: string, curve: object) => ({
    points: [{ generator: 'mumu' }],
    lines: ['stt'],
    variables,
    curves: [{ lines: ['stt'], ...curve }],
  });

  it('plots what that one plots, and no other', () => {
    const card = cardFromFile(raw('mumu', { variable: 'tracks', edges: [0, 2, 4] }), 'a.yaml');
    expect(card.curves[0]!.title).toBe('stt against N(tracks)');
    expect(() =>
      cardFromFile(raw('mumu', { variable: 'thetaId', edges: [0, 2] }), 'a.yaml'),
    ).toThrow(/"thetaId" does not exist/);
    expect(() => cardFromFile(raw('mumuu', { variable: 'pt', edges: [0, 2] }), 'a.yaml')).toThrow(
      /nearest is "mumu"/,
    );
  });

  it('shows bins where it is told to, one position each', () => {
    const curve = { variable: 'opening', edges: ['0 deg', '90 deg', '180 deg'] };
    const positions = ['10 deg', '170 deg'];
    const card = cardFromFile(raw('mumu', { ...curve, positions }), 'a.yaml');
    expect(card.curves[0]!.positions![0]).toBeCloseTo(Math.PI / 18, 12);
    expect(() =>
      cardFromFile(raw('mumu', { ...curve, positions: positions.slice(1) }), 'a.yaml'),
    ).toThrow(/1 positions, expected one for each of the 2 bins/);
  });
});
