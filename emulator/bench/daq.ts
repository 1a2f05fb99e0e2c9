import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstValueFrom, of } from 'rxjs';
import { parseConfig } from '../../detector/base/config.js';
import { s } from '../../detector/base/units.js';
import { sliceAddresses } from '../../detector/event.js';
import type { Clock, Log } from '../../monitor/ports.js';
import { makeDecider } from '../../triggers/gdl/decide.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { isAccepted } from '../../triggers/gdl/prescale.js';
import { type ChainSetup, type DecidableBatch, makeChain } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { EventBuilder } from '../daq/builder/event-builder.js';
import type { DecisionReaders } from '../daq/decision-readers.js';
import { liveRecorder } from '../daq/live-recorder.js';
import type { Recorder } from '../daq/recorder.js';
import { segmentName } from '../daq/segments.js';
import { builderSchema } from '../settings/builder-schema.js';
import { tracks } from './samples.js';

/** Windows that are made beforehand, and how many are decided at once: some 10 ms at 30 kHz. */
const [poolWindows, batchWindows] = [1024, 256];
/** Emulated time between two windows: 30 kHz [ns]. */
const spacing = s / 30_000;
/** Segments are as small as this, and gone when they are finished: room for any length of time. */
const segmentBytes = 64e6;

/** A batch with the bytes that the front ends send of each event. */
type SizedBatch = DecidableBatch & { readonly readOut: { readonly bytes: Uint32Array } };

/** What the serial part of a run is given, again and again. */
export interface DaqPool {
  readonly setup: ChainSetup;
  readonly batches: readonly SizedBatch[];
  readonly windows: number;
}

/** How many accepts a second the DAQ takes, and what it waits for. */
export interface DaqRow {
  readonly where: 'memory' | 'disk';
  readonly directory: string;
  readonly acceptsPerSecond: number;
  /** Accepted events that were not recorded, or that the client did not get. */
  readonly lost: number;
  /** Share of the time in which the DAQ waited for the disk, and for the client. */
  readonly deadShareByCause: { readonly recorder: number; readonly client: number };
  /** Emulated raw data, and what is stored: the hits of the trigger. [10⁶ bytes/s] */
  readonly rawMBps: number;
  readonly storedMBps: number;
  readonly storedBytesPerEvent: number;
  /** Processor time of the process with all its threads, for each accept [µs]. */
  readonly processorUsPerAccept: number;
  readonly rawBytesPerEvent: number;
}

