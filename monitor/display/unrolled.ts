import { degree } from '../../detector/base/units.js';
import { cellOfCrystal, ringOfCrystal } from '../../detector/ecl/crystals.js';
import { regions } from '../../detector/ecl/rings.js';
import type { EventDisplay } from '../ports.js';
import { crystalPhi, crystalsOfFiredCells, ringEdges } from './ecl-shapes.js';
import { axisLeft, axisRight, minus } from './frame.js';
import {
  badge,
  clusterHint,
  clusterNames,
  isNamed,
  particleHint,
  stepsOfCluster,
  symbolOf,
} from './labels.js';
import { inWords, summaryOf } from './listing.js';
import { type DisplayPalette, energyColor } from './palette.js';
import { diamond, type Drawing, hint, label, objectName, part, tag } from './svg.js';

/** Room for axes [px], and range of the polar angle [degrees]. */
const left = axisLeft;
const right = axisRight;
const top = 6;
const bottom = 36;
const thetaFrom = 10;
const thetaTo = 158;

interface Plane {
  readonly x: (phi: number) => number;
  readonly y: (theta: number) => number;
  readonly width: number;
  readonly height: number;
}

/** The calorimeter unrolled: azimuth to the right, polar angle downward, forward on top. */
export function drawUnrolled(
  display: EventDisplay,
  palette: DisplayPalette,
  width: number,
  height: number,
): Drawing {
  const plane: Plane = {
    width,
    height,
    x: (phi) => left + ((phi + 180) / 360) * (width - left - right),
    y: (theta) => top + ((theta - thetaFrom) / (thetaTo - thetaFrom)) * (height - top - bottom),
  };
  const body = [
    drawRegions(plane, palette),
    drawCells(display, plane, palette),
    drawCrystals(display, plane, palette),
    drawDirections(display, plane, palette),
    drawClusters(display, plane, palette),
    drawAxes(plane, palette),
  ];
  return {
    width,
    height,
    title: 'ECL unrolled (θ–φ)',
    note: 'crosses: directions of true particles at production',
    description: summaryOf(display),
    body: body.join('\n'),
  };
}

/** Box of a crystal; azimuths from 180° on are at the left. */
function box(crystal: number, { x, y, width }: Plane) {
  const [phi, extent] = crystalPhi(crystal);
  const [low, high] = ringEdges[ringOfCrystal[crystal]!]!;
  return {
    x: x(phi >= 180 ? phi - 360 : phi),
    y: y(low),
    width: (extent / 360) * (width - left - right),
    height: y(high) - y(low),
  };
}

function drawRegions(plane: Plane, palette: DisplayPalette): string {
  return regions
    .map(({ name, first, last }) => {
      const y = plane.y(ringEdges[first]![0]);
      const height = plane.y(ringEdges[last]![1]) - y;
      const size = { x: left, y, width: plane.width - left - right, height };
      const text = { 'font-size': 11, fill: palette.muted, 'text-anchor': 'end' };
      return (
        tag('rect', { ...size, fill: palette.tint, stroke: palette.outline, 'stroke-width': 0.8 }) +
        label(plane.width - right - 5, y + 13, name, text)
      );
    })
    .join('');
}

function drawCells(display: EventDisplay, plane: Plane, palette: DisplayPalette): string {
  const { cell, energy } = display.cells;
  const energies = new Map(Array.from(cell, (id, row) => [id, energy[row]!]));
  const style = { fill: palette.cellFill, stroke: palette.cell, 'stroke-width': 0.4 };
  const drawn = crystalsOfFiredCells(display).map((crystal) => {
    const id = cellOfCrystal[crystal]! + 1;
    const words = hint(`trigger cell ${id}: ${inWords(energies.get(id) ?? 0)}`);
    return tag('rect', { ...box(crystal, plane), ...style, ...objectName('cell', id) }, words);
  });
  return part('segments', drawn.join(''));
}

