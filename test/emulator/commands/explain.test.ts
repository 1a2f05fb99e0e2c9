import { firstValueFrom, of } from 'rxjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
  });
});
