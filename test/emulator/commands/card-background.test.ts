import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCommand } from '../../../emulator/commands/explain.js';
import { studyCommand } from '../../../emulator/commands/study.js';
import { studyMergeCommand } from '../../../emulator/commands/study-merge.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-background-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const study = (...args: readonly string[]) => inProcess(studyCommand, ['--workers', '1', ...args]);
const documentOf = async (...args: readonly string[]): Promise<StudyDocument> =>
  JSON.parse((await study(...args, '--json')).out);
const codes = ({ notes }: Pick<StudyDocument, 'notes'>) => notes.map(({ code }) => code);

/** A card of some photons with keys of its own. */
async function cardWith(name: string, keys: string): Promise<string> {
  const file = join(home, `${name}.yaml`);
  await writeFile(
    file,
    `name: photons\nevents: 200\nlines: [lml6, hie]\n${keys}points:\n` +
      '  - { generator: gun, config: { pdg: 22, minimum: 0.5 GeV, maximum: 2 GeV } }\n',
  );
  return file;
}

describe('the background of a card', () => {
  const own = 'machine: 2022-peak\nmachineSet: { backgrounds.scale: 2 }\n';

  it('lies over its events as --machine and --machine-set would lay it', async () => {
    const laid = await documentOf(await cardWith('laid', own));
    expect(laid.machine).toBe('2022-peak + backgrounds.scale=2');
    expect(codes(laid)).toContain('MACHINE_LAID_OVER');
    expect(codes(laid)).not.toContain('CARD_MACHINE_REPLACED');
    expect(laid.provenance.parameters['machine.backgrounds.scale']).toBe('2');
    const asked = ['--machine', '2022-peak', '--machine-set', 'backgrounds.scale=2'];
    const other = await documentOf(await cardWith('laid', ''), ...asked);
    const { provenance: _, notes, ...numbers } = laid;
    expect(other).toMatchObject(numbers);
    expect(other.notes).toEqual(notes);
  });

  it('gives way to options, which is said; parameters alone come on top of it', async () => {
    const file = await cardWith('laid', own);
    const without = await study(file, '--machine', 'none', '--json');
    const document: StudyDocument = JSON.parse(without.out);
    expect(document.machine).toBe('none');
    expect(document.notes[0]).toEqual({
      code: 'CARD_MACHINE_REPLACED',
      message:
        'card "photons" says machine 2022-peak + backgrounds.scale=2: over its events lies none, ' +
        'as asked',
      count: 1,
    });
    expect(without.talk).toContain('over its events lies none, as asked');
    const more = await documentOf(file, '--machine-set', 'backgrounds.scale=3');
    expect(more.machine).toBe('2022-peak + backgrounds.scale=2 + backgrounds.scale=3');
    expect(more.provenance.parameters['machine.backgrounds.scale']).toBe('3');
    expect(codes(more)).toContain('CARD_MACHINE_REPLACED');
    const same = ['--machine', '2022-peak', '--machine-set', 'backgrounds.scale=2'];
    expect(codes(await documentOf(file, ...same))).not.toContain('CARD_MACHINE_REPLACED');
  });

  it('is that which lies there in the end, also where one is laid under parameters', async () => {
    const file = await cardWith('laid', own);
    const scan = ['--machine', 'none', '--scan', 'ler.current=0.5,1', '--events', '32'];
    const { talk } = await study(file, ...scan);
    expect(talk).toMatch(/over its events lies 2022-peak \+ ler\.current=0\.5, as asked/);
    expect(talk).toMatch(/machine 2022-peak \+ ler\.current=0\.5 lies over the events/);
    expect(talk).not.toContain('lies none');
    const variations =
      'variations:\n  - { name: quiet, machine: none }\n' +
      '  - { name: more, machineSet: { backgrounds.scale: 3 } }\n';
    const varied = await cardWith('varied', own + variations);
    const few = ['--events', '32'];
    const machines = (await documentOf(varied, ...few)).variations!.map((each) => each.machine);
    expect(machines).toEqual(['none', '2022-peak + backgrounds.scale=2 + backgrounds.scale=3']);
    const asked = await documentOf(varied, ...few, '--machine', 'none');
    const said = asked.variations!.map(({ notes }) =>
      notes.flatMap(({ code, message }) => (code === 'CARD_MACHINE_REPLACED' ? [message] : [])),
    );
    expect(said).toEqual([
      [],
      [expect.stringMatching(/over its events lies 2022-peak \+ backgrounds\.scale=3, as asked/)],
    ]);
  });

  it('is that of a search by --machine data, and of a card without such data none', async () => {
    const few = ['--events', '64', '--machine', 'data'];
    expect((await documentOf('mumu-zprime', ...few)).machine).toBe('2020');
    const file = await cardWith('data', 'dataMachine: 2024-peak\n');
    expect((await documentOf(file, ...few)).machine).toBe('2024-peak');
    expect((await documentOf(file)).machine).toBe('none');
    await expect(study('mumu', ...few)).rejects.toThrow(
      /--machine data: card "mumu" names no machine of its data \(key dataMachine\)/,
    );
  });

  it('is that of tasks, too, whose results are those of a local study', async () => {
    const file = await cardWith('laid', own);
    for (const [place, asked] of [[], ['--machine', '2020']].entries()) {
      const local = await study(file, ...asked, '--json');
      const out = join(home, `tasks-${place}`);
      await study(file, ...asked, '--task', '0/1', '--out', out);
      expect((await inProcess(studyMergeCommand, [out, '--json'])).out).toBe(local.out);
    }
  });

  it('is refused where it is wrong, by the keys of the card, all at once', async () => {
    const wrong = 'machine: 2022-peak\nmachineSet: { backgrounds.scal: 2, ler.curent: 1 }\n';
    const file = await cardWith('wrong', wrong);
    await expect(study(file)).rejects.toThrow(
      /^card "wrong\.yaml": machineSet\.backgrounds\.scal: .*\n.*machineSet\.ler\.curent: /,
    );
    expect((await documentOf(file, '--machine', 'none')).events).toBe(200);
    await expect(study(await cardWith('slip', 'machine: 2022-peek\n'))).rejects.toThrow(
      /card "slip\.yaml": machine "2022-peek" does not exist; nearest is "2022-peak"/,
    );
    await expect(study(await cardWith('idle', 'machineSet: { ler.current: 1 }\n'))).rejects.toThrow(
      /"machineSet" has no effect without "machine"/,
    );
  });

  it('is of files beside the card, wherever the command runs', async () => {
    const folder = join(home, 'sub');
    await mkdir(folder);
    await writeFile(join(folder, 'own.yaml'), 'backgrounds: { scale: 3 }\n');
    const file = await cardWith(
      'sub/beside',
      'machine: own.yaml\ndataMachine: ./own.yaml\nvariations:\n' +
        '  - { name: same, machine: own.yaml, machineSet: { ler.current: 1 A } }\n',
    );
    const few = ['--events', '32'];
    const scaleOf = ({ provenance }: StudyDocument) =>
      provenance.parameters['machine.backgrounds.scale'];
    const laid = await documentOf(file, ...few);
    expect([laid.machine, scaleOf(laid)]).toEqual(['own.yaml', '3']);
    expect(laid.variations![0]!.machine).toBe('own.yaml + ler.current=1 A');
    expect(scaleOf(await documentOf(file, ...few, '--machine', 'data'))).toBe('3');
    await expect(study(file, '--machine', 'own.yaml')).rejects.toMatchObject({
      code: 'MACHINE_FILE',
      message: 'own.yaml: cannot be read (ENOENT)',
    });
    await writeFile(join(folder, 'own.yaml'), 'backgrounds: { scal: 3 }\n');
    await expect(study(file, '--machine', 'none')).rejects.toThrow(
      /^card "beside\.yaml": dataMachine: .*own\.yaml.*scal" does not.*"scale"/,
    );
  });

  it('has presets by number, too, and says what other words are', async () => {
    const few = ['--events', '32'];
    const numbers = 'machine: 2020\ndataMachine: 2020\nvariations: [{ name: a, machine: 2020 }]\n';
    const laid = await documentOf(await cardWith('numbers', numbers), ...few);
    expect([laid.machine, laid.variations![0]!.machine]).toEqual(['2020', '2020']);
    const refused = async (keys: string, message: RegExp): Promise<void> =>
      expect(study(await cardWith('refused', keys), '--machine', 'none')).rejects.toThrow(message);
    await refused(
      'machine: 2021\n',
      /refused\.yaml": machine: expected .*, in quotes .*, received 2021; nearest is "2020"/,
    );
    await refused('machine: data\n', /refused\.yaml": machine "data" is .* the key dataMachine/);
    const varied = 'variations: [{ name: a, machine: data }]\n';
    await refused(varied, /variations\[0\] "a": machine "data" is .* the key dataMachine/);
    await refused(
      'dataMachine: 2022-peek\n',
      /refused\.yaml": dataMachine: machine "2022-peek" does not exist; nearest is "2022-peak"/,
    );
  });

  it('is left out by whoever shows one of its events, which says so', async () => {
    const file = await cardWith('laid', own);
    const { talk } = await inProcess(explainCommand, ['--process', file, '--event', '3']);
    expect(talk).toMatch(/machine 2022-peak \+ backgrounds\.scale=2 of card "photons" is left out/);
  });
});
