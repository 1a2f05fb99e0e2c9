import { execFileSync } from 'node:child_process';
import { firstValueFrom, of, Subject } from 'rxjs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { inputNames } from '../../../triggers/slots.js';
import { makeChain } from '../../../emulator/chain/chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { planShards } from '../../../emulator/studies/shards/plan.js';
import { explainCommand } from '../../../emulator/commands/explain.js';
import { b2l1 } from '../../support/command.js';
import { inProcess } from '../../support/in-process.js';

const explain = (...args: readonly string[]) => inProcess(explainCommand, args);

describe('explain', () => {
  it('makes an event of a study again by its address: the bits of the stream', async () => {
    const card = loadCard('single-photon');
    const plan = planShards(
      20_000,
      card.points.map(({ share }) => share),
    );
    const { decide } = makeChain({
      seed: 4,
      run: 0,
      config: emulatorConfig(),
      menu: physicsMenu,
      points: card.points,
    });
    const { point } = plan.shard(2)!;
    const batch = await firstValueFrom(
      of({ kind: 'generate', slice: 2, first: 0, count: 512, point } as const).pipe(decide),
    );
    for (const index of [0, 255, 511]) {
      const { out } = await explain(
        '--process',
        'single-photon',
        '--events',
        '20000',
        '--seed',
        '4',
        '--event',
        `0:2:${index}`,
        '--json',
      );
      const event = JSON.parse(out);
      expect(event.address).toEqual({ run: 0, slice: 2, index });
      expect(event.inputBits).toEqual(
        inputNames.filter((_, slot) => hasBit(batch.inputBits, inputWords, index, slot)),
      );
      const fired = physicsMenu.lines
        .filter(({ number }) => hasBit(batch.ftdlBits, outputWords, index, number))
        .map(({ name }) => name);
      expect(event.ftdl.toSorted()).toEqual(fired.toSorted());
    }
  });

  it('of a name that a generator and a card have takes the generator, by position', async () => {
    const ask = async (...args: readonly string[]) =>
      JSON.parse((await explain('--process', 'dark-photon', '--json', ...args)).out);
    const ofGenerator = await ask('--event', '3');
    expect(ofGenerator.address).toEqual({ run: 1, slice: 0, index: 3 });
    const ofCard = await ask('--event', '0:0:3');
    expect(ofCard.address).toEqual({ run: 0, slice: 0, index: 3 });
    expect(ofCard.stages[0].rows).not.toEqual(ofGenerator.stages[0].rows);
    const varied = await ask('--event', '0:0:3', '--with', 'mass=9 GeV');
    expect(varied.stages[0].rows).not.toEqual(ofCard.stages[0].rows);
    await expect(ask('--event', '3', '--with', 'mas=9')).rejects.toThrow(/nearest is "mass"/);
  });

  it('shows each stage of a dark-photon event and draws it', async () => {
    const home = await mkdtemp(join(tmpdir(), 'b2l1-explain-'));
    const svg = join(home, 'event.svg');
    const { out } = await explain(
      '--process',
      'dark-photon',
      '--with',
      'mass=1 GeV',
      '--event',
      '17',
      '--svg',
      svg,
    );
    for (const stage of [
      'particles',
      'ECL crystals',
      'trigger cells',
      'clusters',
      'word to the GDL',
      'input bits',
      'FTDL bits',
    ])
      expect(out).toContain(stage);
    const picture = await readFile(svg, 'utf8');
    expect(picture).toMatch(/<title id="event-title">Event 1:0:17<\/title>/);
    for (const part of [
      'Transverse view (r–φ)',
      'Longitudinal view (r–z)',
      'azimuth φ [degrees]',
      'A′',
    ])
      expect(picture).toContain(part);
    const fired = /FTDL bits \(before prescale\)\n {2}(.+)/.exec(out)?.[1];
    expect(picture).toContain(`Lines fired before prescale: ${fired}`);
    await rm(home, { recursive: true });
  });

  it('decays what a file left undecayed, says so, and leaves it alone when asked', async () => {
    const taus = '2\n0 3 4 5.306346 1.77686 15\n0 -3 -4 5.306346 1.77686 -15\n';
    const home = await mkdtemp(join(tmpdir(), 'b2l1-explain-'));
    const file = join(home, 'tau.hepevt');
    await writeFile(file, taus.repeat(4));
    const { out, talk } = await explain(file, '--event', '2', '--json');
    const { notes, stages } = JSON.parse(out);
    const said = 'tau- (PDG code 15) are final in the file and were decayed here';
    expect(notes).toContainEqual({ code: 'READER_DECAYED', message: `3 ${said}`, count: 3 });
    expect(talk).toMatch(/^.*tau\.hepevt: HEPEVT; .*\n/);
    expect(talk).toContain(`\n3 ${said}\n`);
    expect(stages[0].rows.length).toBeGreaterThan(4);

    const off = await explain(file, '--event', '2', '--decay', 'off', '--json');
    expect(off.talk).toContain('3 tau- (PDG code 15) are final, live too short');
    expect(JSON.parse(off.out).stages[0].rows.map((row: unknown[]) => row[1])).toEqual([
      'replaced',
      'replaced',
    ]);
    await rm(home, { recursive: true });
  });

  it('says what the gun left undecayed', async () => {
    const gun = ['--process', 'gun', '--with', 'pdg=15', '--with', 'minimum=2', '--event', '0'];
    const { out, talk } = await explain(...gun, '--json');
    const said = '1 tau- (PDG code 15) are final in the generator and were decayed here';
    expect(JSON.parse(out).notes).toEqual([{ code: 'GENERATOR_DECAYED', message: said, count: 1 }]);
    expect(talk).toBe(`${said}\n`);
    expect((await explain(...gun, '--decay', 'off')).talk).toMatch(/^1 tau- .*were not decayed/);
  });

  it('passes over a bad event and says so, or stops at it with --strict', async () => {
    const home = await mkdtemp(join(tmpdir(), 'b2l1-explain-'));
    const file = join(home, 'bad.hepevt');
    const photon = (energy: number) => `1\n0 0 ${energy} ${Math.abs(energy)} 0 22\n`;
    await writeFile(file, `${photon(2)}1\n0 0 3 -3 0 22\n${photon(-3)}`);
    expect((await explain(file, '--event', '1')).talk).toContain('1 events that cannot be used');
    // It is behind the first event, of which nothing is to be said.
    expect((await explain(file, '--event', '0')).talk).not.toContain('cannot be used');
    await expect(explain(file, '--event', '1', '--strict')).rejects.toMatchObject({
      code: 'READER_MALFORMED',
    });
    await rm(home, { recursive: true });
  });

  it('waits for the writer of a pipe only until it is asked to stop', async () => {
    const home = await mkdtemp(join(tmpdir(), 'b2l1-explain-'));
    const pipe = join(home, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const stop$ = new Subject<'SIGINT'>();
    const ended = inProcess(explainCommand, [pipe, '--event', '0'], stop$);
    setImmediate(() => stop$.next('SIGINT'));
    expect(await ended).toEqual({ out: '', talk: 'stopped before the event was read\n' });
    await rm(home, { recursive: true });
  });

  it('says what an address looks like, and when an event is not there', async () => {
    expect(await b2l1('explain', '--process', 'gun', '--event', 'first')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('run:slice:index'),
    });
    await expect(
      explain('--process', 'single-photon', '--events', '100', '--event', '100'),
    ).rejects.toMatchObject({ code: 'USAGE_EVENT' });
    await expect(explain('--process', 'gun', '--events', '5', '--event', '1')).rejects.toThrow(
      'no effect',
    );
    await expect(explain('--event', '1')).rejects.toThrow('--process');
    await expect(explain('--process', 'gun', '--event', '1', '--strict')).rejects.toThrow(
      '--strict is of a file',
    );
  });
});
