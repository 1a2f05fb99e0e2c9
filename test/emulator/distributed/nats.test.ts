import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { from, lastValueFrom, map, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { connectTo, listen } from '../../../emulator/distributed/connection.js';
import { describeStudy } from '../../../emulator/distributed/describe-study.js';
import { countOverNats } from '../../../emulator/distributed/distribute.js';
import {
  beatShape,
  beatSubject,
  descriptionShape,
  namesOf,
  pack,
  studyId,
  unpack,
  workerShape,
} from '../../../emulator/distributed/messages.js';
import { workForStudies } from '../../../emulator/distributed/work.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardChain, findCard } from '../../../emulator/studies/card.js';
import { partCounter } from '../../../emulator/studies/shards/part.js';
import { openStudy, type Study } from '../../../emulator/studies/study.js';
import { startWorker, type WorkerProcess } from '../../support/command.js';
import { describeWith, natsServer } from '../../support/components.js';
import { type NatsServer, startNats } from '../../support/nats.js';

const content = { name: 'photons', points: [{ generator: 'gun' }], lines: ['lml6', 'hie'] };
/** Three shards. */
const events = 2 * 4096 + 100;

function open(seed = 1): Study {
  const reference = { name: 'photons.yaml', content };
  const options = {
    version: 'test',
    seed,
    events,
    menu: physicsMenu,
    conditions: 'nominal',
    config: emulatorConfig({}),
    batchEvents: 1024,
  };
  return openStudy({ ...findCard(reference), reference }, options);
}

const distribution = (url: string, news: (text: string) => void) => ({
  url,
  redeliverMs: 1000,
  stopped: () => false,
  ready: () => undefined,
  news,
});

/** The first message on a subject from now on. */
const firstOn = (connection: NatsConnection, subject: string): Promise<Uint8Array> =>
  new Promise((resolve) => listen(connection, subject, ({ data }) => resolve(data)));

describe('a NATS server that is not there', () => {
  it('is named with what to do, as is an address that is none', async () => {
    await expect(connectTo('nats://127.0.0.1:1', 'test')).rejects.toMatchObject({
      code: 'NATS_UNREACHABLE',
    });
    await expect(connectTo('nats://127.0.0.1:1', 'test')).rejects.toThrow(
      /127\.0\.0\.1:1 .*nats-server -js/,
    );
    for (const url of ['', '127.0.0.1:4222', 'http://127.0.0.1:4222', 'nats://']) {
      await expect(connectTo(url, 'test')).rejects.toMatchObject({ code: 'USAGE_NATS' });
    }
  });
});

describeWith(natsServer, 'a study over NATS', (program) => {
  let server: NatsServer;
  let connection: NatsConnection;
  let manager: JetStreamManager;
  beforeAll(async () => {
    server = await startNats(program, '-js');
    connection = await connectTo(server.url, 'test');
    manager = await jetstreamManager(connection);
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const streams = async (): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const name of manager.streams.names()) names.push(name);
    return names;
  };
  const idOf = (study: Study): string => studyId(describeStudy(study).fingerprint, events);

  it('loses nothing with a killed worker or stray messages: the bits of here', async () => {
    const here = open();
    const { decide } = cardChain(here.setup);
    await lastValueFrom(
      from(here.jobs()).pipe(decide, map(partCounter(here.card, here.menu)), tap(here.add)),
    );

    // What a study that was killed has left on the server.
    await manager.streams.add({
      name: `b2l1-${'0'.repeat(32)}`,
      subjects: [`b2l1.${'0'.repeat(32)}.jobs`],
    });
    const study = open();
    const { jobs, results, workers, stream } = namesOf(idOf(study));
    const first = await startWorker(server.url);
    let second: Promise<WorkerProcess> | undefined;
    const told: string[] = [];
    let during: readonly string[] = [];
    const parts$ = countOverNats(
      study,
      distribution(server.url, (text) => told.push(text)),
    ).pipe(
      tap(study.add),
      tap(() => {
        // The first shard is here: its worker is at the next one.
        second ??= replace(first);
      }),
    );
    const replace = async (killed: WorkerProcess): Promise<WorkerProcess> => {
      await killed.stop('SIGKILL');
      for (const subject of [jobs, results, workers, beatSubject])
        connection.publish(subject, Buffer.from('stray'));
      during = await streams();
      return startWorker(server.url);
    };
    await lastValueFrom(parts$);
    expect(JSON.stringify(study.document())).toBe(JSON.stringify(here.document()));
    expect(study.document().lines.every(({ fired }) => fired > 100)).toBe(true);
    expect(during).toEqual([stream]);
    expect(await streams()).toEqual([]);
    expect(told.filter((text) => text.includes('takes part'))).toHaveLength(2);

    const { code, stderr } = await (await second!).stop('SIGTERM');
    expect(code).toBe(0);
    expect(stderr).toMatch(/study photons .*shards done/);
  }, 60_000);

  it('is refused by a worker of another program, which says why and waits', async () => {
    const description = describeStudy(open());
    const doctored = {
      ...description,
      fingerprint: { ...description.fingerprint, version: '9.9.9' },
    };
    const id = 'e'.repeat(32);
    const note = firstOn(connection, namesOf(id).workers);
    listen(
      connection,
      namesOf(id).description,
      (message) => void message.respond(pack(descriptionShape, doctored)),
    );
    let stopped = false;
    let stop: () => void = () => undefined;
    const told: string[] = [];
    const worker = lastValueFrom(
      workForStudies({
        url: server.url,
        workers: 1,
        name: 'other',
        clock: performance,
        stop: new Promise<void>((resolve) => {
          stop = resolve;
        }),
        stopped: () => stopped,
        news: (text) => told.push(text),
      }),
      { defaultValue: undefined },
    );
    const beat = setInterval(
      () => connection.publish(beatSubject, pack(beatShape, { study: id, done: false })),
      50,
    );
    const refusal = unpack(workerShape, await note);
    clearInterval(beat);
    expect(refusal).toMatchObject({
      worker: 'other',
      refuses: expect.stringContaining('version 9.9.9, here'),
    });
    stopped = true;
    stop();
    await worker;
    expect(told.some((text) => text.includes('version 9.9.9, here'))).toBe(true);
  });

  it('ends with the reason when a shard fails in a worker', async () => {
    const beat = firstOn(connection, beatSubject);
    const running = lastValueFrom(
      countOverNats(
        open(3),
        distribution(server.url, () => undefined),
      ),
    );
    const { study } = unpack(beatShape, await beat);
    const failure = { code: 'CHAIN_FAILED', message: 'no such point' } as const;
    connection.publish(
      namesOf(study).workers,
      pack(workerShape, { worker: 'far:1', threads: 1, failure }),
    );
    await expect(running).rejects.toMatchObject({
      code: 'CHAIN_FAILED',
      message: 'worker far:1: no such point',
    });
    expect(await streams()).toEqual([]);
  });

  it('is refused twice while it runs, and is off the server when stopped', async () => {
    let stop = false;
    const beat = firstOn(connection, beatSubject);
    const running = lastValueFrom(
      countOverNats(open(2), { ...distribution(server.url, () => undefined), stopped: () => stop }),
      {
        defaultValue: undefined,
      },
    );
    expect(unpack(beatShape, await beat).study).toBe(idOf(open(2)));
    await expect(
      lastValueFrom(
        countOverNats(
          open(2),
          distribution(server.url, () => undefined),
        ),
      ),
    ).rejects.toMatchObject({ code: 'NATS_STUDY_RUNNING' });
    stop = true;
    await running;
    expect(await streams()).toEqual([]);
  });
});

describeWith(natsServer, 'a NATS server without JetStream', (program) => {
  it('is told apart from one that is not there', async () => {
    const server = await startNats(program);
    await expect(
      lastValueFrom(
        countOverNats(
          open(),
          distribution(server.url, () => undefined),
        ),
      ),
    ).rejects.toMatchObject({ code: 'NATS_NO_JETSTREAM' });
    await server.stop();
  });
});
