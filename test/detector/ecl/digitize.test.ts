import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { RandomStream } from '../../../detector/base/random.js';
import { cellOfCrystal, crystalsOfCell } from '../../../detector/ecl/crystals.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import { type EclDeposits, type EclHits, eclDepositSchema } from '../../../detector/ecl/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { fittedAmplitude } from './waveforms.js';

type Row = readonly [crystal: number, energy: number, time: number];

function table(events: readonly (readonly Row[])[]): EclDeposits {
  const builder = new TableBuilder(eclDepositSchema);
  for (const rows of events) {
    builder.reserve(rows.length);
    for (const [crystal, energy, time] of rows) {
      const row = builder.rowCount++;
      builder.columns.crystal[row] = crystal;
      builder.columns.energy[row] = energy;
      builder.columns.time[row] = time;
    }
    builder.endEvent();
  }
  return builder.take();
}

function digitize(lists: readonly EclDeposits[], raw: unknown = {}): EclHits {
  const events = (lists[0]?.offsets.length ?? 1) - 1;
  return ecl.digitize(parseConfig(ecl.schema, raw, 'test'), { seed: 3 })(
    lists,
    sliceAddresses(0, 0, 0, events),
  );
}

const quiet = { noise: 0, calibration: 1 };
/** A crystal of the barrel, two neighbours in its trigger cell, and one of another cell. */
const [first, second, third, elsewhere] = [3000, 3001, 3002, 3050] as const;

/** Energy read in one crystal of one event, 0 where it is not read out. */
const reading = (...rows: Row[]) => digitize([table([rows])], quiet).crystals.energy[0] ?? 0;

describe('a crystal in time', () => {
  it('reads all of a 1 GeV photon at any time of flight, and up to a sample off', () => {
    for (const time of [-560, -300, -20, 0, 7, 16.5, 40, 300, 560])
      expect(Math.abs(reading([first, 1, time]) - 1)).toBeLessThan(1e-6);
    expect(Math.abs(reading([first, 0.6, 8], [first, 0.4, 14]) - 1)).toBeLessThan(1e-5);
  });

  it('reads all of two showers in one event, each at its own time', () => {
    const { crystals } = digitize(
      [
        table([
          [
            [first, 1, 0],
            [elsewhere, 0.5, 500],
          ],
        ]),
      ],
      quiet,
    );
    expect([...crystals.energy]).toEqual([expect.closeTo(1, 6), expect.closeTo(0.5, 6)]);
  });

  it('reads less of what comes further off, and measures its time up to a sample off', () => {
    expect(reading([first, 1, -1000])).toBeCloseTo(0.664 / 0.876, 2);
    expect(reading([first, 1, 1000])).toBeCloseTo(0.666 / 0.876, 2);
    const timeOf = (time: number) =>
      digitize([table([[[first, 2, time]]])], quiet).crystals.time[0];
    expect(Math.abs((timeOf(300) ?? 0) - 300)).toBeLessThan(6);
    expect(Math.abs((timeOf(1200) ?? 0) - 566)).toBeLessThan(6);
    expect(Math.abs((timeOf(-1200) ?? 0) + 566)).toBeLessThan(6);
  });

  it('reads less than 3 % of a shower that came 3 µs early', () => {
    const shower = (time: number): Row[] => [
      [first, 0.8, time],
      [second, 0.12, time],
      [elsewhere, 0.08, time],
    ];
    const sum = (time: number) =>
      digitize([table([shower(time)])], quiet).crystals.energy.reduce((total, e) => total + e, 0);
    expect(sum(0)).toBeCloseTo(1, 6);
    expect(sum(-3000)).toBeLessThan(0.03);
    expect(sum(-3000)).toBeGreaterThanOrEqual(0);
  });

  it('does not read tracks 3 µs apart as one: the early lowers, the late hardly adds', () => {
    expect(reading([first, 0.2, 8], [first, 0.2, -3000])).toBeCloseTo(0.2 * 0.82, 2);
    expect(reading([first, 0.2, 8], [first, 0.2, 3000])).toBeCloseTo(0.2 * 1.05, 2);
    expect(reading([first, 0.2, -18_000], [second, 0.2, 9000])).toBe(0);
  });

  it('finds the time of what adds to its energy, not of what came long before', () => {
    const { crystals } = digitize(
      [
        table([
          [
            [first, 2, 10],
            [first, 2, -3000],
          ],
        ]),
      ],
      quiet,
    );
    expect(Math.abs((crystals.time[0] ?? 0) - 10)).toBeLessThan(6);
  });

  it('names a crystal once, however its deposits cancel', () => {
    // What −3 µs takes off, what 0 adds, and again.
    const rows: Row[] = [
      [first, 0.18034, 0],
      [first, 1, -3000],
      [first, 0.5, 0],
      [first, 0, 0],
      [first, 0, 0],
    ];
    expect([...digitize([table([rows])], quiet).crystals.crystal]).toEqual([first]);
  });

  it('leaves the pulses of trigger cells at any time', () => {
    const { crystals, cellPulses } = digitize(
      [table([[[first, 0.5, -3000]], [[first, 0.5, -20_000]]])],
      quiet,
    );
    expect(crystals.energy).toHaveLength(0);
    expect([...cellPulses.amplitude]).toEqual([0.5, 0.5]);
    expect([...cellPulses.time]).toEqual([-3000, -20_000]);
  });
});

