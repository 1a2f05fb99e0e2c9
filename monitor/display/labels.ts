import { firstWireOfLayer, layerOfWire } from '../../detector/cdc/geometry.js';
import { degree, MeV } from '../../detector/base/units.js';
import type { DisplayParticle, DisplayPath, DisplayTrack, EventDisplay } from '../ports.js';
import type { DisplayPalette } from './palette.js';
import { hint, label, objectName, short, tag } from './svg.js';

/** Names that stand at the rim of a view, moved apart where they would touch. */

/** A name at the rim, what it names, and what is told when the pointer rests on it. */
export interface RimLabel {
  /** Direction in the view, counterclockwise from the right [rad]. */
  readonly angle: number;
  readonly text: string;
  readonly kind: 'particle' | 'cluster';
  readonly hint: string;
  /** Its place among particles or clusters, from 1. */
  readonly id: number;
}

const greek: Readonly<Record<string, string>> = {
  gamma: 'γ',
  mu: 'μ',
  pi: 'π',
  tau: 'τ',
  nu: 'ν',
  eta: 'η',
  rho: 'ρ',
  omega: 'ω',
  phi: 'φ',
  Lambda: 'Λ',
  Sigma: 'Σ',
  Xi: 'Ξ',
  Omega: 'Ω',
};

/** A particle's name as it is written by hand: `μ−` for `mu-`. */
export function symbolOf(name: string): string {
  if (name === 'dark_photon') return 'A′';
  const [, anti, flavour] = /^(anti-)?nu_(e|mu|tau)$/.exec(name) ?? [];
  if (flavour !== undefined)
    return `ν${anti === undefined ? '' : '\u0304'}${greek[flavour] ?? flavour}`;
  return name
    .replace(/^(anti-)?([A-Za-z]+)/, (whole, anti: string | undefined, word: string) => {
      const letter = Object.hasOwn(greek, word) ? greek[word] : undefined;
      return letter === undefined ? whole : `${anti ?? ''}${letter}`;
    })
    .replace(/_/g, '')
    .replace(/^K([LS])0$/, 'K$1')
    .replace(/-$/, '−');
}

/** What a true particle is, shown when the pointer rests on it: name, energy [GeV] and angles. */
export const particleHint = ({ name, energy, theta, phi }: DisplayParticle): string =>
  `${symbolOf(name)}, ${energy.toFixed(2)} GeV, θ ${short(theta / degree)}°, φ ` +
  `${short(phi / degree)}°`;

/** A wire that was hit and when [ns, after `eventTime`], shown when the pointer rests on it. */
export const wireHint = (wire: number, time: number): string => {
  const layer = layerOfWire[wire]!;
  return `wire ${wire - firstWireOfLayer[layer]!} of layer ${layer}: ${short(time)} ns`;
};

/** A track of the trigger, shown when the pointer rests on it; rows count from 1 here. */
export const trackHint = ({ pt, charge, phi, z0 }: DisplayTrack, row: number): string =>
  `track T${row + 1}: pT ${pt.toFixed(2)} GeV, charge ${charge > 0 ? '+' : '−'}, φ ` +
  `${short(phi / degree)}°${Number.isFinite(z0) ? `, z0 ${short(z0)} cm` : ''}`;

/** Steps that a track is a part of: matched to a cluster or not. */
export const stepsOfTrack = ({ cluster }: Pick<DisplayTrack, 'cluster'>): string =>
  cluster < 0 ? 'tracks' : 'tracks matches';

/** Steps that a cluster is a part of: with a track or without. */
export const stepsOfCluster = ({ chamber: { tracks } }: EventDisplay, row: number): string =>
  tracks.some(({ cluster }) => cluster === row) ? 'tracks matches' : 'tracks';

/** Clusters by number, from 1, as `C1`. */
export const clusterNames = ({ clusters }: EventDisplay): readonly string[] =>
  Array.from(clusters.x, (_, row) => `C${row + 1}`);

/**
 * Energies of a cluster in both frames [GeV], shown when the pointer rests on it; rows count from 1
 * here.
 */
export const clusterHint = ({ clusters }: EventDisplay, row: number): string =>
  `cluster ${row + 1}: E* ${clusters.energyCms[row]!.toFixed(2)} GeV, E ` +
  `${clusters.energyLab[row]!.toFixed(2)} GeV`;

