import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../emulator/daq/recording.js';
import { regenerateRecording, type RegenerateResult } from '../../../emulator/daq/regenerate.js';
import { replayRecording, type ReplayResult } from '../../../emulator/daq/replay.js';
import { cardProgram } from '../../../emulator/live/program.js';
import type { LiveRunOptions } from '../../../emulator/live/live-run.js';
import { liveRun } from '../../../emulator/live/run.js';
import { type HitTree, isTypedArray } from '../../../emulator/chain/kept-hits.js';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { loadOverlay } from '../../../emulator/daq/overlay-file.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { sliceEventCount } from '../../../emulator/chain/slices.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { hasBit, outputWords } from '../../../triggers/batches.js';
import type { Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import type { EventsRecord } from '../../../emulator/daq/records.js';
import { collect, eventsOf, forged, temporaryDirectory } from './support.js';

const scratch = temporaryDirectory();
const card = loadCard('single-photon');
const rate = 2000;
const slices = 4;
const seed = 11;

/** Records a run of a few slices. */
async function record(
  name: string,
  options: Partial<LiveRunOptions> = {},
  laid: Pick<ChainSetup, 'overlay'> = {},
) {
  const directory = join(scratch, name);
  const setup = {
    seed,
    run: 1,
    config: emulatorConfig(),
    menu: eclMenu,
    points: card.points,
    rate,
    card: card.reference,
    ...laid,
  };
  const live = liveRun({
    id: name,
    version: '0.1.0',
    setup,
    program: cardProgram(setup, card.schedule),
    card,
    conditions: 'nominal',
    source: 'card single-photon',
    pace: 'max',
    workers: 1,
    slices,
    // So small that the run has several segments.
    recording: { directory, maxBytes: 60_000, maxMilliseconds: 1, onFull: 'end', onFailure: 'end' },
    clock: performance,
    log: quietLog,
    ...options,
  });
  await lastValueFrom(live.decisions$);
  return { directory, sample: live.sample(0) };
}

const bytesOf = (directory: string): readonly (readonly [string, string])[] =>
  readdirSync(directory).map(
    (name) => [name, readFileSync(join(directory, name), 'base64')] as const,
  );

const replay = async (directory: string, menu?: Menu): Promise<ReplayResult> => {
  const work = replayRecording({
    recording: await openRecording(directory),
    menu,
    stopped: () => false,
  });
  await lastValueFrom(work.progress$);
  return work.result();
};

const regenerate = async (
  directory: string,
  laid: Pick<ChainSetup, 'overlay'> = {},
): Promise<RegenerateResult> => {
  const work = regenerateRecording({
    recording: await openRecording(directory),
    ...laid,
    workers: 1,
    stopped: () => false,
  });
  await lastValueFrom(work.progress$);
  return work.result();
};

/** Hits with numbers without sense in all rows. */
function noisy(node: HitTree): HitTree {
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => {
      if (typeof value !== 'object') return [name, value];
      if (!isTypedArray(value)) return [name, noisy(value)];
      return [
        name,
        name === 'offsets' ? value : value.map((_, row) => (77_777 * (row + 1)) % 65_521),
      ];
    }),
  );
}

let original = '';
let counts: Awaited<ReturnType<typeof record>>['sample'];
beforeAll(async () => {
  ({ directory: original, sample: counts } = await record('one-worker'));
});

describe('a recorded run', () => {
  it('is the same byte by byte with 1 and 4 workers', async () => {
    const one = bytesOf(original);
    expect(one.length).toBeGreaterThan(1);
    expect(bytesOf((await record('four-workers', { workers: 4 })).directory)).toEqual(one);
  });

  it('holds exactly the accepted events with all hits, and the totals of the run', async () => {
    const items = await collect((await openRecording(original)).items());
    const events = eventsOf(items);
    const { accepted, processed } = counts.events;
    expect(events.reduce((sum, { index }) => sum + index.length, 0)).toBe(accepted);
    expect(events.reduce((sum, { played }) => sum + played, 0)).toBe(processed);
    expect(Object.keys(events[0]!.hits)).toEqual(expect.arrayContaining(['cdc', 'ecl', 'klm']));
    expect(items.at(-1)).toMatchObject({
      kind: 'run-end',
      slices,
      processed,
      accepted,
      recorded: accepted,
    });
    expect(counts.recording).toMatchObject({
      state: 'closed',
      events: accepted,
      bytes: bytesOf(original).reduce(sumOfSizes, 0),
    });
  });
});

const sumOfSizes = (sum: number, [, base64]: readonly [string, string]): number =>
  sum + Buffer.from(base64, 'base64').length;