it('pile-up of 1 MeV photons at 1 MHz per crystal is 1.6 ± 0.1 MeV of noise (Campbell)', () => {
  const [window, start, rate] = [26.1, -17.6, 1];
  const events = 12_000;
  const random = new RandomStream();
  random.seed(11, 0, 0, 0, 1);
  const uniform = () => random.uniform();
  const pile = Array.from({ length: events }, () => {
    const rows: Row[] = [[first, 0.3, 10]];
    // Arrival times of a Poisson process: exponential steps [µs].
    for (
      let at = -Math.log(1 - uniform()) / rate;
      at < window;
      at -= Math.log(1 - uniform()) / rate
    )
      rows.push([first, 0.001, 1000 * (start + at)]);
    return rows;
  });
  const { energy } = digitize([table(pile)], quiet).crystals;
  expect(energy).toHaveLength(events);
  const mean = energy.reduce((sum, e) => sum + e, 0) / events;
  const spread = Math.sqrt(energy.reduce((sum, e) => sum + (e - mean) ** 2, 0) / events);
  // σ² = rate · E² · ∫w², from waveforms fitted one by one; a spread is known to 1/√2N = 0.65 %.
  let square = 0;
  for (let time = -17_600; time < 8500; time += 20)
    square += 0.02 * fittedAmplitude([[1, time]]) ** 2;
  const campbell = 0.001 * Math.sqrt(rate * square);
  expect(Math.abs(spread / campbell - 1)).toBeLessThan(0.026);
  expect(Math.abs(spread / 0.001 - 1.6)).toBeLessThan(0.1);
  // The pedestal takes the mean off: 26 MeV have come.
  expect(Math.abs(mean - 0.3)).toBeLessThan(0.0001);
});

