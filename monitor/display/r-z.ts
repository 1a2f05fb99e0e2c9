import { degree } from '../../detector/base/units.js';
import { ringCount } from '../../detector/ecl/rings.js';
import type { DisplayChamber, EventDisplay } from '../ports.js';
import { superLayerShapes } from './cdc-shapes.js';
import { depthOf, energyByRing, firedAreas, ringSection } from './ecl-shapes.js';
import { drawAxes, type Frame, makeFrame, scaleFor } from './frame.js';
import {
  clusterHint,
  clusterNames,
  drawRim,
  haloed,
  isNamed,
  particleHint,
  type RimLabel,
  stepsOfCluster,
  stepsOfTrack,
  symbolOf,
  trackHint,
} from './labels.js';
import { inWords, summaryOf } from './listing.js';
import { type DisplayPalette, energyColor } from './palette.js';
import { drawTruth, longitudinal } from './paths.js';
import { diamond, type Drawing, hint, label, objectName, part, pathThrough, tag } from './svg.js';

/** Extent of the view in z and in r, upper half positive [cm]. */
const zRange = [-160, 252] as const;
const rRange = [-181, 181] as const;
/** Rectangle on which names stand [cm]. */
const rim = { forward: 241, backward: -149, r: 172 };
/** Where stripes at the beam line begin and end: arrows of the beams [cm]. */
const beamEnds = { forward: 232, backward: -140, length: 34 };

/** Scale at which the view is `width` pixels wide. */
export const rZScale = (width: number): number => scaleFor(zRange, width);

/**
 * The event in z and distance from the axis: 0° < φ < 180° in the upper half, the rest in the
 * lower one.
 */
