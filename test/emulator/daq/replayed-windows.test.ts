import { firstValueFrom, lastValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ms } from '../../../detector/base/units.js';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { eventsRecord, type RecordableBatch } from '../../../emulator/daq/events-record.js';
import { menuHash } from '../../../emulator/daq/menu-hash.js';
import type { Recording } from '../../../emulator/daq/recording.js';
import type { EventsRecord, RunRecord } from '../../../emulator/daq/records.js';
import { replayRecording } from '../../../emulator/daq/replay.js';
import type { MachineInTime } from '../../../emulator/settings/machine-in-time.js';
import { makeTimedChain } from '../../../emulator/settings/timed-chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { makeDecider } from '../../../triggers/gdl/decide.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { inputSlots } from '../../../triggers/slots.js';
import { line, menuOf } from '../../triggers/gdl/support.js';

const { name, config: state } = loadMachine('2022-peak', [
  'inputs.poisson=4000 Hz',
  'inputs.random=4000 Hz',
  'veto.full=20 ms',
]);
/** Clocks and muon pairs. */
const machine: MachineInTime = {
  name,
  epochs: [{ slice: 0, config: state }],
  classes: [
    {
      name: 'μμ(γ)',
      source: 4,
      tier: 'anchor',
      origin: 'collision',
      generator: 'mumu',
      config: {},
      nanobarns: 200,
    },
  ],
  thinning: 4,
};
const menu = menuOf(
  line(5, 'klm_hit & !veto'),
  line(77, 'pseud_rand & !veto'),
  line(80, 'poissonin & !veto', 2),
  line(81, 'poissonin'),
  line(82, 'veto', 7),
  line(83, 'klm_hit', 3),
);
const setup: ChainSetup = {
  seed: 3,
  run: 1,
  config: emulatorConfig(),
  menu,
  points: [],
  keepHits: true,
  machine,
};

const run = {
  kind: 'run',
  segment: 0,
  needs: [],
  version: '0.1.0',
  seed: 3,
  run: 1,
  card: 'none',
  source: 'machine',
  pace: 'max',
  rate: 1,
  points: [{ generator: 'mumu', config: {} }],
  schedule: [0],
  conditions: 'nominal',
  config: { ...setup.config },
  menu,
  menuHash: menuHash(menu),
} as unknown as RunRecord;

/** A bunch arrives 10 ms after this slice began. */
const slice = 3;

/** Windows of a slice in which the veto is up for a while, decided and recorded. */
async function recordedWindows(): Promise<readonly [RecordableBatch, EventsRecord]> {
  const chain = makeTimedChain(setup);
  const job = { kind: 'windows', slice, first: 0, count: 6000 } as const;
  const batch = await firstValueFrom(of(job).pipe(chain.decide));
  const decided = makeDecider(compileMenu(menu), setup.config.gdl, setup).decide(batch);
  return [decided, eventsRecord(decided, 0)];
}

const replayed = async (record: EventsRecord) => {
  const recording: Recording = {
    path: '',
    files: [],
    run,
    alone: true,
    items: async function* items() {
      yield record;
    },
  };
  const work = replayRecording({ recording, menu: undefined, stopped: () => false });
  await lastValueFrom(work.progress$);
  return work.result();
};

describe('recorded windows of the machine in time', async () => {
  const [batch, record] = await recordedWindows();
  const withInput = (input: keyof typeof inputSlots): readonly number[] =>
    [...record.index.keys()].filter((row) =>
      hasBit(record.inputBits, inputWords, row, inputSlots[input]),
    );

  it('hold random triggers, inside and outside of the veto', () => {
    expect(batch.eventCount).toBeGreaterThan(600);
    expect(batch.time.at(-1)).toBeLessThan((slice + 1) * slicePeriod);
    for (const input of ['veto', 'pseud_rand', 'poissonin'] as const)
      expect(withInput(input).length).toBeGreaterThan(10);
    const vetoed = new Set(withInput('veto'));
    const poisson = withInput('poissonin');
    expect(poisson.filter((row) => vetoed.has(row)).length).toBeGreaterThan(5);
    expect(poisson.some((row) => !vetoed.has(row))).toBe(true);
    const [first, last] = [10, 30.1].map((after) => slice * slicePeriod + after * ms);
    for (const row of vetoed) {
      expect(record.time![row]).toBeGreaterThan(first!);
      expect(record.time![row]).toBeLessThan(last!);
    }
  });

  it('are decided again as they were: the machine’s inputs are taken as recorded', async () => {
    const { events, differing, differences } = await replayed(record);
    expect(differences).toEqual([]);
    expect([events, differing]).toEqual([record.index.length, 0]);
  });

  it('differ when an edge that was kept is taken away', async () => {
    const risingBits = record.risingBits!.slice();
    risingBits.fill(0, 0, 6);
    expect((await replayed({ ...record, risingBits })).differing).toBe(1);
  });
});
