import { afterEach, describe, expect, it } from 'vitest';
import type { Course } from '../../../emulator/live/course.js';
import { liveEvents, type LiveEvents } from '../../../emulator/live/events.js';
import { cardProgram } from '../../../emulator/live/program.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { outputWords } from '../../../triggers/batches.js';
import { compileMenu, findLine } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { sliceAddresses } from '../../../detector/event.js';
import { quietLog } from '../../monitor/synthetic-run.js';

/** The line `lml1` of the menu: its output bit as a word and a bit of it. */
const menu = compileMenu(eclMenu);
const { number } = menu.lines[findLine(menu, 'lml1')]!;
const word = number >> 5;
const bit = 1 << (number & 31);

/** A batch of three events: `lml1` rose in the first two and was kept in the second alone. */
const batch = (slice: number) => {
  const ftdlBits = new Uint32Array(3 * outputWords);
  const psnmBits = new Uint32Array(3 * outputWords);
  ftdlBits[word] = ftdlBits[outputWords + word] = psnmBits[outputWords + word] = bit;
  return { eventCount: 3, addresses: sliceAddresses(1, slice, 0, 3), ftdlBits, psnmBits };
};

describe('events of a live run', () => {
  let events: LiveEvents | undefined;
  let now = 0;
  afterEach(() => events?.close());
  const start = (): LiveEvents => {
    const points = [{ generator: 'gun', config: { minimum: '2 GeV' } }];
    const setup = { seed: 5, run: 1, config: emulatorConfig(), menu: eclMenu, points, rate: 2000 };
    events = liveEvents({
      setup,
      menu,
      program: cardProgram(setup, [0]),
      source: 'card of a test',
      clock: { now: () => now },
      log: quietLog,
    });
    return events;
  };

  it('are sampled at most twice a second, the accepted one of the newest batch', async () => {
    const live = start();
    expect(await live.sample()).toBeUndefined();
    live.note(batch(7));
    const first = await live.sample();
    expect(first).toMatchObject({
      address: { run: 1, slice: 7, index: 1 },
      source: 'card of a test',
      accepted: true,
    });
    live.note(batch(8));
    now += 499;
    expect(await live.sample()).toBe(first);
    now += 1;
    const second = await live.sample();
    expect(second?.address.slice).toBe(8);
    // Without a newer batch there is nothing new to show.
    now += 5000;
    expect(await live.sample()).toBe(second);
  });

  it('are made again by their address, the same in every respect', async () => {
    const live = start();
    now += 10_000;
    live.note(batch(9));
    const sampled = (await live.sample())!;
    const { explanation, ...event } = await live.event({ run: 1, slice: 9, index: 1 });
    expect(event).toEqual(sampled);
    expect(explanation?.ftdl).toEqual(sampled.lines);
    // What was decided upon it is known, since it was shown.
    expect(explanation?.lines.every(({ fired, fate }) => fired === (fate !== undefined))).toBe(
      true,
    );
  });

  it('are found by line, the latest in which it rose, with what became of it', async () => {
    const live = start();
    await expect(live.find({ line: 'lml1' })).rejects.toMatchObject({
      code: 'USAGE_EVENT',
      message: 'line "lml1" has not fired yet in run 1',
    });
    live.note(batch(9));
    live.note({ ...batch(10), ftdlBits: new Uint32Array(3 * outputWords) });
    const found = await live.find({ line: 'lml1' });
    expect(found).toMatchObject({ address: { run: 1, slice: 9, index: 1 }, accepted: true });
    const lines = found.explanation!.lines.filter(({ fired }) => fired);
    expect(lines.find(({ name }) => name === 'lml1')?.fate).toBe('kept');
    await expect(live.find({ line: 'lml' })).rejects.toMatchObject({
      code: 'MENU_UNKNOWN_LINE',
      message: expect.stringContaining('nearest is "lml'),
    });
    await expect(live.find({ probe: 'two-track' })).rejects.toMatchObject({
      code: 'CARD_UNKNOWN',
    });
  });

  it('of a machine are made without a look at the schedule of their slice', async () => {
    const points = [{ generator: 'gun', config: { minimum: '2 GeV' } }];
    const setup = { seed: 5, run: 1, config: emulatorConfig(), menu: eclMenu, points, rate: 2000 };
    const { job } = cardProgram(setup, [0]);
    const count = (): number => {
      throw new Error('the schedule is drawn');
    };
    const program = { job, count, seeds: () => new Float64Array(1) };
    events = liveEvents({
      setup,
      menu,
      program,
      source: 'a machine',
      clock: { now: () => now },
      log: quietLog,
    });
    expect(await events.event({ run: 1, slice: 9, index: 1 })).toMatchObject({
      address: { run: 1, slice: 9, index: 1 },
    });
  });

  it('come with the command that makes them while nothing was changed by command', async () => {
    const points = [{ generator: 'gun', config: { minimum: '2 GeV' } }];
    const setup = { seed: 5, run: 1, config: emulatorConfig(), menu: eclMenu, points, rate: 2000 };
    const legAt = (slice: number) => ({ number: slice < 9 ? 0 : 1, setup });
    events = liveEvents({
      setup,
      menu,
      program: cardProgram(setup, [0]),
      course: { legAt } as unknown as Course,
      source: 'card of a test',
      commandOf: ({ slice }) => `the command of slice ${slice}`,
      clock: { now: () => now },
      log: quietLog,
    });
    const before = await events.event({ run: 1, slice: 8, index: 1 });
    expect(before.command).toBe('the command of slice 8');
    expect((await events.event({ run: 1, slice: 9, index: 1 })).command).toBeUndefined();
  });

  it('are refused once the run is closed, those being made and later ones', async () => {
    const live = start();
    const address = { run: 1, slice: 9, index: 1 };
    const inHand = live.event(address);
    live.close();
    await expect(inHand).rejects.toMatchObject({ code: 'DISPLAY_ENDED' });
    await expect(live.event(address)).rejects.toMatchObject({ code: 'DISPLAY_ENDED' });
  });

  it('are refused with a reason when the run has no such event', async () => {
    const live = start();
    await expect(live.event({ run: 2, slice: 0, index: 0 })).rejects.toMatchObject({
      code: 'USAGE_EVENT',
    });
    await expect(live.event({ run: 1, slice: 9, index: 5000 })).rejects.toMatchObject({
      code: 'USAGE_EVENT',
    });
  });
});
