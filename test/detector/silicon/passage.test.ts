import { describe, expect, it } from 'vitest';
import { muonMass, speedOfLight } from '../../../detector/base/constants.js';
import { degree } from '../../../detector/base/units.js';
import { Helix } from '../../../detector/helix.js';
import { pxdSensors } from '../../../detector/pxd/geometry.js';
import type { SiliconDeposits } from '../../../detector/silicon/deposit.js';
import { placeOnSensor, type SensorList } from '../../../detector/silicon/sensors.js';
import { svdSensors } from '../../../detector/svd/geometry.js';
import { exact, momentum, type Shot } from '../cdc/chamber.js';
import { crossingsOf } from './crossings.js';

const detectors = (crossings: ReturnType<typeof crossingsOf>) =>
  [
    { list: pxdSensors, deposits: crossings.pixels },
    { list: svdSensors, deposits: crossings.strips },
  ] as const;

/** Crossings of each layer, by event. */
function layerCounts(list: SensorList, { offsets, sensor }: SiliconDeposits): number[][] {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const counts = list.layers.map(() => 0);
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
      counts[list.layerIndex[sensor[row]!]!]!++;
    return counts;
  });
}

/** Muons all around, at z where no layer has a gap between sensors. */
const around = (pt: number, count: number, theta = 90, z = 1): Shot[][] =>
  Array.from({ length: count }, (_, number) => [
    {
      pdg: number % 2 === 0 ? 13 : -13,
      p: momentum(pt, theta * degree, (2 * Math.PI * (number + 0.5)) / count),
      vertex: [0, 0, z] as const,
    },
  ]);

