import { join } from 'node:path';
import { lastValueFrom, tap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import type { RunEnd } from '../../../emulator/daq/records.js';
import { machineProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import { builderSchema } from '../../../emulator/settings/builder-schema.js';
import type { Taken } from '../../../emulator/readout/run-readout.js';
import type { Asker } from '../../../monitor/message-types.js';
import type { RunSnapshot } from '../../../monitor/ports.js';
import type { DecisionBatch } from '../../../triggers/gdl/decide.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { collect, eventsOf, temporaryDirectory } from '../daq/support.js';
import { readout } from '../readout/configs.js';
import { smallMachine } from './small-machine.js';

const scratch = temporaryDirectory();
const asker: Asker = { address: '127.0.0.1', by: 'page' };
/** Bhabhas and what the LER's Touschek effect throws in; whatever has a cluster is an accept. */
const { machine, config } = smallMachine('specificLuminosity=1e35', 'backgrounds.scale=0.02');
const line = { ...eclMenu.lines[0]!, formula: 'clst > 0', number: 3, name: 'any', prescale: 1 };
const setup: ChainSetup = {
  seed: 1,
  run: 1,
  config,
  menu: { ...eclMenu, lines: [line] },
  points: [],
  machine,
};
const [played, slices] = [4, 6];

type Faults = Readonly<Record<string, { readonly missing: number }>>;

/** Slices 0 to 3 and 5 are paused; the builder ends the run with a fragment that is missing. */
async function failed(faults: Faults, directory?: string) {
  const live = liveRun({
    id: 'failed',
    version: '0.1.0',
    setup,
    machine,
    readout: readout(),
    builder: parseConfig(builderSchema, { onError: 'stop', faults }, 'builder'),
    program: machineProgram(setup),
    programOf: machineProgram,
    conditions: 'nominal',
    source: 'machine of a test',
    pace: 'max',
    workers: 1,
    batchEvents: 64,
    slices,
    ...(directory !== undefined && {
      recording: {
        directory,
        maxBytes: 1e9,
        maxMilliseconds: 1e9,
        onFull: 'end',
        onFailure: 'end',
      },
    }),
    clock: performance,
    log: quietLog,
  });
  for (const [from, until] of [
    [0, played],
    [played + 1, slices],
  ] as const) {
    live.steer({ kind: 'pause', fromSlice: from }, asker);
    live.steer({ kind: 'resume', fromSlice: until }, asker);
  }
  let got = 0;
  const noted$ = live.decisions$.pipe(
    tap((batch) => (got += takenOf((batch as DecisionBatch & Taken).taken))),
  );
  await expect(lastValueFrom(noted$)).rejects.toMatchObject({ code: 'BUILDER_FRAGMENT' });
  live.close();
  return { sample: live.sample(0), got };
}

const takenOf = (taken: Uint32Array): number => taken.reduce((sum, count) => sum + count, 0);

/** Ticks are those of the run, and each accept is read out or lost by name. */
function check({ daq, run }: RunSnapshot, readOut: number): void {
  const { ticks, tickRate, states, issued } = daq!;
  expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
  expect(ticks / tickRate).toBeCloseTo(run.emulatedSeconds, 9);
  expect(daq!.readOut).toBe(readOut);
  expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(issued);
  expect(states.find(({ name }) => name === 'host')!.lost).toBeGreaterThan(0);
}

describe('a run that the event builder ends', { timeout: 240_000 }, () => {
  // The first is in a batch that waits for what becomes of its slice, or in one before.
  const ways: readonly Faults[] = [
    { svd: { missing: 0.004 } },
    { arich: { missing: 0.0008 } },
    { svd: { missing: 0.1 } },
  ];
  for (const faults of ways)
    it(`has ticks of its slices, what nobody got is lost: ${JSON.stringify(faults)}`, async () => {
      const { sample, got } = await failed(faults);
      check(sample, got);
    });

  it('tells the same at the end of its recording', async () => {
    const directory = join(scratch, 'failed');
    const { sample, got } = await failed({ svd: { missing: 0.004 } }, directory);
    const recording = await openRecording(directory);
    const items = await collect(recording.items());
    const recorded = eventsOf(items).reduce((sum, { taken }) => sum + takenOf(taken!), 0);
    const end = items.find(({ kind }) => kind === 'run-end') as RunEnd;
    expect(end).toMatchObject({ outcome: 'failed', readOut: recorded });
    expect(end.slices).toBe(Math.round(sample.run.emulatedSeconds / 0.05));
    expect(got).toBe(recorded);
    check(sample, recorded);
  });
});
