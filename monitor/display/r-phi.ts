import type { DisplayChamber, EventDisplay } from '../ports.js';
import {
  chamberInner,
  innerTrackRadius,
  isStereoWire,
  shortTrackRadius,
  superLayerShapes,
  wirePlace,
} from './cdc-shapes.js';
import {
  barrelFront,
  barrelPhiCount,
  barrelRear,
  depthOf,
  energyByPhi,
  firedAreas,
} from './ecl-shapes.js';
import { drawAxes, type Frame, makeFrame, scaleFor } from './frame.js';
import { inWords, summaryOf } from './listing.js';
import {
  clusterHint,
  clusterNames,
  drawRim,
  endOf,
  haloed,
  isNamed,
  particleHint,
  type RimLabel,
  stepsOfCluster,
  stepsOfTrack,
  symbolOf,
  trackHint,
  wireHint,
} from './labels.js';
import { type DisplayPalette, energyColor, timeColor } from './palette.js';
import { annulus, drawTruth, transverse } from './paths.js';
import { diamond, type Drawing, hint, label, objectName, part, pathThrough, tag } from './svg.js';

/** Extent of the view, and where names stand [cm]. */
const reach = 181;
const range = [-reach, reach] as const;
const rimRadius = 172;
/** Azimuth of one crystal of the barrel, and of one bin of short tracks [rad]. */
const crystalPitch = (2 * Math.PI) / barrelPhiCount;
const binPitch = (2 * Math.PI) / 64;
/** With more hits than this each is drawn smaller. */
const crowded = 800;

/** Scale at which the view is `width` pixels wide. */
export const rPhiScale = (width: number): number => scaleFor(range, width);

