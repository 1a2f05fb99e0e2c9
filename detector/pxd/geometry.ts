import { degree, mm, um } from '../base/units.js';
import { type LadderLayer, listSensors, type Sensor } from '../silicon/sensors.js';

/**
 * The pixel detector: 8 and 12 ladders of a forward and a backward module.
 * @see basf2 pxd/data/PXD-Components.xml (radii of the sensitive layer, shift, positions and
 * sensitive areas), PXD.xml (azimuths)
 */
export const columnCount = 250;
/** Rows of a module, along z. */
export const rowCount = 768;
/** Pixels of a module. */
export const pixelsPerSensor = columnCount * rowCount;
/**
 * Rows with the longer pitch, counted from the readout at the outer end of a module; the others are
 * next to the collisions.
 */
export const longRowCount = 512;
/** Pitch of columns [cm]. */
export const columnPitch = 50 * um;
/** Longer pitch of rows by layer [cm]. */
export const longRowPitch = [60 * um, 85 * um] as const;
/** Shorter pitch of rows by layer, next to the collisions [cm]. */
export const shortRowPitch = [55 * um, 70 * um] as const;
/** Thickness of the silicon of a module [cm]. */
export const pixelThickness = 75 * um;

/** Half of the width of all columns [cm]. */
export const halfWidth = (columnCount * columnPitch) / 2;
/**
 * The windmill shifts a module by 3.5 mm; its sensitive area is 0.85 mm off its middle, to the side
 * that leaves no gap in azimuth.
 */
const shift = 2.65 * mm;

function layerOf(
  index: 0 | 1,
  radius: number,
  ladderCount: number,
  forwardZ: number,
  backwardZ: number,
): LadderLayer {
  const halfLength =
    (longRowCount * longRowPitch[index] + (rowCount - longRowCount) * shortRowPitch[index]) / 2;
  const sensorAt = (z: number): Sensor => ({
    radius,
    z,
    slant: 0,
    halfLength,
    halfWidthBackward: halfWidth,
    halfWidthForward: halfWidth,
    thickness: pixelThickness,
  });
  return {
    layer: index + 1,
    ladderCount,
    phi: 0,
    shift,
    sensors: [sensorAt(forwardZ), sensorAt(backwardZ)],
  };
}

/** Modules 0–39: 8 ladders of layer 1, then 12 of layer 2, forward before backward. */
export const pxdSensors = listSensors([
  layerOf(0, 14 * mm, 8, 36.8255 * mm, -8.8255 * mm),
  layerOf(1, 22 * mm, 12, 50.1305 * mm, -12.1305 * mm),
]);
/** Modules of a complete detector: 40. */
export const pxdSensorCount = pxdSensors.sensors.length;

/** Forward modules are read out at their forward end, backward ones at their backward end. */
export const isForward = (sensor: number): boolean => sensor % 2 === 0;

/** What may be installed; one and a half: the first layer and two ladders of the second. */
export const pixelLayers = ['one', 'one-and-a-half', 'two'] as const;
/** Which pixel layers are installed. */
export type PixelLayers = (typeof pixelLayers)[number];

/**
 * Ladders of layer 2 that were there in the first years.
 * @see basf2 pxd/data/PXD-Run1.xml: at 90° and 120°
 */
const earlyLadders: readonly number[] = [4, 5];

/** Whether a sensor is there with some layers installed. */
export function isInstalled(sensor: number, layers: PixelLayers): boolean {
  const { layer, ladder } = pxdSensors.names[sensor];
  return (
    layer === 1 ||
    layers === 'two' ||
    (layers === 'one-and-a-half' && earlyLadders.includes(ladder))
  );
}

/**
 * Continuous row of a place on a sensor, 0 at its outer end to `rowCount` at the inner one; `v`
 * [cm].
 */
export function rowAt(sensor: number, v: number): number {
  const layer = pxdSensors.layerIndex[sensor];
  const { halfLength } = pxdSensors.sensors[sensor];
  const fromOutside = isForward(sensor) ? halfLength - v : halfLength + v;
  const long = longRowCount * longRowPitch[layer];
  return fromOutside < long
    ? fromOutside / longRowPitch[layer]
    : longRowCount + (fromOutside - long) / shortRowPitch[layer];
}

/** v [cm] of a continuous row. */
export function placeOfRow(sensor: number, row: number): number {
  const layer = pxdSensors.layerIndex[sensor];
  const { halfLength } = pxdSensors.sensors[sensor];
  const fromOutside =
    Math.min(row, longRowCount) * longRowPitch[layer] +
    Math.max(0, row - longRowCount) * shortRowPitch[layer];
  return isForward(sensor) ? halfLength - fromOutside : fromOutside - halfLength;
}

/** Place u on a sensor [cm] of a continuous column. */
export const placeOfColumn = (column: number): number => column * columnPitch - halfWidth;

/** One number for each pixel. */
export const pixelOf = (sensor: number, column: number, row: number): number =>
  (sensor * rowCount + row) * columnCount + column;

/**
 * Azimuths at which layer 2 is there with 1.5 layers, without what only the edges of ladders cover
 * [rad].
 */
export const earlyAzimuths: readonly [from: number, to: number] = [85 * degree, 135 * degree];
