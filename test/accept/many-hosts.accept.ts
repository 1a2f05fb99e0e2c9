import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo } from '../../emulator/distributed/connection.js';
import { b2l1, startTalking, startWorker, type WorkerProcess } from '../support/command.js';
import { describeWith, natsServer } from '../support/components.js';
import { type NatsServer, startNats } from '../support/nats.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-hosts-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** SHA-256 of every file in a folder, hidden ones too. */
async function hashes(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).toSorted();
  const pairs = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return [name, createHash('sha256').update(bytes).digest('hex')] as const;
    }),
  );
  return Object.fromEntries(pairs);
}

const done = async (...args: readonly string[]): Promise<void> => {
  const { code, stderr } = await b2l1(...args);
  expect(code, stderr).toBe(0);
};

describeWith(natsServer, 'a study on many hosts', (program) => {
  let server: NatsServer;
  let connection: NatsConnection;
  let manager: JetStreamManager;
  beforeAll(async () => {
    const config = join(home, 'nats.conf');
    // Events of weight or behind prescale travel themselves.
    await writeFile(config, 'max_payload: 8MB\n');
    server = await startNats(program, '-js', '-c', config);
    connection = await connectTo({ url: server.url }, 'test');
    manager = await jetstreamManager(connection);
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const overNats = (url: string) => ['--engine', 'nats', '--nats', url, '--redeliver-after', '2s'];

  /** Jobs of the one study on the server that were given to workers so far; 0 without a study. */
  async function givenOut(): Promise<number> {
    try {
      for await (const { config } of manager.streams.list('b2l1.>'))
        return (await manager.consumers.info(config.name, 'workers')).delivered.consumer_seq;
    } catch {
      // It is being made, or has just ended.
    }
    return 0;
  }

  /** Two workers, one of which is killed with a shard in hand, half-way. */
  async function killedHalfWay(study: readonly string[], shards: number): Promise<void> {
    const workers = await Promise.all([startWorker(server.url), startWorker(server.url)]);
    const counted = b2l1(...study, ...overNats(server.url));
    let isOver = false;
    void counted.then(() => {
      isOver = true;
    });
    while (!isOver && (await givenOut()) < shards / 2) await pause(20);
    expect(isOver).toBe(false);
    await workers[0].stop('SIGKILL');
    const { code, stderr } = await counted;
    expect(code, stderr).toBe(0);
    expect((await workers[1].stop('SIGTERM')).stderr).toMatch(/[1-9]\d* shards done/);
  }

  async function inTasks(study: readonly string[], tasks: number, out: string): Promise<void> {
    const asked = [...study, '--slurm', '--array', `${tasks}`, '--out', out];
    const { stdout, stderr, code } = await b2l1(...asked);
    expect(code, stderr).toBe(0);
    const file = join(home, 'job.sh');
    await writeFile(file, stdout);
    for (let task = 0; task < tasks; task++) {
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: `${task}`, SLURM_CPUS_PER_TASK: '2' };
      const ran = spawnSync('bash', [file], { env, encoding: 'utf8' });
      expect(ran.status, ran.stderr).toBe(0);
    }
    await done('study-merge', out);
  }

  it.each([
    [3, ['two-track', '--events', '9000']],
    // Prescale counters and weights want the events in order.
    [3, ['reference-triggers', '--menu', 'present', '--events', '8300']],
    [3, ['mumu-zprime', '--events', '8300', '--with', 'mass=4 GeV', '--machine', '2022-peak']],
  ])('has the same files, threads, hosts and tasks (%i shards): %j', async (shards, card) => {
    const study = ['study', ...card];
    const place = (name: string) => join(home, `${card[0]} ${name}`);
    for (const workers of [1, 2, 4])
      await done(...study, '--workers', `${workers}`, '--out', place(`${workers} threads`));
    await killedHalfWay([...study, '--out', place('nats')], shards);
    await inTasks(study, shards - 1, place('tasks'));
    const one = await hashes(place('1 threads'));
    expect(Object.keys(one).length).toBeGreaterThan(5);
    for (const other of ['2 threads', '4 threads', 'nats', 'tasks'])
      expect(await hashes(place(other)), other).toEqual(one);
  });

  it('sleeps while others come and go, and ends as if it had not', async () => {
    const [first, second] = ['1', '2'].map((seed): readonly string[] => [
      'study',
      'gun',
      '--events',
      '9000',
      '--seed',
      seed,
    ]);
    const [slept, awake] = [join(home, 'slept'), join(home, 'awake')];
    const sleeper = startTalking([...first!, ...overNats(server.url), '--out', slept]);
    await sleeper.says(/no worker has come yet/);
    sleeper.signal('SIGSTOP');
    const again = await b2l1(...first!, ...overNats(server.url));
    expect(again.stderr).toMatch(/\[NATS_STUDY_AWAY\]/);
    const worker = await startWorker(server.url);
    await done(...second!, ...overNats(server.url));
    // Longer than workers believe in a study that is silent.
    await pause(12_000);
    sleeper.signal('SIGCONT');
    const { code, stderr } = await sleeper.ended;
    expect(code, stderr).toBe(0);
    await worker.stop('SIGTERM');
    await done(...first!, '--out', awake);
    expect(await hashes(slept)).toEqual(await hashes(awake));
  });

  it('fails by name when five workers were killed with a shard, and goes on then', async () => {
    const study = ['study', 'bbbar', '--events', '2000', '--out', join(home, 'poisoned')];
    const counted = b2l1(...study, ...overNats(server.url));
    const workers: WorkerProcess[] = [];
    // Two points, a shard of each, five times each.
    for (let kill = 1; kill <= 10; kill++) {
      workers.push(await startWorker(server.url));
      // Events of a shard take longer than this.
      while ((await givenOut()) < kill) await pause(10);
      await workers.at(-1)!.stop('SIGKILL');
    }
    const rest = await startWorker(server.url);
    const { code, stderr } = await counted;
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/shard 0 \(point "B\+B-", .* given to 5 workers.*\[NATS_SHARD_LOST\]/);
    const resumed = await b2l1(...study, ...overNats(server.url), '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    await rest.stop('SIGTERM');
    await done(...study.slice(0, -1), join(home, 'healthy'));
    expect(await hashes(join(home, 'poisoned'))).toEqual(await hashes(join(home, 'healthy')));
  });
});

describe('a study on many hosts', () => {
  it('has help that says how', async () => {
    for (const [command, words] of [
      ['study', ['--slurm', '--array', '--task', '--nats-creds', '--nats-ca', 'B2L1_NATS']],
      ['study-merge', ['--keep-shards', 'sbatch', '--out']],
      ['worker', ['--nats-creds', '--nats-ca', 'NATS_LOST', 'Examples']],
    ] as const) {
      const { stdout } = await b2l1(command, '--help');
      for (const word of words) expect(stdout, command).toContain(word);
    }
  });
});
