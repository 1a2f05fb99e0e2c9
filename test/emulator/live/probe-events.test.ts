import { lastValueFrom, of } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { probeEvents } from '../../../emulator/live/probe-events.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { probeChain, probePlan, probeSetup } from '../../../emulator/studies/probes.js';
import { hasBit, outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

/** Little lies over the probes, but something does. */
const { machine: whole, config } = playedMachine(
  { machine: '2022-peak', machineSet: ['backgrounds.scale=0.1'] },
  nominalConfig(),
);
const machine = { ...whole, classes: whole.classes.filter(({ source }) => source === 111) };
const setup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };
const probes = [
  { card: loadCard('two-track'), rate: 400 },
  { card: loadCard('single-photon'), rate: 400 },
];

describe('events of probes', () => {
  const events = probeEvents(setup, probes);
  afterAll(() => events.close());
  const shadow = probeSetup(setup, probes);
  const [job] = probePlan(shadow, probes).jobs(3);

  it('come in two jobs beside the first slice, each once, in one beside others', () => {
    const [some, rest, ...none] = probePlan(shadow, probes).jobs(0);
    expect(some).toMatchObject({ first: 0, count: 16 });
    expect(rest!.first).toBe(16);
    expect(rest!.count).toBeGreaterThan(0);
    expect([none, probePlan(shadow, probes).jobs(3).slice(1)]).toEqual([[], []]);
  });

  it('are those of the cards over the machine: the lines that the run counted', async () => {
    const chain = probeChain(shadow);
    const batch = await lastValueFrom(of(job!).pipe(chain.decide));
    events.note(1, batch);
    const index = batch.eventCount - 1;
    const address = { run: 2 ** 31 + 1, slice: 3, index };
    expect(events.of('single-photon').latest()).toEqual({ slice: 3, index });
    expect(events.of('two-track').latest()).toBeUndefined();
    const shown = await events.event(address);
    expect(shown).toMatchObject({ address, source: 'probe of card single-photon' });
    const fired = compileMenu(physicsMenu).lines.filter(({ number }) =>
      hasBit(batch.ftdlBits, outputWords, index, number),
    );
    expect(fired.length).toBeGreaterThan(0);
    expect(shown.explanation?.ftdl).toEqual(fired.map(({ name }) => name));
  });

  it('are refused in words where there are none', async () => {
    expect(events.run).toBe(2 ** 31 + 1);
    await expect(events.event({ run: events.run, slice: 3, index: 10_000 })).rejects.toMatchObject({
      code: 'USAGE_EVENT',
    });
    expect(() => events.of('two-tracks')).toThrow(
      'no probe of card "two-tracks" is played; nearest is "two-track"; there are: two-track, ' +
        'single-photon',
    );
  });
});
