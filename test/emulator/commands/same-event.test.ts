import { afterAll, describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { explainCommand } from '../../../emulator/commands/explain.js';
import { sameEventCommand } from '../../../emulator/commands/same-event.js';
import { liveEvents } from '../../../emulator/live/events.js';
import { cardProgram, machineProgram, type Program } from '../../../emulator/live/program.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { loadCard } from '../../../emulator/studies/card.js';
import type { LiveProbe } from '../../../emulator/studies/probes.js';
import type { EventDisplay } from '../../../monitor/ports.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { inProcess } from '../../support/in-process.js';

const options = {
  seed: 1,
  menu: 'physics',
  conditions: 'nominal',
  set: [],
  machineSet: [],
};
const settings = {
  machine: '2022-peak',
  changes: '',
  overlay: '',
  card: '',
  decay: 'on',
} as const;
const address = { run: 1, slice: 20, index: 3 };

describe('the command that makes an event of a run again', () => {
  it('names what the run was started with, as far as it is not the default', () => {
    expect(sameEventCommand(options, settings)(address)).toBe(
      'b2l1 explain --machine 2022-peak --seed 1 --event 1:20:3',
    );
    const asked = {
      ...options,
      seed: 7,
      menu: "my menu's.yaml",
      conditions: 'own.yaml',
      set: ['ecl.geometry=projective'],
      machineSet: ['ler.current=1 A'],
    };
    const played = { ...settings, changes: 'c.yaml', overlay: 'f.hepmc,rate=20kHz', decay: 'off' };
    expect(sameEventCommand(asked, { ...played, decay: 'off' })(address)).toBe(
      "b2l1 explain --machine 2022-peak --machine-set 'ler.current=1 A' --changes c.yaml " +
        "--overlay f.hepmc,rate=20kHz --decay off --menu 'my menu'\\''s.yaml' " +
        '--conditions own.yaml --set ecl.geometry=projective --seed 7 --event 1:20:3',
    );
  });

  it('names the card that is played, without a machine, and the point that made the event', () => {
    expect(
      sameEventCommand(options, { ...settings, card: 'dark-photon' })(address, {
        point: 2,
        rate: 5000,
      }),
    ).toBe('b2l1 explain --process dark-photon --point 2 --rate 5000Hz --seed 1 --event 1:20:3');
  });

  it('names the card of a probe over the machine, but not where the machine changes', () => {
    const made = { card: 'two-track', point: 0, rate: 2500 };
    expect(sameEventCommand(options, settings)(address, made)).toBe(
      'b2l1 explain --process two-track --point 0 --rate 2500Hz --machine 2022-peak --seed 1 ' +
        '--event 1:20:3',
    );
    const changing = { ...settings, changes: 'c.yaml' };
    expect(sameEventCommand(options, changing)(address, made)).toBeUndefined();
    expect(sameEventCommand(options, changing)(address)).toContain('--changes c.yaml');
  });
});

describe('the event that it makes', () => {
  const closing: (() => void)[] = [];
  afterAll(() => closing.forEach((close) => close()));
  /** Events of a run that was started with these settings. */
  function eventsOf(
    setup: Parameters<typeof liveEvents>[0]['setup'],
    program: Program,
    own: Partial<Parameters<typeof sameEventCommand>[1]>,
    probes: readonly LiveProbe[] = [],
  ) {
    const commandOf = sameEventCommand(
      { ...options, seed: setup.seed, machineSet: ['backgrounds.scale=0.1'] },
      { ...settings, ...own },
    );
    const events = liveEvents({
      setup,
      program,
      probes,
      menu: compileMenu(setup.menu),
      source: 'a test',
      commandOf,
      clock: performance,
      log: quietLog,
    });
    closing.push(events.close);
    return events;
  }
  /** What the command of an event says of it. */
  async function explained({ command, address }: EventDisplay) {
    const args = command!.split(' ').slice(2);
    const { out } = await inProcess(explainCommand, [...args, '--json']);
    expect(JSON.parse(out).address).toEqual(address);
    return JSON.parse(out);
  }
  /** As JSON has it: without numbers that it cannot write. */
  const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  async function expectSame(event: EventDisplay): Promise<void> {
    const { explanation } = event;
    const again = await explained(event);
    expect(again.stages).toEqual(asJson(explanation!.stages));
    expect(again.ftdl).toEqual(explanation!.ftdl);
    expect(again.window ?? null).toEqual(asJson(explanation!.window));
  }

  it('is that of a card whose points take turns', async () => {
    const card = loadCard('dark-photon');
    const { points, schedule } = card;
    const config = nominalConfig();
    const setup = { seed: 3, run: 2, config, menu: physicsMenu, points, rate: 5000 };
    const events = eventsOf(setup, cardProgram(setup, schedule), { card: 'dark-photon' });
    await expectSame(await events.event({ run: 2, slice: 4, index: 3 }));
  });

  it('is that of a window of the machine, and of a probe over it', async () => {
    const { machine, config } = playedMachine(
      { machine: '2022-peak', machineSet: ['backgrounds.scale=0.1'] },
      nominalConfig(),
    );
    const setup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };
    const probes = [
      { card: loadCard('single-photon'), rate: 200 },
      { card: loadCard('two-track'), rate: 200 },
    ];
    const events = eventsOf(setup, machineProgram(setup), {}, probes);
    const first = { run: 1, slice: 2, index: 0 };
    const nearest = await events.event(first).catch(({ message }: Error) => {
      expect(message).toContain('seed 0 of slice 2 of run 1 opens no window');
      return events.event({ ...first, index: Number(/\d+$/.exec(message)) });
    });
    await expectSame(nearest);
    await expectSame(await events.event({ run: 2 ** 31 + 1, slice: 1, index: 2 }));
  });
});
