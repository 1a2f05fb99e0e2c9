import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { of } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../emulator/commands/context.js';
import { deriveCommand } from '../../../emulator/commands/derive.js';
import { readNetworkFile } from '../../../emulator/neuro/network-files.js';
import { inProcess } from '../../support/in-process.js';
import { packWeights } from '../../../triggers/cdc/neuro-network.js';

const derive = (args: readonly string[], stop$?: CommandContext['stop$']) =>
  inProcess(deriveCommand, args, stop$);

describe('b2l1 derive', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'derive-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['left-right', '800'],
    ['short-tracks', '800'],
    ['hough-votes', '150'],
    ['particle-id', '1500'],
    ['calorimeter-scale', '1500'],
  ])(
    'writes the table %s with the command that makes it again; same seed, same bytes',
    async (table, tracks) => {
      const files = [join(folder, 'first.ts'), join(folder, 'second.ts')];
      for (const file of files) {
        expect((await derive([table, '--seed', '4', '--tracks', tracks, '--out', file])).out).toBe(
          `${file}\n`,
        );
      }
      const [first, second] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      expect(first).toBe(second);
      expect(first).toContain(`b2l1 derive ${table} --seed 4 --tracks ${tracks}`);
    },
  );

  it('writes networks as source and JSON with a report; same seed, same bytes', async () => {
    const again = 'b2l1 derive networks --seed 4 --tracks 200';
    const reports: (readonly string[])[] = [];
    for (const name of ['source.ts', 'data.json']) {
      const { out, talk } = await derive([
        'networks',
        '--seed',
        '4',
        '--tracks',
        '200',
        '--out',
        join(folder, name),
      ]);
      expect(out).toBe(`${join(folder, name)}\n`);
      const files = [...talk.matchAll(/^wrote (.*)$/gm)].map(([, file]) => file!);
      expect(files.map((file) => basename(file))).toEqual([
        'report.md',
        'losses.csv',
        'losses.svg',
        'residuals.svg',
        'resolution.svg',
      ]);
      reports.push(await Promise.all(files.map((file) => readFile(file, 'utf8'))));
    }
    const source = await readFile(join(folder, 'source.ts'), 'utf8');
    expect(source).toContain(again);
    const { networks } = readNetworkFile(join(folder, 'data.json'));
    for (const { network } of networks) expect(source).toContain(packWeights(network.weights));
    expect(JSON.parse(await readFile(join(folder, 'data.json'), 'utf8'))).toMatchObject({
      command: again,
      tracks: 200,
    });
    expect(reports[0]!.map((text, file) => text === reports[1]![file])).toEqual(
      Array(5).fill(true),
    );
    const [text, losses, ...pictures] = reports[0]!;
    expect(text).toContain(`Made by \`${again}\``);
    expect(losses!.trim().split('\n')).toHaveLength(1 + 5 * 60);
    for (const picture of pictures) {
      expect(picture).toContain(again);
      expect(picture).not.toMatch(/NaN|Infinity/);
    }
  });

  it('writes other tables as source only', async () => {
    await expect(
      derive(['left-right', '--tracks', '10', '--out', join(folder, 'table.json')]),
    ).rejects.toThrow(/only networks are written as JSON/);
  });

  it('names the parameters that differ from the standard ones, and follows them', async () => {
    const [plain, other] = [join(folder, 'plain.ts'), join(folder, 'other.ts')];
    await derive(['short-tracks', '--tracks', '1500', '--out', plain]);
    await derive([
      'short-tracks',
      '--tracks',
      '1500',
      '--set',
      'cdc.efficiency=0.7',
      '--out',
      other,
    ]);
    const text = await readFile(other, 'utf8');
    expect(text).toContain('--tracks 1500 --set cdc.efficiency=0.7');
    expect(text.split('export')[1]).not.toBe((await readFile(plain, 'utf8')).split('export')[1]);
    await expect(derive(['short-tracks', '--set', 'cdc.eficiency=0.7'])).rejects.toThrow(
      'eficiency',
    );
  });

  it('writes nothing when it is stopped', async () => {
    const file = join(folder, 'none.ts');
    const { out, talk } = await derive(
      ['left-right', '--tracks', '100000', '--out', file],
      of('SIGINT' as const),
    );
    expect(out).toBe('');
    expect(talk).toContain('no table written');
    await expect(readFile(file, 'utf8')).rejects.toThrow('ENOENT');
  });

  it('names the tables when asked for another', async () => {
    await expect(derive(['wires'])).rejects.toThrow(
      /left-right, short-tracks, hough-votes, networks/,
    );
  });
});