/** Last point of a path. */
export function endOf({ x, y, z }: DisplayPath): readonly [x: number, y: number, z: number] {
  const last = x.length - 1;
  return [x[last] ?? 0, y[last] ?? 0, z[last] ?? 0];
}

/** Least energy of what is named, and of products of showers and decays that are listed [GeV]. */
export const softest = 50 * MeV;
/**
 * Shortest way that a particle is named for at the rim [cm]; what goes down the beam pipe is not
 * named in the transverse view.
 */
const minNamedLength = 15;

/** Whether a particle is worth a name in a view: energetic enough, with a path that shows there. */
export const isNamed = (
  { energy, path: { x, y, z } }: DisplayParticle,
  view: 'transverse' | 'longitudinal',
): boolean => {
  if (energy < softest) return false;
  const last = x.length - 1;
  const across = Math.hypot((x[last] ?? 0) - (x[0] ?? 0), (y[last] ?? 0) - (y[0] ?? 0));
  return (
    across > minNamedLength ||
    (view === 'longitudinal' && Math.abs((z[last] ?? 0) - (z[0] ?? 0)) > minNamedLength)
  );
};

/** Rounds after which names that still touch are left alone: there are too many of them. */
const maxRounds = 200;

/**
 * Draws the labels on a rim: `place` gives the point for a direction, `spacing` the least distance
 * of two labels [px]. Neighbours are pushed apart in equal parts until none touch or there is no
 * room left.
 */
export function drawRim(
  labels: readonly RimLabel[],
  palette: DisplayPalette,
  place: (angle: number) => readonly [x: number, y: number],
  spacing: number,
): string {
  const sorted = labels.toSorted((a, b) => a.angle - b.angle);
  const angles = sorted.map(({ angle }) => angle);
  let moved = sorted.length > 1;
  for (let round = 0; round < maxRounds && moved; round++) {
    moved = false;
    for (let first = 0; first < sorted.length; first++) {
      const second = (first + 1) % sorted.length;
      if (sorted.length === 2 && first === 1) break;
      const turn = second === 0 ? 2 * Math.PI : 0;
      const [x1, y1] = place(angles[first]!);
      const [x2, y2] = place(angles[second]! + turn);
      const distance = Math.hypot(x2 - x1, y2 - y1);
      const gap = angles[second]! + turn - angles[first]!;
      if (distance >= spacing || gap > 1) continue;
      moved = true;
      const push =
        (gap < 1e-3 ? 0.05 : Math.max(0.01, (gap * spacing) / Math.max(distance, 1) - gap)) / 2;
      angles[first] = angles[first]! - push;
      angles[second] = angles[second]! + push;
    }
  }
  return sorted.map((entry, row) => drawLabel(entry, palette, place(angles[row]!))).join('');
}

function drawLabel(
  { text, kind, id, hint: words }: RimLabel,
  palette: DisplayPalette,
  [x, y]: readonly [number, number],
): string {
  if (kind === 'particle') {
    return tag(
      'g',
      { 'data-part': 'particles', ...objectName(kind, id) },
      hint(words) +
        label(x, y + 4.5, text, { 'font-size': 13, fill: palette.ink, 'text-anchor': 'middle' }),
    );
  }
  const attributes = { 'data-part': 'tracks matches', ...objectName(kind, id) };
  return tag('g', attributes, hint(words) + badge(x, y, text, palette));
}

/** The sign of a cluster: its name in a filled box. */
export function badge(
  x: number,
  y: number,
  text: string,
  { cluster, ground }: DisplayPalette,
): string {
  const width = 22;
  return (
    tag('rect', { x: x - width / 2, y: y - 8, width, height: 16, rx: 4, fill: cluster }) +
    label(x, y + 4, text, {
      'font-size': 11,
      'font-weight': 700,
      fill: ground,
      'text-anchor': 'middle',
    })
  );
}

/** A name on the drawing, set off from what lies below. */
export const haloed = (x: number, y: number, text: string, fill: string, ground: string): string =>
  label(x, y, text, {
    'font-size': 11,
    'font-weight': 700,
    fill,
    stroke: ground,
    'stroke-width': 3,
    'paint-order': 'stroke',
    'text-anchor': 'middle',
  });
