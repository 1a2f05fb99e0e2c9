import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import {
  firstSegment,
  priorityRadius,
  secondRadius,
  segmentsIn,
} from '../../../triggers/cdc/layout.js';
import {
  expertFor,
  inputCount,
  inputWindows,
  neuroInputs,
} from '../../../triggers/cdc/neuro-inputs.js';
import { quantizationSchema } from '../../../triggers/cdc/neuro-quantization.js';
import { segmentSchema, track2dSchema } from '../../../triggers/cdc/objects.js';

interface TestSegment {
  readonly superLayer: number;
  /** Wire number of the reference cell. */
  readonly number: number;
  readonly position?: number;
  readonly leftRight?: number;
  /** Priority time [ticks]. */
  readonly time?: number;
}

const standard = parseConfig(quantizationSchema, {}, 'test');
const phi = 0.7;
const omega = 4e-3;

/**
 * Inputs of a track with azimuth `phi` and curvature `omega` when its event has these segments,
 * which ascend in super-layer.
 */
function inputsOf(
  list: readonly TestSegment[],
  {
    quantized = false,
    quantization = standard,
    eventTime = 0,
    timed = true,
    attached = [-1, -1, -1, -1, -1] as readonly number[],
    azimuth = phi,
  } = {},
): { inputs: number[]; mask: number } {
  const segments = new TableBuilder(segmentSchema);
  for (const { superLayer, number, position = 3, leftRight = 3, time = 0 } of list) {
    segments.reserve(1);
    const row = segments.rowCount++;
    const { columns } = segments;
    const count = segmentsIn[superLayer]!;
    columns.segment[row] = firstSegment[superLayer]! + ((number + 2 * count) % count);
    columns.superLayer[row] = superLayer;
    columns.position[row] = position;
    columns.leftRight[row] = leftRight;
    columns.priorityTime[row] = time;
  }
  segments.endEvent();
  const tracks = new TableBuilder(track2dSchema);
  tracks.reserve(1);
  tracks.rowCount = 1;
  tracks.columns.phi[0] = azimuth;
  tracks.columns.omega[0] = omega;
  attached.forEach((row, axial) => {
    tracks.columns[`segment${2 * axial}` as 'segment0'][0] = row;
  });
  tracks.endEvent();
  const found = neuroInputs(quantized ? quantization : undefined)({
    segments: segments.take(),
    tracks2d: tracks.take(),
    eventTime: Int16Array.of(eventTime),
    eventTimeSource: Uint8Array.of(timed ? timeSource.histogram : timeSource.fastestPriority),
  });
  return {
    inputs: [...found.inputs.values.subarray(0, inputCount)],
    mask: found.masks.values[0]!,
  };
}

/** Where the track crosses the priority wires of a super-layer [cells]. */
const crossing = (superLayer: number, radius = priorityRadius[superLayer]!): number =>
  ((phi - Math.asin((radius * omega) / 2)) * segmentsIn[superLayer]!) / (2 * Math.PI);
const near = (superLayer: number, place: number): number =>
  Math.round(crossing(superLayer) + place);

describe('experts', () => {
  it('are chosen by the missing stereo super-layer; two missing leave none', () => {
    const all = 0b111111111;
    expect(
      [all, all & ~(1 << 7), all & ~(1 << 5), all & ~(1 << 3), all & ~(1 << 1)].map(expertFor),
    ).toEqual([0, 1, 2, 3, 4]);
    expect(expertFor(0b010101010)).toBe(0);
    expect([all & ~0b10000010, all & ~0b101000, 0b101010101, 0].map(expertFor)).toEqual([
      -1, -1, -1, -1,
    ]);
  });
});