/** The event in the transverse plane. */
export function drawRPhi(display: EventDisplay, palette: DisplayPalette, scale: number): Drawing {
  const frame = makeFrame(range, range, scale);
  const { chamber } = display;
  const body = [
    drawChamber(frame, palette),
    drawBarrel(display, frame, palette),
    drawBins(chamber, frame, palette),
    drawHits(chamber, frame, palette),
    drawSegments(chamber, frame, palette),
    drawTruth(display.particles, palette, frame, transverse),
    drawTracks(chamber, frame, palette),
    drawClusters(display, frame, palette),
    drawRim(
      rimLabels(display),
      palette,
      (angle) => [frame.x(rimRadius * Math.cos(angle)), frame.y(rimRadius * Math.sin(angle))],
      25,
    ),
    drawAxes(frame, palette, ['x [cm]', 'y [cm]']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'Transverse view (r–φ)',
    note: 'barrel of the calorimeter only; the electron beam comes out of the page',
    description:
      `${summaryOf(display)} The electron beam comes out of the page; the barrel of the ` +
      'calorimeter only.',
    body: body.join('\n'),
  };
}

function drawChamber(frame: Frame, palette: DisplayPalette): string {
  const rings = superLayerShapes.map(({ inner, outer, isStereo }) =>
    tag('path', {
      d: annulus(frame, inner, outer),
      'fill-rule': 'evenodd',
      fill: isStereo ? palette.tint : 'none',
      stroke: palette.outline,
      'stroke-width': 0.5,
    }),
  );
  const names =
    frame.scale < 1.2
      ? []
      : superLayerShapes.map(({ name, inner, outer }) =>
          label(frame.x(0), frame.y(-(inner + outer) / 2) + 3, name, {
            'font-size': 8,
            fill: palette.muted,
            'text-anchor': 'middle',
          }),
        );
  const centre = `M${frame.x(0) - 4} ${frame.y(0)}h8M${frame.x(0)} ${frame.y(0) - 4}v8`;
  return [...rings, ...names, tag('path', { d: centre, stroke: palette.muted, fill: 'none' })].join(
    '',
  );
}

function drawBarrel(display: EventDisplay, frame: Frame, palette: DisplayPalette): string {
  const { phis } = firedAreas(display);
  const body = tag('path', {
    d: annulus(frame, barrelFront, barrelRear),
    'fill-rule': 'evenodd',
    fill: palette.tint,
    stroke: palette.outline,
    'stroke-width': 0.8,
  });
  const fired = [...phis]
    .map((phi) =>
      annulus(frame, barrelFront, barrelRear, phi * crystalPitch, (phi + 1) * crystalPitch),
    )
    .join('');
  const cells = tag('path', {
    d: fired,
    fill: palette.cellFill,
    stroke: palette.cell,
    'stroke-width': 0.7,
  });
  const bars = Array.from(energyByPhi(display), (energy, phi) => {
    if (energy <= 0) return '';
    const outer = barrelFront + (barrelRear - barrelFront) * depthOf(energy);
    const d = annulus(
      frame,
      barrelFront,
      outer,
      (phi + 0.08) * crystalPitch,
      (phi + 0.92) * crystalPitch,
    );
    return tag(
      'path',
      { d, fill: energyColor(palette, energy) },
      hint(`barrel, φ ${2.5 * phi}–${2.5 * (phi + 1)}°: ${inWords(energy)}`),
    );
  });
  return body + part('segments', fired === '' ? '' : cells) + part('hits', bars.join(''));
}

function drawHits(
  { hits: { wire, time } }: DisplayChamber,
  frame: Frame,
  palette: DisplayPalette,
): string {
  const size = Math.max(0.8, (wire.length > crowded ? 0.55 : 0.75) * frame.scale);
  const drawn = Array.from(wire, (id, row) => {
    const [x, y] = wirePlace(id);
    const words = hint(wireHint(id, time[row]!));
    const color = timeColor(palette, time[row]!);
    const place = { cx: frame.x(x), cy: frame.y(y) };
    return isStereoWire(id)
      ? tag(
          'circle',
          { ...place, r: size, fill: palette.ground, stroke: color, 'stroke-width': 0.9 },
          words,
        )
      : tag('circle', { ...place, r: size + 0.3, fill: color }, words);
  });
  return part('hits', drawn.join(''));
}

function drawSegments(
  { segments: { superLayer, track, x, y } }: DisplayChamber,
  frame: Frame,
  palette: DisplayPalette,
): string {
  const drawn = Array.from(superLayer, (layer, row) => {
    const corners = Array.from(
      { length: 6 },
      (_, corner) => [frame.x(x[6 * row + corner]!), frame.y(y[6 * row + corner]!)] as const,
    );
    const attached = track[row]! >= 0;
    const attributes = { d: pathThrough(corners, true), fill: 'none', 'stroke-linejoin': 'round' };
    const style = attached
      ? { stroke: palette.track, 'stroke-width': 1.1 }
      : { stroke: palette.muted, 'stroke-width': 0.8 };
    const owner = attached ? `, track T${track[row]! + 1}` : '';
    return tag(
      'path',
      { ...attributes, ...style, ...objectName('segment', row + 1) },
      hint(`segment in super-layer ${layer}${owner}`),
    );
  });
  return part('segments', drawn.join(''));
}

/** Bins of short and inner tracks: bars on the inner edge of their super-layer. */
function drawBins(
  { shortTracks, innerTracks }: DisplayChamber,
  frame: Frame,
  palette: DisplayPalette,
): string {
  const bars = (bins: ArrayLike<number>, radius: number, name: 'short' | 'inner'): string =>
    Array.from(bins, (bin) => {
      const d = annulus(frame, radius - 1.6, radius + 0.2, bin * binPitch, (bin + 1) * binPitch);
      return tag(
        'path',
        { d, fill: palette.track, 'fill-opacity': 0.55, ...objectName(name, bin) },
        hint(`${name} track, azimuth bin ${bin} of 64`),
      );
    }).join('');
  return part(
    'tracks',
    bars(shortTracks, shortTrackRadius, 'short') + bars(innerTracks, innerTrackRadius, 'inner'),
  );
}

function drawTracks({ tracks }: DisplayChamber, frame: Frame, palette: DisplayPalette): string {
  const arcs = tracks.map((track, row) => {
    const d = pathThrough(transverse(frame)(track.path));
    const attributes = {
      d,
      'data-part': stepsOfTrack(track),
      fill: 'none',
      stroke: palette.track,
      'stroke-width': 2.4,
      'stroke-opacity': 0.75,
      'stroke-linecap': 'round',
      ...objectName('track', row + 1),
    };
    return tag('path', attributes, hint(trackHint(track, row)));
  });
  const names = tracks.map(({ path }, row) => {
    const [x, y] = endOf(path);
    const radius = Math.hypot(x, y);
    const share = (Math.max(chamberInner, radius) - 6) / Math.max(radius, 1);
    return haloed(
      frame.x(share * x),
      frame.y(share * y) + 4,
      `T${row + 1}`,
      palette.track,
      palette.ground,
    );
  });
  return arcs.join('') + part('tracks matches', names.join(''));
}

/** Diamonds; those of the endcaps lie in front of or behind the chamber: dashed. */
function drawClusters(display: EventDisplay, frame: Frame, palette: DisplayPalette): string {
  const { x, y } = display.clusters;
  return Array.from(x, (value, row) => {
    const inBarrel = isInBarrel(display, row);
    const attributes = {
      d: diamond(frame.x(value), frame.y(y[row]!)),
      'data-part': stepsOfCluster(display, row),
      fill: 'none',
      stroke: palette.cluster,
      'stroke-width': 1.8,
      ...objectName('cluster', row + 1),
    };
    return tag(
      'path',
      { ...attributes, 'stroke-dasharray': inBarrel ? undefined : '3 2' },
      hint(clusterHint(display, row)),
    );
  }).join('');
}

const isInBarrel = ({ clusters: { x, y } }: EventDisplay, row: number): boolean =>
  Math.hypot(x[row]!, y[row]!) > barrelFront - 5;

function rimLabels(display: EventDisplay): readonly RimLabel[] {
  const clusters = clusterNames(display).map((text, row): RimLabel => {
    const angle = Math.atan2(display.clusters.y[row]!, display.clusters.x[row]!);
    return { angle, text, kind: 'cluster', id: row + 1, hint: clusterHint(display, row) };
  });
  const particles = display.particles
    .map((particle, row) => ({ particle, id: row + 1 }))
    .filter(({ particle }) => isNamed(particle, 'transverse'))
    .map(({ particle, id }): RimLabel => {
      const [x, y] = endOf(particle.path);
      return {
        angle: Math.atan2(y, x),
        text: symbolOf(particle.name),
        kind: 'particle',
        id,
        hint: particleHint(particle),
      };
    });
  return [...clusters, ...particles];
}