describe('replay', () => {
  it('decides the recorded events as they were decided, under the same menu', async () => {
    const { sameMenu, events, differing, books, lines } = await replay(original);
    expect({ sameMenu, events, differing }).toEqual({
      sameMenu: true,
      events: counts.events.accepted,
      differing: 0,
    });
    expect(books).toMatchObject({
      slices,
      givenUpSlices: 0,
      unaccounted: 0,
      ended: true,
      faults: [],
    });
    // Every event of a line that passes whole was accepted, so the recording has as many as the
    // run.
    const whole = counts.lines.filter(({ prescale }) => prescale === 1);
    expect(
      lines.filter(({ complete }) => complete).map(({ name, replayed }) => [name, replayed]),
    ).toEqual(whole.map(({ name, ftdl }) => [name, ftdl]));
  });

  it('tells what each line of another menu gains and loses on the recorded events', async () => {
    const lines = eclMenu.lines.filter(({ name }) => name !== 'lml7');
    const { formula } = eclMenu.lines.find(({ name }) => name === 'lml13')!;
    const other: Menu = {
      ...eclMenu,
      name: 'other',
      lines: lines.map((line) => (line.name === 'lml6' ? { ...line, formula } : line)),
    };
    const {
      sameMenu,
      differing,
      lines: compared,
      verdicts,
      events,
    } = await replay(original, other);
    expect({ sameMenu, differing }).toEqual({ sameMenu: false, differing: 0 });
    const records = eventsOf(await collect((await openRecording(original)).items()));
    const numberOf = (line: string): number =>
      eclMenu.lines.find(({ name }) => name === line)!.number;
    const count = (condition: (has: (line: string) => boolean) => boolean): number =>
      records.reduce((sum, { index, ftdlBits }) => {
        const fires = [...index.keys()].filter((event) =>
          condition((line) => hasBit(ftdlBits, outputWords, event, numberOf(line))),
        );
        return sum + fires.length;
      }, 0);
    expect(compared.find(({ name }) => name === 'lml6')).toEqual({
      name: 'lml6',
      recorded: count((has) => has('lml6')),
      replayed: count((has) => has('lml13')),
      gained: count((has) => has('lml13') && !has('lml6')),
      lost: count((has) => has('lml6') && !has('lml13')),
      complete: false,
    });
    expect(compared.find(({ name }) => name === 'lml7')).toMatchObject({
      replayed: null,
      lost: count((has) => has('lml7')),
    });
    expect(verdicts!.accepted + verdicts!.prescaled + verdicts!.refused).toBe(events);
  });

  it('misses hits of older recordings only where the trigger reads them', async () => {
    const without = (subdetector: string) => (record: EventsRecord) => {
      const { [subdetector]: _, ...hits } = record.hits;
      return { ...record, hits };
    };
    const klm = forged(original, join(scratch, 'without-klm'), without('klm'));
    await expect(replay(klm)).rejects.toMatchObject({ code: 'RECORDING_HITS' });
    const arich = forged(original, join(scratch, 'without-arich'), without('arich'));
    expect((await replay(arich)).differing).toBe(0);
  });

  it('misses columns of older recordings only where the trigger reads them', async () => {
    const without = (column: string) => (record: EventsRecord) => {
      const { [column]: _, ...top } = record.hits.top as HitTree;
      return { ...record, hits: { ...record.hits, top } };
    };
    const noTimes = forged(original, join(scratch, 'without-times'), without('time'));
    await expect(replay(noTimes)).rejects.toMatchObject({
      code: 'RECORDING_HITS',
      message: expect.stringContaining('has no hits top/time') as string,
    });
    const bare = forged(original, join(scratch, 'bare'), (record) => {
      const { time: _, weight: __, timingSource: ___, ...needed } = record;
      return needed;
    });
    expect(await replay(bare)).toMatchObject({ differing: 0, books: { faults: [] } });
    // What is played again is held against what is there.
    const { differing, notCompared } = await regenerate(bare);
    expect({ differing, notCompared }).toEqual({
      differing: 0,
      notCompared: ['time', 'weight', 'timingSource'],
    });
  });

  it.each(['cdc', 'ecl', 'klm', 'top'])(
    'of hits in %s that no detector gives ends with a decision or an error by name',
    async (subdetector) => {
      const path = forged(original, join(scratch, `noise-${subdetector}`), (record) => ({
        ...record,
        hits: { ...record.hits, [subdetector]: noisy(record.hits[subdetector] as HitTree) },
      }));
      // One segment alone is enough.
      const outcome = await replay(join(path, 'segment-000000.b2l1')).catch(
        (error: unknown) => error,
      );
      if (outcome instanceof Error) expect(outcome).toHaveProperty('code', 'RECORDING_HITS');
      else expect(outcome).toMatchObject({ books: { faults: [], unaccounted: 0 } });
    },
  );

  it.each([
    ['cdc', 'wire', 14_336],
    ['top', 'module', 16],
    ['top', 'pmt', 32],
  ])('of hits in channels of %s that are not there names them: %s %i', async (...given) => {
    const [name, column, channel] = given;
    const path = forged(original, join(scratch, `beyond-${column}`), (record) => {
      const table = record.hits[name] as HitTree;
      const channels = (table[column] as Uint16Array).slice();
      channels[channels.length - 1] = channel;
      return { ...record, hits: { ...record.hits, [name]: { ...table, [column]: channels } } };
    });
    await expect(replay(path)).rejects.toMatchObject({
      code: 'RECORDING_HITS',
      message: expect.stringContaining(
        `has hits of ${name}: ${column} ${channel} in row`,
      ) as string,
    });
  });

  it('lists the event whose bits do not follow from its hits, by address and name', async () => {
    const changed = forged(original, join(scratch, 'changed-bits'), (record) => {
      const inputBits = record.inputBits.slice();
      inputBits[0] = inputBits[0]! ^ 1;
      return { ...record, inputBits };
    });
    const { differing, differences } = await replay(changed);
    expect(differing).toBe(1);
    expect([...differences[0]!.gained, ...differences[0]!.lost]).toHaveLength(1);
    expect(differences[0]!.event).toMatch(/^1:0:\d+$/);
  });
});