function drawCrystals(
  { crystals: { crystal, energy } }: EventDisplay,
  plane: Plane,
  palette: DisplayPalette,
): string {
  const drawn = Array.from(crystal, (id, row) =>
    tag(
      'rect',
      {
        ...box(id, plane),
        fill: energyColor(palette, energy[row]!),
        ...objectName('crystal', id + 1),
      },
      hint(`crystal ${id + 1}: ${inWords(energy[row]!)}`),
    ),
  );
  return part('hits', drawn.join(''));
}

/** Directions of true particles at production. */
function drawDirections(
  { particles }: EventDisplay,
  { x, y, width }: Plane,
  palette: DisplayPalette,
): string {
  const named: (readonly [number, number])[] = [];
  return particles
    .map((particle, row) => {
      const [theta, phi] = [particle.theta / degree, particle.phi / degree];
      if (particle.kind === 'invisible' || theta < thetaFrom || theta > thetaTo) return '';
      const cross = {
        d: `M${(x(phi) - 5).toFixed(1)} ${y(theta).toFixed(1)}h10m-5 -5v10`,
        stroke: palette.ink,
        'stroke-width': 1.2,
      };
      const side = x(phi) > width - 60 ? -1 : 1;
      const at = [x(phi), y(theta)] as const;
      const isFree =
        isNamed(particle, 'longitudinal') &&
        named.every(([a, b]) => Math.abs(a - at[0]) > 20 || Math.abs(b - at[1]) > 13);
      if (isFree) named.push(at);
      const text = {
        'font-size': 12,
        fill: palette.ink,
        'text-anchor': side > 0 ? 'start' : 'end',
      };
      const name = !isFree
        ? ''
        : label(x(phi) + 7 * side, y(theta) + 13, symbolOf(particle.name), text);
      const words = hint(particleHint(particle));
      const attributes = { 'data-part': 'particles', ...objectName('particle', row + 1) };
      return tag('g', attributes, words + tag('path', cross) + name);
    })
    .join('');
}

function drawClusters(
  display: EventDisplay,
  { x: toX, y: toY, width }: Plane,
  palette: DisplayPalette,
): string {
  const { x, y, z } = display.clusters;
  return clusterNames(display)
    .map((name, row) => {
      const cx = toX(Math.atan2(y[row]!, x[row]!) / degree);
      const cy = toY(Math.atan2(Math.hypot(x[row]!, y[row]!), z[row]!) / degree);
      const mark = tag('path', {
        d: diamond(cx, cy, 9),
        fill: 'none',
        stroke: palette.cluster,
        'stroke-width': 1.8,
      });
      return tag(
        'g',
        { 'data-part': stepsOfCluster(display, row), ...objectName('cluster', row + 1) },
        hint(clusterHint(display, row)) +
          mark +
          badge(cx + (cx > width - 60 ? -24 : 24), cy - 9, name, palette),
      );
    })
    .join('');
}

function drawAxes({ x, y, width, height }: Plane, palette: DisplayPalette): string {
  const base = height - bottom;
  const text = { 'font-size': 11, fill: palette.muted };
  const step = width < 500 ? 90 : 60;
  const phis = Array.from({ length: 360 / step + 1 }, (_, index) => -180 + index * step);
  const phiTicks = phis.map(
    (phi) =>
      tag('line', { x1: x(phi), x2: x(phi), y1: base, y2: base + 4, stroke: palette.muted }) +
      label(x(phi), base + 15, minus(phi), {
        ...text,
        'text-anchor': phi === 180 ? 'end' : 'middle',
      }),
  );
  const thetaTicks = [15, 30, 60, 90, 120, 150].map(
    (theta) =>
      tag('line', { x1: left - 4, x2: left, y1: y(theta), y2: y(theta), stroke: palette.muted }) +
      label(left - 7, y(theta) + 4, String(theta), { ...text, 'text-anchor': 'end' }),
  );
  const title = { 'font-size': 12, fill: palette.ink, 'text-anchor': 'middle' };
  return [
    ...phiTicks,
    ...thetaTicks,
    label((left + width - right) / 2, base + 30, 'azimuth φ [degrees]', title),
    tag(
      'g',
      { transform: `translate(11 ${((top + base) / 2).toFixed(1)}) rotate(-90)` },
      label(0, 0, 'polar angle θ [degrees]', title),
    ),
  ].join('');
}
