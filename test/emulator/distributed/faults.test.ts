import { type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { lastValueFrom, tap } from 'rxjs';
import { beforeAll, expect, it, type TestContext } from 'vitest';
import { connectTo, listen } from '../../../emulator/distributed/connection.js';
import { describeStudy } from '../../../emulator/distributed/describe-study.js';
import { countOverNats } from '../../../emulator/distributed/distribute.js';
import {
  beatShape,
  beatSubject,
  descriptionShape,
  jobShape,
  namesOf,
  pack,
  unpack,
} from '../../../emulator/distributed/messages.js';
import { makeStream, removeAbandoned } from '../../../emulator/distributed/study-stream.js';
import { describeWith, natsServer } from '../../support/components.js';
import { type NatsServer, startNats } from '../../support/nats.js';
import { countedHere, distribution, idOf, open, workHere } from './study-over-nats.js';

const otherId = 'a'.repeat(32);
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

// Each with a server of its own, side by side: they wait for signs of life most of the time.
describeWith(natsServer, 'over NATS', (program) => {
  let here = '';
  beforeAll(async () => {
    here = await countedHere();
  });

  /** A server for one test, a connection to it, and what is on it. */
  async function own(onTestFinished: TestContext['onTestFinished']) {
    const server: NatsServer = await startNats(program, '-js');
    const connection = await connectTo({ url: server.url }, 'test');
    onTestFinished(async () => {
      await connection.close();
      await server.stop();
    });
    const manager = await jetstreamManager(connection);
    const streams = async (): Promise<readonly string[]> => {
      const names: string[] = [];
      for await (const name of manager.streams.names()) names.push(name);
      return names.toSorted();
    };
    /** Resolves with the first sign of life of a study. */
    const heard = (): Promise<void> =>
      new Promise((resolve) => listen(connection, beatSubject, () => resolve()));
    return { server, connection, manager, streams, heard };
  }

  it.concurrent('no study takes the stream of a silent one, or of one within a day', async ({
    onTestFinished,
  }) => {
    const { server, connection, manager, streams } = await own(onTestFinished);
    const silent = 'b'.repeat(32);
    const young = await makeStream(manager, otherId, 'run', 1000);
    await makeStream(manager, silent, 'run', 1000);
    listen(connection, namesOf(silent).description, () => undefined);
    const worker = workHere(server.url);
    await lastValueFrom(countOverNats(open(), distribution(server.url)));
    await worker.stop();
    const kept = [namesOf(otherId).stream, namesOf(silent).stream];
    expect(await streams()).toEqual(kept);
    const mine = await makeStream(manager, 'c'.repeat(32), 'run', 1000);
    await removeAbandoned(connection, manager, mine);
    expect(await streams()).toEqual([...kept, mine.config.name]);
    // So long after that nobody comes back; of who is connected somebody may.
    await removeAbandoned(connection, manager, { ...mine, created: '2100-01-01T00:00:00Z' });
    expect(await streams()).toEqual([namesOf(silent).stream, mine.config.name]);
    expect(young.config.name).toBe(kept[0]);
  });

  it.concurrent('a second one of a sleeping study is refused, told from a running one', async ({
    onTestFinished,
  }) => {
    const { server, connection } = await own(onTestFinished);
    listen(connection, namesOf(idOf(open())).description, () => undefined);
    await expect(
      lastValueFrom(countOverNats(open(), distribution(server.url))),
    ).rejects.toMatchObject({ code: 'NATS_STUDY_AWAY' });
  });

  it.concurrent('a study whose stream another process has fails by name and leaves it', async ({
    onTestFinished,
  }) => {
    const { server, manager, streams, heard } = await own(onTestFinished);
    const id = idOf(open());
    const { stream } = namesOf(id);
    const begun = heard();
    const running = lastValueFrom(countOverNats(open(), distribution(server.url)));
    const failed = expect(running).rejects.toMatchObject({ code: 'NATS_STUDY_TAKEN' });
    await begun;
    await manager.streams.delete(stream);
    await makeStream(manager, id, 'another run', 1000);
    await failed;
    expect(await streams()).toEqual([stream]);
  });

  it.concurrent('the loss of a stream, and of all that the server keeps, changes no bit', async ({
    onTestFinished,
  }) => {
    const { server, manager, heard } = await own(onTestFinished);
    const study = open();
    const { stream } = namesOf(idOf(study));
    const told: string[] = [];
    const begun = heard();
    const counted = lastValueFrom(
      countOverNats(
        study,
        distribution(server.url, (text) => told.push(text)),
      ).pipe(tap(study.add)),
    );
    await begun;
    await manager.streams.delete(stream);
    while (!told.some((text) => text.includes('made anew'))) await pause(50);
    await server.kill();
    await server.restart('wiped');
    const worker = workHere(server.url);
    await counted;
    await worker.stop();
    expect(JSON.stringify(study.document())).toBe(here);
    expect(told.join('\n')).toMatch(/connection .* is broken.*\n.*is back/);
  });

  it.concurrent('a server that comes back with its files goes on where it was', async ({
    onTestFinished,
  }) => {
    const { server } = await own(onTestFinished);
    const study = open();
    const told: string[] = [];
    const worker = workHere(server.url);
    let restarted: Promise<void> | undefined;
    const again = async (): Promise<void> => {
      await server.kill();
      await server.restart('kept');
    };
    await lastValueFrom(
      countOverNats(
        study,
        distribution(server.url, (text) => told.push(text)),
      ).pipe(
        tap(study.add),
        tap(() => {
          restarted ??= again();
        }),
      ),
    );
    await restarted;
    await worker.stop();
    expect(JSON.stringify(study.document())).toBe(here);
    expect(told.some((text) => text.includes('made anew'))).toBe(false);
  });

  it.concurrent('a shard that five workers drop ends the study by name; others are kept', async ({
    onTestFinished,
  }) => {
    const { server, connection, streams, heard } = await own(onTestFinished);
    const study = open();
    const { stream, jobConsumer } = namesOf(idOf(study));
    const emitted: number[] = [];
    const begun = heard();
    const running = lastValueFrom(
      countOverNats(study, distribution(server.url)).pipe(tap(({ slice }) => emitted.push(slice))),
    );
    const failed = expect(running).rejects.toMatchObject({
      code: 'NATS_SHARD_LOST',
      message: expect.stringMatching(
        /^shard 0 \(point "gun", its events 0 to 4095\) was given to 5 workers/,
      ),
    });
    await begun;
    const consumer = await jetstream(connection).consumers.get(stream, jobConsumer);
    const others: JsMsg[] = [];
    for (let drops = 0; drops < 5; ) {
      const job = (await consumer.next())!;
      if (unpack(jobShape, job.data).slice > 0) others.push(job);
      else {
        job.nak();
        drops++;
      }
    }
    for (const job of others) job.nak();
    const worker = workHere(server.url);
    await failed;
    await worker.stop();
    expect(new Set(emitted)).toEqual(new Set([1, 2]));
    expect(await streams()).toEqual([]);
  });

  it.concurrent('a worker survives studies that are no good, and works for the next', async ({
    onTestFinished,
  }) => {
    const { server, connection } = await own(onTestFinished);
    const worker = workHere(server.url);
    const description = describeStudy(open());
    const said = (id: string, done = false): void =>
      connection.publish(beatSubject, pack(beatShape, { study: id, done }));
    // One without a stream, one that says nothing, one whose answer is none.
    const bad = [otherId, 'b'.repeat(32), 'c'.repeat(32)];
    listen(
      connection,
      namesOf(bad[0]!).description,
      (message) => void message.respond(pack(descriptionShape, description)),
    );
    listen(connection, namesOf(bad[2]!).description, (message) => void message.respond('no'));
    const beat = setInterval(() => bad.forEach((id) => said(id)), 100);
    while (!bad.every((id) => worker.told.some((text) => text.includes(`study ${id}: `))))
      await pause(50);
    const study = open();
    await lastValueFrom(countOverNats(study, distribution(server.url)).pipe(tap(study.add)));
    clearInterval(beat);
    await worker.stop();
    expect(JSON.stringify(study.document())).toBe(here);
    const of = (id: string) => worker.told.find((text) => text.includes(`study ${id}: `));
    expect(of(bad[0]!)).toMatch(/stream not found.*tried again/);
    expect(of(bad[1]!)).toMatch(/does not answer.*tried again/);
    expect(of(bad[2]!)).toMatch(/cannot be read/);
  });
});