interface DaqOptions {
  readonly pool: DaqPool;
  readonly readers: DecisionReaders;
  readonly where: DaqRow['where'];
  /** Of wall time [s]. */
  readonly time: number;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Distinct windows of 11 tracks over noise, with the hits of those that a line may accept. */
export async function daqPool(run: EmulatorConfig, menu: Menu, seed: number): Promise<DaqPool> {
  const setup: ChainSetup = {
    seed,
    run: 1,
    config: tracks.config(run),
    menu,
    points: [tracks.point],
    rate: 30_000,
    keepHits: true,
    readOut: true,
  };
  const { decide } = makeChain(setup);
  const batches: SizedBatch[] = [];
  for (let first = 0; first < poolWindows; first += batchWindows) {
    const job = { kind: 'generate', slice: 0, first, count: batchWindows, point: 0 } as const;
    const batch = await firstValueFrom(of(job).pipe(decide));
    batches.push({ ...batch, readOut: batch.readOut! });
  }
  return { setup, batches, windows: poolWindows };
}

/** Decides, builds, records and hands out the windows of a pool for some time. */
export async function daqRow(options: DaqOptions): Promise<DaqRow> {
  const directory = await mkdtemp(
    join(options.where === 'memory' ? '/dev/shm' : tmpdir(), 'b2l1-daq-'),
  );
  try {
    return await measureIn(directory, options);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureIn(directory: string, options: DaqOptions): Promise<DaqRow> {
  const { pool, readers, clock, time, where } = options;
  const { setup } = pool;
  const { decide, state } = makeDecider(compileMenu(setup.menu), setup.config.gdl, setup);
  const builder = new EventBuilder({ ...setup, config: parseConfig(builderSchema, {}, 'bench') });
  const recorder = recorderIn(join(directory, 'run'), options, state);
  await recorder.open();
  const waited = { recorder: 0, client: 0 };
  const wait = async (cause: keyof typeof waited, room: Promise<void> | undefined) => {
    if (room === undefined) return;
    const from = clock.now();
    await room;
    waited[cause] += clock.now() - from;
  };
  const began = clock.now();
  const used = process.cpuUsage();
  let [accepted, windows] = [0, 0];
  const removal = new Removal(join(directory, 'run'));
  for (let turn = 0; clock.now() - began < 1000 * time; turn++) {
    const batch = decide(again(pool, turn));
    for (let event = 0; event < batch.eventCount; event++)
      if (isAccepted(batch.psnmBits, event)) accepted++;
    windows += batch.eventCount;
    const built = builder.build(batch);
    recorder.write(built);
    readers.send(built);
    await nextTurn();
    await wait('recorder', recorder.ready());
    await wait('client', readers.ready());
    removal.upTo(recorder.counts().segment);
  }
  await recorder.close(endOf(windows, accepted));
  const seconds = (clock.now() - began) / 1000;
  const spent = process.cpuUsage(used);
  await removal.done();
  const { events, bytes, lost } = recorder.counts();
  const { rawBytes } = builder.counts();
  return {
    where,
    directory,
    acceptsPerSecond: accepted / seconds,
    lost: lost + (accepted - events),
    deadShareByCause: {
      recorder: waited.recorder / 1000 / seconds,
      client: waited.client / 1000 / seconds,
    },
    rawMBps: rawBytes / 1e6 / seconds,
    storedMBps: bytes / 1e6 / seconds,
    storedBytesPerEvent: bytes / events,
    processorUsPerAccept: (spent.user + spent.system) / accepted,
    rawBytesPerEvent: rawBytes / events,
  };
}

/** The windows of the pool once more, under addresses and times of their own. */
function again({ batches }: DaqPool, turn: number): SizedBatch {
  const batch = batches[turn % batches.length]!;
  const first = turn * batchWindows;
  return {
    ...batch,
    addresses: sliceAddresses(1, turn, 0, batchWindows),
    time: Float64Array.from({ length: batchWindows }, (_, event) => (first + event) * spacing),
  };
}

function recorderIn(
  directory: string,
  { pool: { setup }, version, clock, log }: DaqOptions,
  state: Parameters<typeof liveRecorder>[2],
): Recorder {
  const run = {
    version,
    setup,
    program: { batchEvents: batchWindows, count: () => batchWindows },
    card: { name: 'bench', schedule: [0] },
    conditions: 'bench',
    source: tracks.what,
    pace: 'max' as const,
    clock,
    log,
  };
  const bounds = { maxBytes: segmentBytes, maxMilliseconds: Number.POSITIVE_INFINITY };
  return liveRecorder(run, { directory, ...bounds, onFull: 'end', onFailure: 'end' }, state);
}

/** Removes segments but the last three, which may still be written, beside what is measured. */
class Removal {
  readonly #directory: string;
  #removed = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
  }

  upTo(segment: number): void {
    for (; this.#removed + 3 <= segment; this.#removed++) {
      const path = join(this.#directory, segmentName(this.#removed));
      this.#done = this.#done.then(() => rm(path, { force: true }));
    }
  }

  done(): Promise<void> {
    return this.#done;
  }
}

const endOf = (processed: number, accepted: number): Parameters<Recorder['close']>[0] => ({
  outcome: 'ended',
  reason: 'measured',
  slices: 0,
  processed,
  sumWeights: processed,
  accepted,
  givenUp: { slices: 0, events: 0 },
  lines: [],
});
