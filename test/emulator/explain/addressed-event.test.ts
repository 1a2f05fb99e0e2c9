import { describe, expect, it } from 'vitest';
import { bucketPeriod } from '../../../detector/base/constants.js';
import { MHz } from '../../../detector/base/units.js';
import type { GeneratedBatch } from '../../../detector/truth.js';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import type { RunRecord } from '../../../emulator/daq/records.js';
import { recordedEvent, windowEvent } from '../../../emulator/explain/addressed-event.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { makeTimedChain } from '../../../emulator/settings/timed-chain.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { muonOverlay } from '../../support/muon-overlay.js';

/** Taus at 2020, whose bunches are five buckets apart. */
const played = playedMachine({ machine: '2020', machineSet: [] }, nominalConfig());
const machine = {
  ...played.machine,
  classes: played.machine.classes.filter(({ generator }) => generator === 'tautau'),
};
const overlay = muonOverlay(5 * MHz);
const setup: ChainSetup = {
  seed: 3,
  run: 1,
  config: played.config,
  menu: physicsMenu,
  points: [],
  machine,
};
const all = makeTimedChain(setup).generate({ kind: 'windows', slice: 0, first: 0, count: 1000 });
const event = { run: 1, slice: 0, index: all.addresses.index[0]! };

const originsOf = ({ overlays = [] }: GeneratedBatch) => overlays.map(({ origin }) => origin);

describe('a window that is made again', () => {
  it('has a user’s file over it, as it has among the others of its slice, with bunches', () => {
    const { generated } = windowEvent({ ...setup, overlay }, event);
    expect(originsOf(generated)).toEqual([...originsOf(all), 'overlay muons']);
    const { time, addresses, particles } = generated.overlays!.at(-1)!;
    expect(time.length).toBeGreaterThan(2);
    const spacing = 5 * bucketPeriod;
    for (const at of time) expect(at / spacing).toBeCloseTo(Math.round(at / spacing), 6);
    const chain = makeTimedChain({ ...setup, overlay });
    const job = { kind: 'windows', slice: 0, first: 0, count: 1000 } as const;
    const among = chain.generate(job).overlays!.at(-1)!;
    const own = [...among.event.keys()].filter((seed) => among.event[seed] === 0);
    expect([...addresses.index]).toEqual(own.map((seed) => among.addresses.index[seed]));
    expect([...particles.px]).toEqual([...among.particles.px.subarray(0, own.length)]);
  });
});

describe('an event of a run under a user’s file', () => {
  const run = {
    version: '0.1.0',
    seed: 3,
    run: 1,
    rate: 1e5,
    points: [{ generator: 'mumu', config: {} }],
    schedule: [0],
    config: { ...nominalConfig() },
    menu: physicsMenu,
    overlay: { name: 'there/muons,rate=5MHz', hash: 'abc' },
  } as unknown as RunRecord;
  const given = { ...overlay, name: 'here/muons,rate=5MHz' };

  it('is made again under that file, wherever it lies now', () => {
    const { generated } = recordedEvent(run, event, given);
    expect(originsOf(generated)).toEqual(['overlay here/muons,rate=5MHz']);
  });

  it('is not shown without it, under another one, or with other words behind its name', () => {
    const refused = (other: typeof given | undefined) => () => recordedEvent(run, event, other);
    expect(refused(undefined)).toThrow(/there\/muons,rate=5MHz sha256:abc was laid over/);
    expect(refused({ ...given, hash: 'abd' })).toThrow(/--overlay gives here/);
    expect(refused({ ...given, name: 'here/muons,rate=4MHz' })).toThrow(/--overlay gives here/);
    const { overlay: _, ...plain } = run;
    expect(() => recordedEvent(plain, event, given)).toThrow(/^no file was laid over/);
    expect(recordedEvent(plain, event).generated.overlays).toBeUndefined();
  });
});