describe('a run at real pace on a host that is too slow', () => {
  it('journals the slices given up, so that the recording can be made again', async () => {
    // The wall clock runs 40 times too fast for this host to follow, from the second slice on.
    const began = performance.now();
    const clock = { now: () => 40 * (performance.now() - began) };
    const options = { pace: 'real', clock, slices: 90, workers: 1 } as const;
    const { directory, sample } = await record('busy', options);
    const items = await collect((await openRecording(directory)).items());
    const givenUp = items.flatMap((item) => (item.kind === 'given-up' ? [item] : []));
    expect(givenUp.length).toBeGreaterThan(0);
    const lost = givenUp.flatMap(({ firstSlice, slices: stretch }) =>
      Array.from({ length: stretch }, (_, slice) => firstSlice + slice),
    );
    const played = new Map<number, number>();
    for (const { slice, played: events } of eventsOf(items))
      played.set(slice, (played.get(slice) ?? 0) + events);
    for (let slice = 0; slice < 90; slice++) {
      const expected = sliceEventCount(seed, 1, slice, rate);
      expect([slice, played.get(slice) ?? 0]).toEqual([slice, lost.includes(slice) ? 0 : expected]);
    }
    const period = sample.run.emulatedSeconds / 90;
    expect(sample.deadSeconds.host).toBeCloseTo(lost.length * period, 9);
    expect(sample.events.busy).toBe(givenUp.reduce((sum, { events }) => sum + events, 0));
    // What was played is made again from its addresses, prescale counters included: only what was
    // tampered with is different.
    const changed = forged(directory, join(scratch, 'changed-time'), (record) => ({
      ...record,
      time: record.time!.map((time) => time + 1),
    }));
    const { played: again, recorded, differing, differences, books } = await regenerate(changed);
    expect({ again, recorded, differing }).toEqual({
      again: sample.events.processed,
      recorded: sample.events.accepted,
      differing: 1,
    });
    expect(differences).toEqual([
      { batch: expect.stringMatching(/^1:0:0 with \d+ events$/) as string, columns: ['time'] },
    ]);
    expect(books).toMatchObject({
      slices: 90,
      givenUpSlices: lost.length,
      unaccounted: 0,
      faults: [],
    });
  });
});

describe('a run under a recording of a user', () => {
  it('names it with its hash, and is played again under the same one only', async () => {
    const config = emulatorConfig();
    const load = (lines: string) => loadOverlay(`${original},lines=${lines}`, { config, seed });
    const { overlay } = await load('hie');
    const { directory } = await record('under', { slices: 1, workers: 2 }, { overlay });
    const recording = await openRecording(directory);
    const { run } = recording;
    expect(run.overlay).toEqual({ name: `${original},lines=hie`, hash: overlay.hash });
    await expect(regenerate(directory)).rejects.toThrow('--overlay gives none');
    const { differing, recorded } = await regenerate(directory, { overlay });
    expect(differing).toBe(0);
    expect(recorded).toBeGreaterThan(20);
    // Every event of the run lies under one that had fired hie.
    const [events] = eventsOf(await collect(recording.items()));
    const { number } = eclMenu.lines.find(({ name }) => name === 'hie')!;
    const fired = Array.from(events!.index.keys()).filter((event) =>
      hasBit(events!.ftdlBits, outputWords, event, number),
    );
    expect(fired.length).toBeGreaterThan(0.95 * events!.index.length);
    await expect(regenerate(original, { overlay })).rejects.toThrow('no file was laid over');
  });
});
