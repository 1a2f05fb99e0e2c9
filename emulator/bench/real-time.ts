import { firstValueFrom, lastValueFrom, of, reduce } from 'rxjs';
import { s } from '../../detector/base/units.js';
import type { ParticleList } from '../../detector/truth.js';
import type { Clock } from '../../monitor/ports.js';
import { type ChainSetup, makeChain } from '../chain/chain.js';
import type { WindowsJob } from '../chain/jobs.js';
import { selectAddresses, selectLevels, selectRows } from '../chain/selected-lists.js';
import { slicePeriod } from '../chain/slices.js';
import { artificialAnchor, type WindowBatch } from '../chain/windows.js';
import { type MachineInTime, machineWindows } from '../settings/machine-in-time.js';
import { decideInOrder } from '../workers/pool.js';
import { heldHitBytes } from '../workers/questions.js';

/** How fast the machine in time is emulated. */
export interface RealTime {
  /** Emulated. */
  readonly seconds: number;
  /** Emulated seconds a second, with the workers asked for. */
  readonly factor: number;
  /** Windows a second of beam. */
  readonly windowsHz: number;
  /** Share of the processor's time by the class of what opened the windows, the largest first. */
  readonly shareByClass: Readonly<Record<string, number>>;
}

interface Measured {
  readonly setup: ChainSetup & { readonly machine: MachineInTime };
  /** Emulated time [ns]. */
  readonly time: number;
  readonly workers: number;
  readonly clock: Clock;
}

/** Slices of which the share of each class is measured. */
const sharedSlices = 8;
/** What is neither simulated nor decided: drawing seeds and finding windows. */
const drawing = 'seeds and windows';

/** Decides slices of a machine as fast as workers can, and tells what the time goes to. */
export async function realTime(measured: Measured): Promise<RealTime> {
  const { setup, time, workers, clock } = measured;
  const windows = machineWindows(setup)!;
  const slices = Math.max(1, Math.round(time / slicePeriod));
  const job = (slice: number): WindowsJob => ({
    kind: 'windows',
    slice,
    first: 0,
    count: windows.count(slice),
  });
  const jobs = Array.from({ length: slices }, (_, slice) => job(slice));
  // No job is asked for before all workers have done these.
  const warmUp = Array.from({ length: 2 }, (_, each) => job(slices + each));
  let [began, count] = [0, 0];
  await lastValueFrom(
    decideInOrder(
      (function* () {
        began = clock.now();
        yield* jobs;
      })(),
      // As a run does: hits are kept for what-if questions.
      { setup, workers, warmUp, heldBytes: heldHitBytes },
    ).pipe(
      reduce((_, { batch }) => {
        count += batch.eventCount;
        return count;
      }, 0),
    ),
  );
  const seconds = (slices * slicePeriod) / s;
  return {
    seconds,
    factor: seconds / ((clock.now() - began) / 1000),
    windowsHz: count / seconds,
    shareByClass: await shares(measured),
  };
}

/** What windows of each class take of the time of a chain in this thread. */
async function shares({ setup, clock }: Measured): Promise<Readonly<Record<string, number>>> {
  const windows = machineWindows(setup)!;
  let handed: WindowBatch | undefined;
  const { decide } = makeChain(setup, { windows: { ...windows, make: () => handed! } });
  const spent = new Map<string, number>();
  for (let slice = 0; slice < 2 * sharedSlices; slice++) {
    // The first half is for the speed of the second.
    if (slice === sharedSlices) spent.clear();
    const job: WindowsJob = { kind: 'windows', slice, first: 0, count: windows.count(slice) };
    const began = clock.now();
    const batch = windows.make(job);
    add(spent, drawing, clock.now() - began);
    for (const place of new Set(batch.windows.anchor)) {
      handed = ofClass(batch, place);
      const start = clock.now();
      await firstValueFrom(of(job).pipe(decide));
      const name = place === artificialAnchor ? 'artificial' : setup.machine.classes[place]!.name;
      add(spent, name, clock.now() - start);
    }
  }
  const all = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(
    [...spent]
      .toSorted(([, one], [, other]) => other - one)
      .map(([name, time]) => [name, time / all]),
  );
}

function add(spent: Map<string, number>, name: string, time: number): void {
  spent.set(name, (spent.get(name) ?? 0) + time);
}

/** Windows of a batch that seeds of one class opened. */
function ofClass(batch: WindowBatch, place: number): WindowBatch {
  const {
    eventCount,
    addresses,
    weights,
    time,
    givenBits,
    windows,
    diffuse,
    overlays = [],
  } = batch;
  const events = Uint32Array.from(windows.anchor.keys()).filter(
    (event) => windows.anchor[event] === place,
  );
  const columns = { weights, time, ...(givenBits !== undefined && { givenBits }) };
  return {
    ...selectRows(columns, eventCount, events),
    eventCount: events.length,
    addresses: selectAddresses(addresses, events),
    particles: selectRows(batch.particles, eventCount, events),
    overlays: overlays.map((list) => laidOver(list, events)),
    windows: selectRows(windows, eventCount, events),
    ...(diffuse !== undefined && { diffuse: selectLevels(diffuse, events) }),
  };
}

/** The seeds of a list that lie over some windows, at their new places. */
function laidOver(list: ParticleList, events: Uint32Array): ParticleList {
  const places = new Map(Array.from(events, (event, place) => [event, place] as const));
  const seeds = Uint32Array.from(list.event.keys()).filter((seed) => places.has(list.event[seed]!));
  return {
    ...list,
    addresses: selectAddresses(list.addresses, seeds),
    event: seeds.map((seed) => places.get(list.event[seed]!)!),
    time: Float64Array.from(seeds, (seed) => list.time[seed]!),
    particles: selectRows(list.particles, list.event.length, seeds),
  };
}