describe('the ECL front end', () => {
  it('has the crystals it tests in the cells it claims', () => {
    expect(cellOfCrystal[second]).toBe(cellOfCrystal[first]);
    expect(cellOfCrystal[third]).toBe(cellOfCrystal[first]);
    expect(cellOfCrystal[elsewhere]).not.toBe(cellOfCrystal[first]);
  });

  it('sums the deposits of all lists in a crystal before the threshold', () => {
    const collision = table([[[first, 0.0012, 10]]]);
    const background = table([[[first, 0.0012, 40]]]);
    expect(digitize([collision], quiet).crystals.energy).toHaveLength(0);
    const { crystals } = digitize([collision, background], quiet);
    expect([...crystals.energy]).toEqual([expect.closeTo(0.0024, 6)]);
    // Mean of the two times, blurred by 1684 / 2.4 / 2.576 = 272 ns.
    expect(Math.abs((crystals.time[0] ?? 0) - 25)).toBeLessThan(1500);
  });

  it('sums crystals of a cell, times weighted by energy, without cells under 30 MeV', () => {
    const { cellPulses } = digitize(
      [
        table([
          [
            [first, 0.02, 10],
            [second, 0.03, 20],
            [elsewhere, 0.029, 10],
          ],
        ]),
      ],
      quiet,
    );
    expect([...cellPulses.cell]).toEqual([cellOfCrystal[first]]);
    expect(cellPulses.amplitude[0]).toBeCloseTo(0.05, 6);
    expect(cellPulses.time[0]).toBeCloseTo(16, 4);
  });

  it('keeps pulses of different 100 ns apart, in order of time, and rows in order of cell', () => {
    const rows: Row[] = [
      [elsewhere, 0.2, 320],
      [first, 0.1, 150],
      [elsewhere, 0.05, -90],
      [second, 0.1, 160],
      [first, 0.04, 950],
    ];
    const { cellPulses } = digitize([table([rows])], quiet);
    const pulses = [...cellPulses.cell].map((cell, row) => [
      cell,
      Number(cellPulses.amplitude[row]?.toFixed(4)),
      Math.round(cellPulses.time[row] ?? 0),
    ]);
    const low = cellOfCrystal[first] ?? 0;
    const high = cellOfCrystal[elsewhere] ?? 0;
    const expected = [
      [low, 0.2, 155],
      [low, 0.04, 950],
      [high, 0.05, -90],
      [high, 0.2, 320],
    ].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    expect(pulses).toEqual(expected);
  });

  it('adds the noise of all crystals of a cell to its pulse, of one crystal to a hit', () => {
    const events = 20_000;
    const { crystals, cellPulses } = digitize([
      table(
        Array.from(
          { length: events },
          () =>
            [
              [first, 0.5, 10],
              [second, 0.001, 10],
            ] as Row[],
        ),
      ),
    ]);
    const spread = (values: Float32Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    // 20000 values: 2.5 % is five standard deviations. The crystal of 1 MeV passes 2 MeV in 4e-4 of
    // the events.
    const cell = 0.0003 * Math.sqrt(crystalsOfCell[cellOfCrystal[first] ?? 0] ?? 0);
    expect(Math.abs(spread(cellPulses.amplitude) / cell - 1)).toBeLessThan(0.025);
    const energies = crystals.energy.filter((energy) => energy > 0.1);
    expect(energies).toHaveLength(events);
    expect(Math.abs(spread(energies) / 0.0003 - 1)).toBeLessThan(0.025);
  });

  it('reads out crystals from 2 MeV, noise included', () => {
    const energies = [0.0019, 0.0021];
    const { crystals } = digitize([table(energies.map((e) => [[first, e, 10]]))], quiet);
    expect([...crystals.offsets]).toEqual([0, 0, 1]);
    // 2.5 MeV are 1.7 σ above the threshold: 95 % of 2000 are 1900 ± 10.
    const noisy = digitize([table(Array.from({ length: 2000 }, () => [[first, 0.0025, 10]]))], {
      calibration: 1,
    });
    expect(Math.abs(noisy.crystals.energy.length - 1904)).toBeLessThan(50);
  });

  it('adds the noise of a cell to its first pulse alone', () => {
    const rows: Row[] = [
      [first, 0.2, 10],
      [second, 0.25, 450],
    ];
    const { cellPulses } = digitize([table([rows])], { calibration: 1 });
    expect(cellPulses.amplitude[0]).not.toBe(Math.fround(0.2));
    expect(cellPulses.amplitude[1]).toBe(0.25);
  });

  it('measures times to max(3.5, 1684/E[MeV]) ns at 99 %', () => {
    const events = 20_000;
    for (const [energy, interval] of [
      [0.05, 33.7],
      [0.1, 16.8],
      [2, 3.5],
    ] as const) {
      const { crystals } = digitize(
        [table(Array.from({ length: events }, () => [[first, energy, 10]] as Row[]))],
        quiet,
      );
      const outside =
        crystals.time.filter((time) => Math.abs(time - 10) > interval).length / events;
      // 1 % of 20000 is 200 ± 14.
      expect(Math.abs(outside - 0.01)).toBeLessThan(0.0035);
    }
  });

  it('gives an event the same hits whether it comes alone or in a batch', () => {
    const events: Row[][] = [
      [[first, 0.3, 12]],
      [],
      [
        [second, 0.4, 12],
        [third, 0.1, 13],
      ],
    ];
    const config = parseConfig(ecl.schema, {}, 'test');
    const together = ecl.digitize(config, { seed: 3 })([table(events)], sliceAddresses(1, 2, 0, 3));
    const stage = ecl.digitize(config, { seed: 3 });
    const apart = events.map((rows, index) =>
      stage([table([rows])], sliceAddresses(1, 2, index, 1)),
    );
    expect(apart.flatMap(({ crystals }) => [...crystals.energy])).toEqual([
      ...together.crystals.energy,
    ]);
    expect(apart.flatMap(({ crystals }) => [...crystals.time])).toEqual([
      ...together.crystals.time,
    ]);
    expect(apart.flatMap(({ cellPulses }) => [...cellPulses.amplitude])).toEqual([
      ...together.cellPulses.amplitude,
    ]);
    expect([...together.crystals.offsets]).toEqual([0, 1, 1, 3]);
  });
});
