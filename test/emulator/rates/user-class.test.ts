import { lastValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { kHz } from '../../../detector/base/units.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import type { UserOverlay } from '../../../emulator/chain/user-overlay.js';
import { openRates } from '../../../emulator/rates/rates.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { makeTimedChain } from '../../../emulator/settings/timed-chain.js';
import { muonOverlay } from '../../support/muon-overlay.js';

/** Muon pairs, nothing that strays, and a user's file. */
const opened = (overlay: UserOverlay) =>
  openRates({
    version: 'test',
    seed: 1,
    menu: loadMenu('physics'),
    conditions: 'nominal',
    config: nominalConfig(),
    machine: loadMachine('2022-peak', ['backgrounds.on=false']),
    collisions: {
      classes: [
        {
          name: 'μμ(γ)',
          source: 4,
          tier: 'anchor',
          origin: 'collision',
          generator: 'mumu',
          config: {},
          nanobarns: 1,
        },
      ],
      notes: [],
    },
    events: 240,
    emptyWindows: 1,
    overlay,
  });

describe('particles of a user in rates', () => {
  it('are a class of their own: Hz of each line that they fire, by their rate', async () => {
    // Tracks of 1, 2 and 3 GeV/c at right angles.
    const rates = opened(muonOverlay(5 * kHz));
    expect(rates.setup.overlay).toBeUndefined();
    const { decide } = makeTimedChain(rates.setup);
    for await (const job of rates.jobs(() => false))
      rates.add(job, await lastValueFrom(of(job).pipe(decide)));
    const { sources, lines, notes, totalHz, modelLowHz, modelHighHz, overlay } = rates.document();
    const [pairs, own] = sources;
    expect(sources).toHaveLength(2);
    expect(own).toMatchObject({ name: 'overlay muons', origin: 'user', tier: 'anchor' });
    expect(own!.seedHz).toBeCloseTo(5000, 6);
    expect(own!.events).toBeGreaterThan(100);
    // A single energetic track is what stt is for; a given rate has no band.
    expect(own!.l1Hz).toBeGreaterThan(2500);
    expect(totalHz).toBeCloseTo(own!.l1Hz + pairs!.l1Hz, 6);
    expect([modelLowHz / totalHz, modelHighHz / totalHz]).toEqual([1, 1]);
    const stt = lines.find(({ name }) => name === 'stt')!;
    const byThem = stt.sources.find(({ name }) => name === 'overlay muons')!;
    expect(byThem.hz).toBeGreaterThan(2500);
    expect(byThem.hz).toBeLessThanOrEqual(5000 + 1e-6);
    expect(overlay).toBe('muons sha256:abc');
    expect(notes).toContainEqual({
      code: 'OVERLAY_CLASS',
      message: expect.stringMatching(/^muons: its 3 events are a class of their own at 5 kHz/),
      count: 3,
    });
    expect(notes.map(({ code }) => code)).not.toContain('UNSEEDED_HITS');
  });

  it('are laid over the events of all classes where they are recorded hits', () => {
    const recorded: UserOverlay = {
      name: 'record',
      hash: 'def',
      content: { kind: 'hits', events: 1, hits: {} },
    };
    const rates = opened(recorded);
    expect(rates.setup.overlay).toBe(recorded);
    const { sources, notes } = rates.document();
    expect(sources).toHaveLength(1);
    expect(notes.map(({ code }) => code)).toContain('UNSEEDED_HITS');
  });
});
