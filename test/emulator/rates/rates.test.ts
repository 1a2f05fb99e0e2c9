import { describe, expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { collisionsAt } from '../../../emulator/rates/event-class.js';
import { openRates, type WatchedWindows } from '../../../emulator/rates/rates.js';
import type { RatesDocument } from '../../../emulator/rates/rates-document.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { makeTimedChain } from '../../../emulator/settings/timed-chain.js';
import { collisionClasses } from '../../../emulator/sources/collision-classes.js';
import { lastValueFrom, of } from 'rxjs';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';

const config = nominalConfig();
const collisions = collisionClasses(beams(config.beams));
const at = (luminosity: number) => collisionsAt(collisions.classes, luminosity);

/** Rates of some events, decided in this thread, batches in the order of a number of workers. */
async function ratesOf(
  events: number,
  machine = loadMachine('2022-peak'),
  more: Partial<Parameters<typeof openRates>[0]> = {},
): Promise<RatesDocument> {
  const opened = openRates({
    ...more,
    collisions,
    version: 'test',
    seed: 1,
    menu: loadMenu('physics'),
    conditions: 'nominal',
    config,
    machine,
    events,
    emptyWindows: 50,
  });
  const { decide } = makeTimedChain(opened.setup);
  for await (const job of opened.jobs(() => false))
    opened.add(job, await lastValueFrom(of(job).pipe(decide)));
  return opened.document();
}

describe('rates', () => {
  it('of collisions go with the luminosity, of the sky not: 51.6 Hz of BB̄ at 4.65e34', () => {
    const [once, peak] = [at(1e34), at(4.65e34)];
    for (const [place, { origin, name }] of collisions.classes.entries())
      expect(peak[place]!.hz / once[place]!.hz, name).toBeCloseTo(
        origin === 'collision' ? 4.65 : 1,
        9,
      );
    expect(
      collisions.classes.filter(({ origin }) => origin !== 'collision').map(({ name }) => name),
    ).toStrictEqual(['cosmic muons']);
    // 1.110 nb.
    expect(peak.find(({ generator }) => generator === 'bbbar')?.hz).toBeCloseTo(51.6, 1);
  });

  it('of all sources are the total; of lines, those before prescale are above', async () => {
    const document = await ratesOf(300);
    const { sources, lines, totalHz, totalErrorHz, luminosity } = document;
    const accepted = sources.reduce((sum, { l1Hz }) => sum + l1Hz, 0);
    expect(accepted / totalHz).toBeCloseTo(1, 9);
    const strays = sources.filter(({ origin }) => origin === 'stray' || origin === 'injection');
    // Nine sources in two tiers, and pairs.
    expect(strays).toHaveLength(19);
    const squares = sources.reduce((sum, { errorHz }) => sum + errorHz * errorHz, 0);
    // What all or no events do has an error of one event by itself.
    expect(Math.sqrt(squares)).toBeGreaterThanOrEqual(totalErrorHz);
    for (const { l1Hz, seedHz, windowHz, errorHz, events } of strays) {
      expect(errorHz).toBeGreaterThanOrEqual((1 - 1e-9) * (seedHz / events));
      expect(l1Hz).toBeLessThanOrEqual(windowHz + 1e-9);
      expect(windowHz).toBeLessThanOrEqual(seedHz + 1e-6);
    }
    expect(strays.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(100);
    for (const { ftdlHz, psnmHz, exclusiveHz, prescale, sources: own } of lines) {
      if (ftdlHz === null) continue;
      expect(psnmHz).toBeCloseTo(prescale === 0 ? 0 : ftdlHz / prescale, 9);
      expect(exclusiveHz).toBeLessThanOrEqual(psnmHz! + 1e-9);
      expect(own.reduce((sum, { hz }) => sum + hz, 0)).toBeCloseTo(ftdlHz, 6);
    }
    expect(lines.reduce((most, { psnmHz }) => Math.max(most, psnmHz ?? 0), 0)).toBeLessThan(
      totalHz,
    );
    const background = strays.reduce((sum, { l1Hz }) => sum + l1Hz, 0);
    const [pairs] = strays.filter(({ generator }) => generator === 'two-photon-ee');
    // Half and twice of what is not calculated, more or less: events have other weights then.
    const uncertain = background - pairs!.l1Hz;
    expect(document.modelHighHz - totalHz).toBeGreaterThan(0.7 * uncertain);
    expect(totalHz - document.modelLowHz).toBeGreaterThan(0.7 * (uncertain / 2));
    for (const { hz, exclusiveHz, lowHz, highHz } of document.families) {
      expect(exclusiveHz).toBeLessThanOrEqual(hz + 1e-9);
      expect([lowHz, hz, highHz]).toStrictEqual([lowHz, hz, highHz].toSorted((a, b) => a - b));
    }
    // Of each source but the pairs, and the spectra.
    expect(document.model).toHaveLength(10);
    // Of 50 windows none fires: 3.0/(50 · 491.3 ns).
    expect(document.bounds.map(({ hz }) => Math.round(hz / 1000))).toStrictEqual([122]);
    expect(document.backgroundTracks.hz).toBeLessThanOrEqual(background);
    expect(luminosity.live + luminosity.vetoed).toBeCloseTo(luminosity.delivered, -20);
    expect(document.notes.map(({ code }) => code)).toContain('RATES_MODEL');
  });

  it('show their windows, by class, and what other triggers make of them', async () => {
    const menu = loadMenu('physics');
    const softer = emulatorConfig({}, ['bits.ecl.sums.ehigh=0.2 GeV']);
    const seen: WatchedWindows[] = [];
    const { sources, totalHz } = await ratesOf(300, loadMachine('2022-peak'), {
      otherTriggers: [softer, config],
      watch: (windows) => seen.push(windows),
    });
    const kept = new KeptChances(compileMenu(menu));
    let [total, changed] = [0, 0];
    for (const { stratum, batch, risingBits } of seen) {
      expect(risingBits).toHaveLength(3);
      expect(risingBits[2]).toEqual(risingBits[0]);
      if (risingBits[1]!.some((word, at) => word !== risingBits[0]![at])) changed++;
      const source = sources[stratum];
      if (source === undefined) continue;
      for (const [window, weight] of batch.weights.entries())
        if (weight > 0 && kept.look(risingBits[0]!, window) > 0)
          total += (source.seedHz / source.events) * kept.chances.at(-1)!;
    }
    expect(total / totalHz).toBeCloseTo(1, 9);
    expect(changed).toBeGreaterThan(3);
    for (const [stratum, { events }] of sources.entries()) {
      const own = seen.filter((windows) => windows.stratum === stratum);
      expect(own.reduce((sum, { job }) => sum + job.count, 0)).toBe(events);
    }
  });

  it('below the Υ(4S) leave out B pairs, and say so', () => {
    const below = emulatorConfig({ beams: { preset: 'Y4S-60MeV' } });
    const { classes, notes } = collisionClasses(beams(below.beams));
    expect(classes.map(({ generator }) => generator)).not.toContain('bbbar');
    expect(classes).toHaveLength(collisions.classes.length - 1);
    expect(notes.map(({ message }) => message).join()).toMatch(/left out: generator "bbbar"/);
    expect(collisions.notes).toHaveLength(0);
  });

  it('say that noise of the conditions gives way to the hits of the machine', () => {
    const noisy = emulatorConfig({ cdc: { noiseRate: '100 kHz' } });
    const menu = loadMenu('physics');
    const machine = loadMachine('2022-peak');
    const common = { version: 'test', seed: 1, conditions: 'mine', events: 100, emptyWindows: 0 };
    const opened = openRates({ ...common, menu, config: noisy, machine, collisions });
    const told = opened.document().notes.map(({ message }) => message);
    expect(told.join()).toContain('cdc.noiseRate of the conditions: not used');
    expect(told.join()).not.toContain('top.noiseRate');
  });
});