export function drawRZ(display: EventDisplay, palette: DisplayPalette, scale: number): Drawing {
  const frame = makeFrame(zRange, rRange, scale);
  const { chamber } = display;
  const body = [
    drawChamber(frame, palette),
    drawRings(display, frame, palette),
    drawBeams(frame, palette),
    drawTruth(display.particles, palette, frame, longitudinal),
    drawTracks(chamber, frame, palette),
    drawClusters(display, frame, palette),
    drawRim(rimLabels(display, frame), palette, (angle) => rimPlace(frame, angle), 25),
    drawAxes(frame, palette, ['z [cm]', 'r [cm], up: 0° < φ < 180°']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'Longitudinal view (r–z)',
    note: 'wire hits have no z and are not drawn; found tracks where they have a 3-D fit',
    description:
      `${summaryOf(display)} Forward, the direction of the electron beam, is to the right; ` +
      'what lies at 0° < φ < 180° is in the upper half. Wire hits have no z and are not drawn.',
    body: body.join('\n'),
  };
}

function drawChamber(frame: Frame, palette: DisplayPalette): string {
  return superLayerShapes
    .flatMap(({ section, isStereo }) =>
      [1, -1].map((side) =>
        tag('path', {
          d: pathThrough(
            section.map(([z, r]) => [frame.x(z), frame.y(side * r)] as const),
            true,
          ),
          fill: isStereo ? palette.tint : 'none',
          stroke: palette.outline,
          'stroke-width': 0.5,
        }),
      ),
    )
    .join('');
}

function drawRings(display: EventDisplay, frame: Frame, palette: DisplayPalette): string {
  const energies = energyByRing(display);
  const { halfRings } = firedAreas(display);
  const bodies: string[] = [];
  const bars: string[] = [];
  for (let half = 0; half < 2 * ringCount; half++) {
    const ring = half % ringCount;
    const side = half < ringCount ? 1 : -1;
    const outline = (depth: number): string =>
      pathThrough(
        ringSection(ring, depth).map(([z, r]) => [frame.x(z), frame.y(side * r)] as const),
        true,
      );
    const fired = halfRings.has(half);
    const style = fired
      ? { fill: palette.cellFill, stroke: palette.cell }
      : { fill: palette.tint, stroke: palette.outline };
    bodies.push(
      tag('path', {
        d: outline(1),
        ...style,
        'stroke-width': 0.4,
        'data-part': fired ? 'segments' : undefined,
      }),
    );
    const energy = energies[half]!;
    if (energy <= 0) continue;
    const words = `ring ${ring + 1}, ${side > 0 ? 'upper' : 'lower'} half: ${inWords(energy)}`;
    bars.push(
      tag('path', { d: outline(depthOf(energy)), fill: energyColor(palette, energy) }, hint(words)),
    );
  }
  return bodies.join('') + part('hits', bars.join(''));
}

/** The beams, and marks of the polar angle inside the calorimeter. */
function drawBeams(frame: Frame, palette: DisplayPalette): string {
  const { x, y } = frame;
  const arrow = (from: number, to: number): string => {
    const head = Math.sign(to - from) * 6;
    return tag('path', {
      d:
        `M${x(from).toFixed(1)} ${y(0).toFixed(1)}H${x(to).toFixed(1)}m${-head} -4l${head} ` +
        `4l${-head} 4`,
      stroke: palette.muted,
      fill: 'none',
    });
  };
  const text = { 'font-size': 11, fill: palette.muted, 'text-anchor': 'middle' };
  const { forward, backward, length } = beamEnds;
  const marks = [30, 60, 90, 120].flatMap((theta) => {
    const direction = theta * degree;
    const radius =
      theta === 90
        ? 118
        : Math.min(
            118 / Math.sin(direction),
            theta < 90 ? 190 / Math.cos(direction) : 96 / -Math.cos(direction),
          );
    return label(
      x(radius * Math.cos(direction)),
      y(radius * Math.sin(direction)) + 4,
      `${theta}°`,
      { ...text, 'font-size': 9 },
    );
  });
  return [
    arrow(backward, backward + length),
    arrow(forward, forward - length),
    label(x(backward + length / 2), y(0) - 7, 'e−', text),
    label(x(forward - length / 2), y(0) - 7, 'e+', text),
    ...marks,
  ].join('');
}

/** Tracks with a 3-D fit; the others have no z. */
function drawTracks({ tracks }: DisplayChamber, frame: Frame, palette: DisplayPalette): string {
  return tracks
    .map((track, row) => {
      const points = longitudinal(frame)(track.path);
      if (points.length === 0) return '';
      const attributes = {
        d: pathThrough(points),
        fill: 'none',
        stroke: palette.track,
        'stroke-width': 2.4,
        'stroke-opacity': 0.75,
      };
      const [x, y] = points.at(-1)!;
      const [x0, y0] = points[0]!;
      const back = 9 / Math.max(1, Math.hypot(x - x0, y - y0));
      const name = haloed(
        x + back * (x0 - x),
        y + back * (y0 - y) + 4,
        `T${row + 1}`,
        palette.track,
        palette.ground,
      );
      const line = {
        ...attributes,
        'stroke-linecap': 'round',
        ...objectName('track', row + 1),
      };
      return part(stepsOfTrack(track), tag('path', line, hint(trackHint(track, row))) + name);
    })
    .join('');
}

function drawClusters(display: EventDisplay, frame: Frame, palette: DisplayPalette): string {
  const { x, z } = display.clusters;
  return Array.from(x, (_, row) =>
    tag(
      'path',
      {
        d: diamond(frame.x(z[row]!), frame.y(clusterHeight(display, row))),
        fill: 'none',
        stroke: palette.cluster,
        'stroke-width': 1.8,
        'data-part': stepsOfCluster(display, row),
        ...objectName('cluster', row + 1),
      },
      hint(clusterHint(display, row)),
    ),
  ).join('');
}

function clusterHeight({ clusters: { x, y } }: EventDisplay, row: number): number {
  return (y[row]! >= 0 ? 1 : -1) * Math.hypot(x[row]!, y[row]!);
}

function rimLabels(display: EventDisplay, frame: Frame): readonly RimLabel[] {
  const clusters = clusterNames(display).map((text, row): RimLabel => {
    const angle = Math.atan2(clusterHeight(display, row), display.clusters.z[row]!);
    return { angle, text, kind: 'cluster', id: row + 1, hint: clusterHint(display, row) };
  });
  const particles = display.particles
    .map((particle, row) => ({ particle, id: row + 1 }))
    .filter(({ particle }) => isNamed(particle, 'longitudinal'))
    .flatMap(({ particle, id }): RimLabel[] => {
      const last = longitudinal(frame)(particle.path).at(-1);
      if (last === undefined) return [];
      const angle = Math.atan2(frame.y(0) - last[1], last[0] - frame.x(0));
      const text = symbolOf(particle.name);
      return [{ angle, text, kind: 'particle', id, hint: particleHint(particle) }];
    });
  return [...clusters, ...particles];
}

/** Where the direction from the origin leaves the rectangle of names [px]. */
function rimPlace({ x, y }: Frame, angle: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along =
    cos > 0 ? rim.forward / cos : cos < 0 ? rim.backward / cos : Number.POSITIVE_INFINITY;
  const across = sin === 0 ? Number.POSITIVE_INFINITY : rim.r / Math.abs(sin);
  const distance = Math.min(along, across);
  return [x(distance * cos), y(distance * sin)];
}
