import { from, lastValueFrom, map, tap } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { compileMenu, type Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { presentMenu } from '../../../triggers/menus/present.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';
import { makeChain } from '../../../emulator/chain/chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { cardChain, type CardReference } from '../../../emulator/studies/card.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { partCounter } from '../../../emulator/studies/shards/part.js';
import { openStudy } from '../../../emulator/studies/study.js';
import { totalsCsv } from '../../../emulator/writers/totals.js';
import { referencesCsv, referencesText } from '../../../emulator/writers/references.js';
import { showStudy } from '../../../emulator/writers/study-report.js';

const events = 600;
const content = {
  name: 'pairs',
  events,
  points: [{ generator: 'mumu' }],
  lines: ['hie'],
  inputs: ['t2', 'typ', 't2 >= 2', 'ehigh & !bha_veto'],
  curves: [{ variable: 'theta', edges: ['10 deg', '90 deg', '170 deg'], lines: ['t2', 'hie'] }],
  particle: 13,
  references: [{ probe: 'typ', reference: ['hie'], tag: 't2' }],
  selections: {},
};

function openCard(asked: object, menu: Menu = physicsMenu, set: readonly string[] = []) {
  const reference: CardReference = { name: 'pairs.yaml', content: asked };
  const card = { ...cardFromFile(asked, 'pairs.yaml'), reference };
  const config = emulatorConfig({}, set);
  return openStudy(card, { version: 'test', seed: 5, menu, conditions: 'nominal', config });
}

async function run(asked: object, menu: Menu = physicsMenu, set: readonly string[] = []) {
  const study = openCard(asked, menu, set);
  const { decide } = cardChain(study.setup, 'lines');
  const part = partCounter(study.card, study.menu);
  await lastValueFrom(from(study.jobs()).pipe(decide, map(part), tap(study.add)));
  return { card: study.card, document: study.document() };
}

const namesOf = (name: string): readonly InputName[] =>
  [0, 1, 2, 3].map((value) => `${name}_${value}` as InputName);

/** Input bits of the same events, by a chain that simulates everything. */
async function bitsOfEvents(): Promise<readonly ((name: InputName) => boolean)[]> {
  const study = openCard(content);
  const { generate, full } = makeChain(study.setup);
  const found: ((name: InputName) => boolean)[] = [];
  await lastValueFrom(
    from(study.jobs()).pipe(
      map(generate),
      full,
      tap(({ eventCount, inputBits }) => {
        for (let event = 0; event < eventCount; event++)
          found.push((name) => hasBit(inputBits, inputWords, event, inputSlots[name]));
      }),
    ),
  );
  return found;
}

describe('input bits as probes of a card', () => {
  let document: StudyDocument;
  let card: Awaited<ReturnType<typeof run>>['card'];
  let bits: Awaited<ReturnType<typeof bitsOfEvents>>;
  beforeAll(async () => {
    ({ document, card } = await run(content));
    bits = await bitsOfEvents();
  }, 120_000);

  it('fire as often as the bits are set, whatever the menu reads', async () => {
    const any = (names: readonly InputName[]) => (has: (typeof bits)[number]) => names.some(has);
    const counts = [
      any(namesOf('t2')),
      any(['typ']),
      any(namesOf('t2').slice(1)),
      (has: (typeof bits)[number]) => has('ehigh') && !has('bha_veto'),
    ].map((isSet) => bits.filter(isSet).length);
    expect(document.probes.map(({ fired }) => fired)).toEqual(counts);
    expect(new Set([0, events, ...counts]).size).toBe(2 + counts.length);
    // A menu that reads no track: the chamber is simulated for the probes.
    const alone = { ...content, lines: ['hie'], references: [] };
    const few = (await run(alone, { ...eclMenu, lines: eclMenu.lines.slice(0, 1) })).document;
    expect(few.probes.map(({ fired }) => fired)).toEqual(counts);
  });

  it('stand behind the probes of a card whose variables it has', async () => {
    const { name, points, inputs } = content;
    const asked = { name, points, inputs, events: 200, variables: 'tag-and-probe' };
    const { probes } = (await run(asked)).document;
    const [first, ...own] = probes.toReversed();
    expect(first!.name).toBe('ehigh & !bha_veto');
    expect(own.at(-1)!.kind).toBe('probe');
    const some = bits.slice(0, 200);
    const fired = (isSet: (has: (typeof bits)[number]) => boolean) => some.filter(isSet).length;
    expect(own.slice(0, 3).map((one) => one.fired)).toEqual([
      fired((has) => namesOf('t2').slice(1).some(has)),
      fired((has) => has('typ')),
      fired((has) => namesOf('t2').some(has)),
    ]);
  });

  it('are told with selection and definition beside the number', () => {
    const [t2, typ] = document.probes;
    expect(t2).toMatchObject({
      kind: 'input',
      name: 't2',
      definition: 't2_0 | t2_1 | t2_2 | t2_3',
      selection: 'all events',
      stage: 'input',
    });
    expect(typ).toMatchObject({ definition: 'typ', stage: 'input', selected: events });
    expect(document.curves[0]).toMatchObject({ line: 't2', stage: 'input' });
    expect(document.curves[0]).toHaveProperty('definition', t2!.definition);
    expect(document.curves[1]).toMatchObject({ line: 'hie', stage: 'ftdl' });
    const text = showStudy(document, card);
    expect(text).toContain('input t2: t2_0 | t2_1 | t2_2 | t2_3, input bits\n');
    expect(text).toMatch(/^input t2 >= 2 +\d/m);
    expect(totalsCsv(document.probes)).toContain(
      'input,t2,,t2_0 | t2_1 | t2_2 | t2_3,all events,input bits,',
    );
  });

  it('are probes and tags of references', () => {
    const [typ] = document.references;
    const has = (names: readonly InputName[]) =>
      bits.filter((bit) => bit('typ') && names.some((name) => bit(name))).length;
    expect(typ!.total.truth).toMatchObject({ selected: events, fired: has(['typ']) });
    expect(typ).toMatchObject({ probeStage: 'input', probeDefinition: 'typ', tag: 't2' });
    expect(typ!.total.measured.selected).toBeGreaterThan(0);
    expect(typ!.total.measured.selected).toBeLessThan(events);
    expect(referencesText(document.references)).toContain(
      'typ by hie: probe typ (typ), input bits; taken after prescale by hie and t2; all events\n',
    );
    expect(referencesCsv(document.references)).toMatch(
      /^typ by hie,typ,input bits,typ,hie\/1,t2,/m,
    );
  });

  it('are not measured where nothing simulated sets them, which is said', async () => {
    const asked = { ...content, inputs: ['t2', 'ehigh', 'veto'], references: [], curves: [] };
    const { document: without } = await run(asked, physicsMenu, ['simulated.cdc=false']);
    const [t2, ehigh, veto] = without.probes;
    expect(t2).toMatchObject({ efficiency: null, remark: 'not simulated: it reads cdc' });
    expect(ehigh!.efficiency).toBeGreaterThan(0);
    expect(veto).toMatchObject({ efficiency: null, remark: 'not emulated: nothing sets veto' });
  });

  it('are refused where they do not exist, are given twice or bear the name of a line', () => {
    const refused = (inputs: readonly string[], rest = {}) =>
      expect(() =>
        cardFromFile({ ...content, curves: [], references: [], inputs, ...rest }, 'c.yaml').layout(
          compileMenu(physicsMenu),
        ),
      );
    refused(['typ', 't22']).toThrow(
      /card "c\.yaml", inputs\[1\]: .*bit "t22" does not exist; nearest/,
    );
    refused(['t2 >= 9']).toThrow(/"t2 >= 9" is no condition/);
    refused(['t2', 't2']).toThrow(/input "t2" is given twice/);
    refused(Array.from({ length: 32 }, (_, index) => `clst > ${index % 16}`)).toThrow(/inputs/);
    refused(['hie4'], { lines: ['hie'] }).not.toThrow();
    refused(['hie4'], { lines: 'all' }).not.toThrow();
    refused(['typ ', ' typ']).toThrow(/input "typ" is given twice/);
    refused([' ']).toThrow(/inputs/);
    const both = { ...content, curves: [], references: [], inputs: ['hie4'], lines: ['hie4'] };
    expect(() => cardFromFile(both, 'c.yaml').layout(compileMenu(presentMenu))).toThrow(
      /input "hie4" has the name of a line of the card; write it as "ehigh4"/,
    );
  });

  it('that are one bit and bear the name of a line can be written, which is told', async () => {
    const own = { ...physicsMenu.lines[0]!, number: 190, name: 'typ', formula: 'typ' };
    const menu = { ...physicsMenu, lines: [...physicsMenu.lines, own] };
    const asked = { name: 'own', events: 64, points: content.points, lines: 'all' };
    const openWith = (...inputs: readonly string[]) => openCard({ ...asked, inputs }, menu);
    expect(() => openWith('typ')).toThrow(
      /input "typ" has the name of a line of the card; write it as "\(typ\)"$/,
    );
    const { probes, lines } = (await run({ ...asked, inputs: [' (typ) '] }, menu)).document;
    expect(probes).toMatchObject([{ kind: 'input', name: '(typ)', definition: 'typ' }]);
    expect(probes[0]!.fired).toBe(lines.find(({ name }) => name === 'typ')!.fired);
    const more = { ...own, number: 189, name: '(typ)' };
    expect(() =>
      openCard({ ...asked, inputs: ['typ'] }, { ...menu, lines: [...menu.lines, more] }),
    ).toThrow(/input "typ" has the name of a line of the card; rename the line$/);
  });
});
