import { execFileSync, spawnSync } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyCommand } from '../../../emulator/commands/study.js';
import { studyMergeCommand } from '../../../emulator/commands/study-merge.js';
import { interrupted } from '../../support/command.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
beforeAll(async () => {
  // Signs that a shell would take for its own.
  home = await mkdtemp(join(tmpdir(), "b2l1 it's $HOME `a`-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const study = (...args: readonly string[]) => inProcess(studyCommand, ['--workers', '1', ...args]);
const merge = (...args: readonly string[]) => inProcess(studyMergeCommand, args);
/** A card of three shards. */
const threePoints =
  'name: mine\nlines: [lml6]\npoints:\n' +
  ['one', 'two', 'three'].map((name) => `  - { name: ${name}, generator: gun }\n`).join('');
let gun: readonly string[] = [];
beforeAll(async () => {
  await writeFile(join(home, 'three.yaml'), threePoints);
  gun = [join(home, 'three.yaml'), '--events', '300'];
});

/** Every file of a folder, with its bytes. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).toSorted();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const),
    ),
  );
}

/** What tasks were asked for that this program does not know is refused by its file. */
async function spoiledArguments(...tasks: readonly string[]): Promise<void> {
  const files = tasks.map((task) => join(task, 'command.json'));
  const kept = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const here = process.cwd();
  for (const [index, file] of files.entries()) {
    const command = JSON.parse(kept[index]!);
    const spoiled = { cwd: home, arguments: [...command.arguments, '--foo'] };
    await writeFile(file, JSON.stringify(spoiled));
  }
  await expect(merge(dirname(tasks[0]!))).rejects.toMatchObject({
    code: 'STUDY_FOLDER',
    message: expect.stringMatching(/task-0-of-3\/command\.json: .*unknown option '--foo'/),
  });
  expect(process.cwd()).toBe(here);
  for (const [index, file] of files.entries()) await writeFile(file, kept[index]!);
}

describe('a job array', () => {
  it('is a script for any folder, whose tasks make the files of a local study', async () => {
    // Beside it, a card and a menu whose paths are relative.
    const place = join(home, 'where "it" is');
    await mkdir(place);
    await writeFile(join(place, 'my card.yaml'), threePoints);
    const cli = join(process.cwd(), 'dist/bundle/b2l1.js');
    const run = (...args: readonly string[]) =>
      execFileSync(process.execPath, [cli, ...args], {
        cwd: place,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    const card = ['my card.yaml', '--events', '300', '--set', 'ecl.geometry=projective'];
    const script = run('study', ...card, '--slurm', '--array', '2', '--out', 'the results');
    const file = join(home, 'job.sh');
    await writeFile(file, script);
    expect(script).toMatch(/^#!\/bin\/bash\n/);
    expect(script).toContain('\n#SBATCH --array=0-1\n');
    const task = (index?: number) =>
      spawnSync('bash', [file], {
        encoding: 'utf8',
        env: { ...process.env, ...(index !== undefined && { SLURM_ARRAY_TASK_ID: `${index}` }) },
      });
    expect(task()).toMatchObject({ status: 1, stderr: expect.stringMatching(/task of an array/) });
    for (const index of [1, 0]) expect(task(index)).toMatchObject({ status: 0, stdout: '' });
    const printed = run('study-merge', 'the results', '--json');
    run('study', ...card, '--out', 'here', '--workers', '2');
    const results = await filesOf(join(place, 'the results'));
    expect(results).toEqual(await filesOf(join(place, 'here')));
    expect(printed).toBe(results.get('results.json'));
  });

  it('names what is missing or damaged and whose it is, and counts that alone again', async () => {
    const out = join(home, 'gaps');
    const task = (index: number) => study(...gun, '--task', `${index}/3`, '--out', out);
    await expect(merge(out)).rejects.toMatchObject({ code: 'STUDY_TASKS' });
    await task(0);
    await task(2);
    await expect(merge(out)).rejects.toMatchObject({
      code: 'STUDY_TASKS',
      message: expect.stringMatching(/^1 of 3 shards is missing \(1\).*--array=1 SCRIPT/),
    });
    await task(1);
    const spoiled = join(out, 'task-2-of-3/shards/0000000002.shard');
    await truncate(spoiled, 50);
    await expect(merge(out)).rejects.toThrow(/\(2\); damaged: .*0000000002\.shard.*--array=2 /);
    // Nothing was written, and the shard is still there to be looked at.
    expect(await readdir(out)).toEqual(['task-0-of-3', 'task-1-of-3', 'task-2-of-3']);
    const again = await task(2);
    const words = /task 2 of 3 is done; when all are: b2l1 study-merge (.*)/.exec(again.talk)![1];
    expect(execFileSync('bash', ['-c', `printf %s ${words}`], { encoding: 'utf8' })).toBe(out);
    const kept = await merge(out, '--keep-shards', '--json');
    await spoiledArguments(...[0, 1, 2].map((index) => join(out, `task-${index}-of-3`)));
    expect(kept.out).toBe((await study(...gun, '--json')).out);
    expect((await readdir(out)).filter((name) => name.startsWith('task-'))).toHaveLength(3);
    // Of tasks that shared no folder.
    const elsewhere = join(home, 'elsewhere');
    await mkdir(elsewhere);
    await cp(join(out, 'task-1-of-3'), join(elsewhere, 'task-1-of-3'), { recursive: true });
    await rm(join(out, 'task-1-of-3'), { recursive: true });
    const joined = join(home, 'joined');
    expect((await merge(out, elsewhere, '--out', joined, '--json')).out).toBe(kept.out);
    expect(await readdir(elsewhere)).toEqual(['task-1-of-3']);
    // A folder given twice, by two names.
    const link = join(home, 'link');
    await symlink(out, link);
    expect((await merge(out, link, elsewhere, out, '--json')).out).toBe(kept.out);
    expect((await readdir(out)).filter((name) => name.startsWith('task-'))).toEqual([]);
  });

  it('ends with 143 where the batch system stops a task, and says so', async () => {
    const out = join(home, 'stopped');
    const task = ['study', 'gun', '--events', '4000000', '--task', '0/1', '--out', out];
    const stopped = await interrupted('SIGTERM', /%/, ...task, '--workers', '1');
    expect(stopped).toMatchObject({
      code: 143,
      stderr: expect.stringMatching(/stopped before its/),
    });
    expect(await readdir(out)).toEqual(['task-0-of-1']);
    await expect(merge(out)).rejects.toMatchObject({ code: 'STUDY_TASKS' });
  }, 120_000);

  it('is of one study: another in its folder is refused by name', async () => {
    const out = join(home, 'two studies');
    await study(...gun, '--task', '0/2', '--out', out);
    await expect(study(...gun, '--seed', '2', '--task', '0/2', '--out', out)).rejects.toMatchObject(
      {
        code: 'STUDY_DIFFERS',
      },
    );
    await study(...gun, '--seed', '2', '--task', '1/2', '--out', out);
    await expect(merge(out)).rejects.toMatchObject({
      code: 'STUDY_DIFFERS',
      message: expect.stringMatching(/task-1-of-2 was counted for another study/),
    });
  });

  it('wants a folder and no option that would do nothing, before a task is sent', async () => {
    const out = ['--out', join(home, 'none')];
    for (const [code, ...args] of [
      ['USAGE_TASK', '--slurm'],
      ['USAGE_TASK', '--task', '0/2'],
      ['USAGE_IDLE_OPTION', '--array', '3'],
      ['USAGE_IDLE_OPTION', '--slurm', '--engine', 'nats', ...out],
      ['USAGE_IDLE_OPTION', '--slurm', '--scan', 'background=0,1', ...out],
      ['USAGE_IDLE_OPTION', '--slurm', '--task', '0/2', ...out],
      ['USAGE_IDLE_OPTION', '--task', '0/2', '--json', ...out],
      ['USAGE_IDLE_OPTION', '--task', '0/2', '--resume', ...out],
      ['CONFIG_UNKNOWN_KEY', '--slurm', '--set', 'ecl.geometri=round', ...out],
    ] as const)
      await expect(study(...gun, ...args), args.join(' ')).rejects.toMatchObject({ code });
    for (const task of ['2/2', '1', '-1/2', '0/0', 'a/b', '0/10001'])
      await expect(study(...gun, '--task', task, ...out), task).rejects.toThrow(/expected a task/);
    await expect(study('material', '--slurm', ...out)).rejects.toMatchObject({
      code: 'USAGE_IDLE_OPTION',
    });
  });

  it('is made of every option that decides on the results', () => {
    const howAndWhere =
      'workers out keepShards resume engine redeliverAfter scan slurm array task list print ' +
      'brief json nats natsCreds natsCa natsCert natsKey';
    const decides =
      'events seed menu conditions set machine machineSet with overlay interval decay batch plots';
    const command = studyCommand({ talk: () => undefined } as never);
    const declared = new Set(command.options.map((option) => option.attributeName()));
    expect(declared).toEqual(new Set(`${howAndWhere} ${decides}`.split(' ')));
  });
});
