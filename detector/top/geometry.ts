import { atan2, cos, sin } from '../base/elementary.js';
import { cm, mm } from '../base/units.js';

/**
 * The TOP counter: 16 flat quartz bars around the chamber, each with a mirror at its forward end
 * and photodetectors behind a prism at its backward end. Bars stand 47.7 cm apart in azimuth and
 * are 45 cm wide, so that 6 % of the azimuth lies in gaps.
 * @see basf2 top/data/TOPBelleII.xml (radius, width, thickness, ends, prism, photodetectors),
 * arXiv:2406.02935 (16 modules)
 */
export const moduleCount = 16;
/** Azimuth from a module to the next [rad]. */
export const modulePitch = (2 * Math.PI) / moduleCount;

/** Distance of the middle of a bar from the axis [cm]; its inner face is at 119 cm. */
export const barDistance = 120 * cm;
/** Thickness of a bar [cm]. */
export const barThickness = 20 * mm;
/** Width of a bar [cm]. */
export const barWidth = 450 * mm;
/** z of the end of the bars towards the prism [cm]. */
export const barBackward = -75 * cm;
/** z of the end of the bars at the mirror [cm]. */
export const barForward = 190 * cm;
/** Plane of the photodetectors, behind the prism of 10 cm. */
export const detectorPlane = barBackward - 10 * cm;

/** Photodetectors of a module: 16 columns across the bar in 2 rows, number = row · 16 + column. */
export const pmtColumns = 16;
/** Photodetectors of a module. */
export const pmtCount = 2 * pmtColumns;
/** Side of a photodetector [cm]. */
export const pmtSize = 27.5 * mm;
/** Side of the active area of a photodetector [cm]. */
export const pmtActive = 22 * mm;

/**
 * Azimuth of the middle of a module 0–15: slot 1 of the experiment is centred on 11.25° (recalled,
 * not verified).
 */
export const modulePhi = (module: number): number => (module + 0.5) * modulePitch;

/** x of the unit vector across each bar, away from the axis. */
export const normalX = Float64Array.from({ length: moduleCount }, (_, module) =>
  cos(modulePhi(module)),
);
/** y of the unit vector across each bar, away from the axis. */
export const normalY = Float64Array.from({ length: moduleCount }, (_, module) =>
  sin(modulePhi(module)),
);

/**
 * Module 0–15 whose share of the azimuth holds a point.
 * @see D-117
 */
export function moduleAt(x: number, y: number): number {
  const module = Math.floor(atan2(y, x) / modulePitch);
  return module < 0 ? module + moduleCount : module;
}
