import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordedEvents } from '../../../emulator/daq/events-record.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { b2l1 } from '../../support/command.js';
import { collect, eventsOf, syntheticBatch, temporaryDirectory } from './support.js';

const scratch = temporaryDirectory();

interface Replayed {
  readonly events: number;
  readonly differing: number;
  readonly limits: readonly string[];
  readonly lines: readonly {
    readonly name: string;
    readonly replayed: number | null;
    readonly gainedOfRefused?: number;
    readonly complete: boolean;
  }[];
}

/** Records photons of 0.2 s of beam and decides them again. */
async function recordedWith(name: string, ...flags: readonly string[]) {
  const directory = join(scratch, name);
  const card = ['--card', 'single-photon', '--rate', '2kHz', '--workers', '1'];
  const run = ['run', ...card, '--port', '0', '--pace', 'max', '--beam-time', '0.2s'];
  const { code, stderr } = await b2l1(...run, '--record', directory, ...flags);
  expect(code, stderr).toBe(0);
  const replay = async (...more: readonly string[]) => {
    const again = await b2l1('replay', directory, '--json', ...more);
    expect(again.code, again.stderr).toBe(0);
    return JSON.parse(again.stdout) as Replayed;
  };
  return { replay, items: await collect((await openRecording(directory)).items()) };
}

describe('events that are recorded', () => {
  it('are the accepted ones, with those that pass though they are refused', () => {
    const batch = syntheticBatch(1, 0, 9);
    expect([...recordedEvents(batch)]).toEqual([0, 3, 6]);
    const passed = Uint8Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1);
    expect([...recordedEvents({ ...batch, passed })]).toEqual([0, 1, 3, 6, 8]);
  });
});

describe('a recording of all events', () => {
  it('holds those that were refused with their hits, so that every line is complete', async () => {
    const { replay, items } = await recordedWith('all', '--record-all');
    const records = eventsOf(items);
    const played = records.reduce((sum, each) => sum + each.played, 0);
    const refused = records.reduce((sum, each) => sum + each.refused!.filter(Boolean).length, 0);
    expect(records.reduce((sum, { index }) => sum + index.length, 0)).toBe(played);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(played);

    expect(await replay()).toMatchObject({ events: played, differing: 0 });
    const { differing, lines, limits } = await replay('--menu', 'ecl');
    expect(differing).toBe(0);
    expect(lines.every(({ complete }) => complete)).toBe(true);
    expect(limits[0]).toMatch(/holds every event that was decided/);
    expect(await replay('--regenerate')).toMatchObject({ differing: 0, recorded: played });
  });
});