describe('inputs of the networks', () => {
  it('are place, signed drift time, half the crossing angle; zeros without a segment', () => {
    const number = near(3, 4);
    const { inputs, mask } = inputsOf([{ superLayer: 3, number, leftRight: 2, time: 64 }]);
    expect(mask).toBe(1 << 3);
    // Azimuth and curvature are stored in single precision.
    expect(inputs[9]).toBeCloseTo((number - crossing(3) - 4) / 4, 5);
    expect(inputs[10]).toBe(0.25);
    expect(inputs[11]).toBeCloseTo(Math.asin((priorityRadius[3]! * omega) / 2) / 2, 6);
    expect(inputs.filter((_, input) => input < 9 || input > 11)).toEqual(Array(24).fill(0));
  });

  it('are the same wherever around the chamber the track is, across φ = 0 and π too', () => {
    const count = segmentsIn[3]!;
    for (let turned = -count / 2; turned < count / 2; turned++) {
      const whole = phi + (2 * Math.PI * turned) / count;
      const azimuth = whole > Math.PI ? whole - 2 * Math.PI : whole;
      const number = near(3, 4);
      const { inputs, mask } = inputsOf([{ superLayer: 3, number: number + turned }], { azimuth });
      expect(mask, `${turned} cells further`).toBe(1 << 3);
      expect(inputs[9]).toBeCloseTo((number - crossing(3) - 4) / 4, 4);
    }
  });

  it('count the drift time negative on the right and zero when the side is undetermined', () => {
    const drift = (leftRight: number): number =>
      inputsOf([{ superLayer: 1, number: near(1, -4), leftRight, time: 100 }]).inputs[4]!;
    expect([drift(1), drift(2), drift(3)]).toEqual([-100 / 256, 100 / 256, 0]);
  });

  it('place segments of second priority half a cell beside, at the radius of that wire', () => {
    const number = near(1, -4);
    const placeOf = (position: number): number =>
      inputsOf([{ superLayer: 1, number, position }]).inputs[3]! * 4 - 4;
    expect(placeOf(2)).toBeCloseTo(number + 0.5 - crossing(1, secondRadius[1]), 4);
    expect(placeOf(2) - placeOf(1)).toBeCloseTo(1, 9);
  });

  it.each(inputWindows.map((window, superLayer) => ({ superLayer, ...window })))(
    'take segments of super-layer $superLayer from $low to $high cells only',
    ({ superLayer, low, high }) => {
      const attached = [0, 2, 4, 6, 8].map((axial) => (axial === superLayer ? 0 : -1));
      for (let place = -16; place <= 16; place++) {
        const number = near(superLayer, place);
        const inside =
          number - crossing(superLayer) >= low && number - crossing(superLayer) <= high;
        expect(inputsOf([{ superLayer, number }], { attached }).mask !== 0).toBe(inside);
      }
    },
  );

  it('take axial segments only when the finder attached them', () => {
    const list = [-1, 0, 1].map((place) => ({ superLayer: 2, number: near(2, place) }));
    expect(inputsOf(list).mask).toBe(0);
    const { inputs } = inputsOf(list, { attached: [-1, 1, -1, -1, -1] });
    expect(inputs[6]).toBeCloseTo((near(2, 0) - crossing(2)) / 2, 4);
  });

  it('prefer a known side, then the shortest drift time', () => {
    const number = near(5, -4);
    const chosen = (...others: readonly [leftRight: number, time: number][]): number =>
      inputsOf(
        others.map(([leftRight, time], index) => ({
          superLayer: 5,
          number: number + index,
          leftRight,
          time,
        })),
      ).inputs[16]!;
    expect(chosen([3, 10], [2, 200])).toBe(200 / 256);
    expect(chosen([2, 90], [1, 80], [2, 70])).toBe(70 / 256);
  });

  it('take the last of equal segments, with a known side or without', () => {
    const place = (...sides: readonly number[]): number =>
      inputsOf(
        sides.map((leftRight, index) => ({
          superLayer: 5,
          number: near(5, -4) + index,
          leftRight,
          time: 70,
        })),
      ).inputs[15]!;
    const [first, second] = [near(5, -4), near(5, -4) + 1].map(
      (number) => (number - crossing(5) + 4) * 0.125,
    );
    expect(place(2, 2)).toBeCloseTo(second!, 4);
    expect(place(3, 3)).toBeCloseTo(second!, 4);
    expect(place(2, 3)).toBeCloseTo(first!, 4);
  });

  it('leave out segments before the event time or more than 256 ticks after it', () => {
    const used = (time: number): boolean =>
      inputsOf([{ superLayer: 7, number: near(7, 5), time }], { eventTime: 10 }).mask !== 0;
    expect([9, 10, 266, 267].map(used)).toEqual([false, true, true, false]);
  });

  it('count from the earliest segment of the track when the event has no time', () => {
    const list = [
      { superLayer: 1, number: near(1, 30), leftRight: 2, time: 5 },
      { superLayer: 3, number: near(3, 4), leftRight: 2, time: 20 },
      { superLayer: 5, number: near(5, -4), leftRight: 2, time: 52 },
    ];
    const { inputs } = inputsOf(list, { timed: false, eventTime: 5 });
    expect([inputs[10], inputs[16]]).toEqual([0, 32 / 256]);
  });

  it('lie on the grid of the firmware, within its last bits of the exact ones', () => {
    const list = [1, 3, 5, 7].map((superLayer) => ({
      superLayer,
      number: near(superLayer, inputWindows[superLayer]!.centre),
      leftRight: 1,
      time: 33,
    }));
    const exact = inputsOf(list).inputs;
    const fixed = inputsOf(list, { quantized: true }).inputs;
    fixed.forEach((value, input) => {
      // Angles halve a grid of 2⁻¹²; everything else fits 2⁻¹².
      expect(Number.isInteger(value * 2 ** 13)).toBe(true);
      // A cell of the outermost super-layer is 1/56 rad: the angles' 2⁻¹² and the cells' 2⁻⁸ come
      // to 0.02 cells at most.
      expect(Math.abs(value - exact[input]!)).toBeLessThan(0.02);
    });
  });

  it('lie on another grid when it is chosen: crossing angles to the step above or below', () => {
    const exact = inputsOf([{ superLayer: 1, number: near(1, -4) }]).inputs[5]! * 2;
    const angle = (rounding: 'round' | 'truncate'): number => {
      const quantization = { ...standard, angle: { bits: 5, rounding } };
      return (
        inputsOf([{ superLayer: 1, number: near(1, -4) }], { quantized: true, quantization })
          .inputs[5]! *
        2 *
        32
      );
    };
    expect([angle('truncate'), angle('round')]).toEqual([
      Math.floor(exact * 32),
      Math.round(exact * 32),
    ]);
    expect(angle('truncate')).not.toBe(angle('round'));
  });
});
