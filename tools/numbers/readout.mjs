// Times and sizes of the events that Level-1 accepts.
import { map } from 'rxjs';
import { beams } from '../../dist/detector/beams.js';
import { s } from '../../dist/detector/base/units.js';
import { readOutSubdetectors } from '../../dist/detector/event-sizes.js';
import { slicePeriod } from '../../dist/emulator/chain/slices.js';
import {
  decide,
  emulatorConfig,
  hasBit,
  hits$,
  inputWords,
  physicsMenu,
  response,
} from '../../dist/emulator/library.js';
import { TimingBooks } from '../../dist/emulator/readout/timing-books.js';
import { loadMachine } from '../../dist/emulator/settings/machine.js';
import { underMachine } from '../../dist/emulator/settings/machine-conditions.js';
import { machineInTime, machineWindows } from '../../dist/emulator/settings/machine-in-time.js';
import { decideInOrder } from '../../dist/emulator/workers/pool.js';
import { eventTimes } from '../../dist/triggers/gdl/event-times.js';
import { activeSlots, timingSources } from '../../dist/triggers/gdl/timing.js';
import { forEachBatch } from './table.mjs';

const workers = 2;

/** Each detector with a priority in which it comes first. */
const firstBy = { ecl: 'ecl-top-cdc', top: 'top-ecl-cdc', cdc: 'cdc-ecl-top' };

/** Times of each detector that has one, of the accepted events of a generator. */
async function timedEvents(generator, { events, seed }) {
  const conditions = emulatorConfig({});
  const clocks = Object.entries(firstBy).map(([name, priority]) => ({
    source: timingSources[name],
    slot: activeSlots[name],
    timesOf: eventTimes({ ...conditions.gdl.timing, priority }),
  }));
  const books = new TimingBooks();
  const accepted$ = hits$({ generator, events, seed, conditions }).pipe(
    response(physicsMenu),
    decide(physicsMenu, conditions, seed),
  );
  await forEachBatch(accepted$, ({ eventCount, objects, inputBits, timingSource }) => {
    const rows = Uint32Array.from({ length: eventCount }, (_, row) => row);
    for (const { source, slot, timesOf } of clocks) {
      const { quality, time } = timesOf(objects, inputBits, rows);
      for (const event of rows)
        if (
          timingSource[event] !== timingSources.none &&
          hasBit(inputBits, inputWords, event, slot)
        )
          books.add(source, quality[event], time[event], 1);
    }
  });
  return books.spreads();
}

/** Calls `visit` for each batch of decided windows of the machine. */
function forEachWindows({ slices, seed, ...asked }, visit) {
  const state = loadMachine('2022-peak', []);
  const config = underMachine(emulatorConfig({}), state);
  const { machine } = machineInTime(state, beams(config.beams));
  const setup = { seed, run: 1, config, menu: physicsMenu, points: [], machine, readOut: true };
  const windows = machineWindows(setup);
  const jobs = Array.from({ length: slices }, (_, slice) => ({
    kind: 'windows',
    slice,
    first: 0,
    count: windows.count(slice),
  }));
  const decided$ = decideInOrder(jobs, { setup: { ...setup, ...asked }, workers }).pipe(
    map(({ batch }) => batch),
    decide(physicsMenu, config, seed),
  );
  return forEachBatch(decided$, visit);
}

/** So many slices have about so many accepted windows, at some 10 kHz. */
const slicesFor = (accepts) => Math.max(1, Math.ceil(accepts / (1e4 * (slicePeriod / s))));

/** Times of the accepts of the machine, each by the first detector that has one. */
async function timedWindows({ events, seed }) {
  const books = new TimingBooks();
  await forEachWindows({ slices: slicesFor(events), seed }, (batch) => {
    const { eventCount, timingSource, standing, readOut } = batch;
    for (let window = 0; window < eventCount; window++) {
      const accepts = standing.accepts[window];
      if (accepts > 0)
        books.add(timingSource[window], readOut.quality[window], readOut.time[window], accepts);
    }
  });
  return books.spreads();
}

const detectors = [
  ['ECL coarse', 'ECL', 'coarse'],
  ['ECL fine', 'ECL', 'fine'],
  ['TOP', 'TOP', 'fine'],
  ['chamber', 'CDC', 'coarse'],
];

const acceptTimes = {
  name: 'accept-times',
  page: 'emulator/readout/README.md',
  events: 10_000,
  what: 'events of each generator, and about as many accepts of 2022-peak',
  async make(options) {
    const columns = [
      await timedEvents('bbbar', options),
      await timedEvents('mumu', options),
      await timedWindows(options),
    ];
    const cell = (spreads, source, quality) => {
      const found = spreads.find((one) => one.source === source && one.quality === quality);
      if (found === undefined) return 'none';
      return `${found.core.toFixed(1)}, ${found.rms.toFixed(0)} (${found.accepts})`;
    };
    return {
      header: [
        'time less collision: core, root mean square [ns] (accepts)',
        'B pairs',
        'muon pairs',
        'accepted windows of 2022-peak, by the first that has a time',
      ],
      rows: detectors.map(([name, source, quality]) => [
        name,
        ...columns.map((spreads) => cell(spreads, source, quality)),
      ]),
    };
  },
};

/** Mean and median kilobytes of accepted windows, by subdetector. */
async function sizesOf(sizedByHits, { events, seed }) {
  const sizes = readOutSubdetectors.map(() => []);
  await forEachWindows({ slices: slicesFor(events), seed, sizedByHits }, (batch) => {
    const { eventCount, standing, readOut } = batch;
    for (let window = 0; window < eventCount; window++) {
      if (standing.accepts[window] === 0) continue;
      for (const [at, of] of sizes.entries())
        of.push(readOut.bytes[window * sizes.length + at] / 1000);
    }
  });
  return sizes;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const eventSizes = {
  name: 'event-sizes',
  page: 'emulator/readout/README.md',
  events: 2000,
  what: 'accepts of 2022-peak, about as many windows',
  async make(options) {
    const hits = await sizesOf(true, options);
    const standIns = await sizesOf(false, options);
    return {
      header: ['kB on the mean', 'of hits', 'unrecorded'],
      rows: readOutSubdetectors.map((name, at) => [
        name.toUpperCase(),
        mean(hits[at]).toFixed(2),
        mean(standIns[at]).toFixed(2),
      ]),
    };
  },
};

export const readoutTables = [acceptTimes, eventSizes];