describe('ladders', () => {
  it('leave no gap: stiff tracks cross each layer once, and twice where ladders overlap', () => {
    for (const { list, deposits } of detectors(crossingsOf(around(10, 720), exact))) {
      for (const counts of layerCounts(list, deposits)) {
        for (const count of counts) expect([1, 2]).toContain(count);
      }
    }
  });

  it('are crossed as often by tracks followed from layer to layer as by undisturbed ones', () => {
    const whole = crossingsOf(around(0.4, 500), exact);
    const split = crossingsOf(around(0.4, 500), { ...exact, material: { scale: 1e-12 } });
    for (const [index, { deposits }] of detectors(whole).entries()) {
      const other = detectors(split)[index]!.deposits;
      // The undisturbed ones come back after a turn and more: count the way out only.
      const outward = ({ sensor, time }: SiliconDeposits) =>
        Array.from(sensor).filter((_, row) => time[row]! < 1.2);
      expect(outward(other)).toEqual(outward(deposits));
      const times = ({ time }: SiliconDeposits) => Array.from(time).filter((value) => value < 1.2);
      const wholeTimes = times(deposits);
      for (const [row, value] of times(other).entries())
        expect(value).toBeCloseTo(wholeTimes[row]!, 4);
    }
  });

  it('are met on the helix: within 1 µm, and at its time', () => {
    const helix = new Helix();
    for (const pt of [0.1, 0.3, 2]) {
      for (const theta of [30, 60, 90, 120]) {
        const shots = around(pt, 20, theta, 0.3);
        for (const { list, deposits } of detectors(crossingsOf(shots, exact))) {
          shots.forEach(([shot], event) => {
            const { p, vertex = [0, 0, 0], pdg } = shot!;
            helix.set(...vertex, ...p, pdg > 0 ? -1 : 1, 1.5);
            const first = deposits.offsets[event]!;
            if (first === deposits.offsets[event + 1]) return;
            const [x, y, z] = placeOnSensor(
              list,
              deposits.sensor[first]!,
              deposits.u[first]!,
              deposits.v[first]!,
            );
            const length = helix.lengthToCylinder(Math.hypot(x, y));
            helix.moveTo(length);
            expect(Math.hypot(helix.x - x, helix.y - y, helix.z - z)).toBeLessThan(1e-4);
            const beta = Math.hypot(...p) / Math.hypot(...p, muonMass);
            expect(deposits.time[first]).toBeCloseTo(
              (length * helix.stretch) / (beta * speedOfLight),
              5,
            );
          });
        }
      }
    }
  });

  it('see curling tracks on the way out and on the way back', () => {
    // A radius of 11.1 cm: out of the vertex detector and in again, nearly a whole turn of 70 cm.
    const { strips } = crossingsOf(around(0.05, 40), {
      ...exact,
      transport: { ...exact.transport, maxPath: 68 },
    });
    const counts = layerCounts(svdSensors, strips);
    // Between two ladders of layer 3 a track that is bent so much may slip through, once.
    for (const layers of counts) expect(layers.join(' ')).toMatch(/^[1234] [234] [234] [234]$/);
    expect(counts.filter(([layer3]) => layer3 === 1).length).toBeLessThan(4);
  });

  it('cover 17° to 150° with six layers, slanted sensors forward', () => {
    for (const theta of [17.5, 25, 45, 90, 130, 149.5]) {
      const crossings = crossingsOf(around(3, 60, theta, 0.2), exact);
      for (const { list, deposits } of detectors(crossings)) {
        const counts = layerCounts(list, deposits);
        const missed = counts.flat().filter((count) => count === 0).length;
        // Gaps between sensors of a ladder may be in the way.
        expect(missed, `${theta}°`).toBeLessThan(0.35 * counts.flat().length);
      }
    }
    const { strips } = crossingsOf(around(3, 60, 25, 0.2), exact);
    const slanted = Array.from(strips.sensor).filter(
      (sensor) => svdSensors.sensors[sensor]!.slant > 0,
    );
    expect(slanted.length).toBeGreaterThan(2.5 * 60);
  });

  it('see the same of an event whatever events came before', () => {
    const shots = around(0.7, 12);
    const together = crossingsOf(shots).strips;
    const last = crossingsOf(shots.map((event, number) => (number < 11 ? [] : event))).strips;
    const from = together.offsets[11]!;
    for (const name of ['sensor', 'u', 'v', 'energy', 'time'] as const)
      expect(last[name]).toEqual(together[name].slice(from));
  });

  it('are entered under the angle of the track', () => {
    const { strips } = crossingsOf(around(10, 90, 60), exact);
    for (const [row, sensor] of strips.sensor.entries()) {
      if (svdSensors.sensors[sensor]!.slant > 0) continue;
      // Along the ladder's normal a track at 60° goes as far as its obliqueness in rφ lets it.
      expect(strips.slopeV[row]! / Math.hypot(1, strips.slopeU[row]!)).toBeCloseTo(
        1 / Math.tan(60 * degree),
        3,
      );
    }
  });

  it('are entered under the angle to their own plane, slanted ones too', () => {
    const shots = around(100, 90, 25, 0.2);
    const { strips } = crossingsOf(shots, exact);
    let slanted = 0;
    shots.forEach(([shot], event) => {
      for (let row = strips.offsets[event]!; row < strips.offsets[event + 1]!; row++) {
        const sensor = strips.sensor[row]!;
        if (svdSensors.sensors[sensor]!.slant > 0) slanted++;
        const [along, across] = (
          [
            [0, 1],
            [1, 0],
          ] as const
        ).map(([u, v]) => {
          const from = placeOnSensor(svdSensors, sensor, -u, -v);
          return placeOnSensor(svdSensors, sensor, u, v).map(
            (end, axis) => (end - from[axis]!) / 2,
          );
        }) as [number[], number[]];
        const normal = [0, 1, 2].map(
          (axis) =>
            across[(axis + 1) % 3]! * along[(axis + 2) % 3]! -
            across[(axis + 2) % 3]! * along[(axis + 1) % 3]!,
        );
        const dot = (axis: readonly number[]): number =>
          axis.reduce((sum, component, index) => sum + component * shot!.p[index]!, 0);
        const out = Math.abs(dot(normal));
        expect(strips.slopeV[row]).toBeCloseTo(dot(along) / out, 2);
        expect(strips.slopeU[row]).toBeCloseTo(dot(across) / out, 2);
      }
    });
    expect(slanted).toBeGreaterThan(2.5 * 90);
  });
});
