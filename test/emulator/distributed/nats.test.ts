import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { lastValueFrom, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo, listen } from '../../../emulator/distributed/connection.js';
import { describeStudy } from '../../../emulator/distributed/describe-study.js';
import { countOverNats } from '../../../emulator/distributed/distribute.js';
import {
  beatShape,
  beatSubject,
  descriptionShape,
  namesOf,
  pack,
  unpack,
  workerShape,
} from '../../../emulator/distributed/messages.js';
import { startWorker, type WorkerProcess } from '../../support/command.js';
import { describeWith, natsServer } from '../../support/components.js';
import { type NatsServer, startNats } from '../../support/nats.js';
import { countedHere, distribution, idOf, open, workHere } from './study-over-nats.js';

/** The first message on a subject from now on. */
const firstOn = (connection: NatsConnection, subject: string): Promise<Uint8Array> =>
  new Promise((resolve) => listen(connection, subject, ({ data }) => resolve(data)));

describe('a NATS server that is not there', () => {
  it('is named with what to do, as is an address that is none', async () => {
    await expect(connectTo({ url: 'nats://127.0.0.1:1' }, 'test')).rejects.toMatchObject({
      code: 'NATS_UNREACHABLE',
    });
    await expect(connectTo({ url: 'nats://127.0.0.1:1' }, 'test')).rejects.toThrow(
      /127\.0\.0\.1:1 .*nats-server -js/,
    );
    for (const url of ['', '127.0.0.1:4222', 'http://127.0.0.1:4222', 'nats://']) {
      await expect(connectTo({ url }, 'test')).rejects.toMatchObject({ code: 'USAGE_NATS' });
    }
  });
});

describeWith(natsServer, 'a study over NATS', (program) => {
  let server: NatsServer;
  let connection: NatsConnection;
  let manager: JetStreamManager;
  beforeAll(async () => {
    server = await startNats(program, '-js');
    connection = await connectTo({ url: server.url }, 'test');
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

  it('loses nothing with a killed worker or stray messages: the bits of here', async () => {
    const here = await countedHere();
    const study = open();
    const { jobs, results, workers, stream } = namesOf(idOf(study));
    // What the same study has left on the server when it was killed.
    await manager.streams.add({ name: stream, subjects: [jobs] });
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
    expect(JSON.stringify(study.document())).toBe(here);
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
    const worker = workHere(server.url);
    const beat = setInterval(
      () => connection.publish(beatSubject, pack(beatShape, { study: id, done: false })),
      50,
    );
    const refusal = unpack(workerShape, await note);
    clearInterval(beat);
    expect(refusal).toMatchObject({
      worker: 'here',
      refuses: expect.stringContaining('version 9.9.9, here'),
    });
    await worker.stop();
    expect(worker.told.some((text) => text.includes('version 9.9.9, here'))).toBe(true);
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
