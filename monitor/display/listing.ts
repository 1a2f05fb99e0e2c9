import { degree } from '../../detector/base/units.js';
import type { DisplayChamber, DisplayParticle, DisplayPath, EventDisplay } from '../ports.js';
import { endOf, softest, symbolOf } from './labels.js';

/**
 * What the drawings show, as tables: beside the picture, and instead of it for those who do not see
 * it.
 */

/** A table of text, numbers rounded as people read them. */
export interface Listing {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What each row is called in the drawings. */
  readonly objects: readonly string[];
  /** What is said when there are no rows. */
  readonly none: string;
}

/** An energy in MeV or GeV. */
export const inWords = (energy: number): string =>
  energy < 1 ? `${(1000 * energy).toFixed(0)} MeV` : `${Number(energy.toFixed(2))} GeV`;

/** The name of an event as the commands take it. */
export const addressOf = ({ address: { run, slice, index } }: EventDisplay): string =>
  `${run}:${slice}:${index}`;

/** Rounded, with a true minus sign and never −0. */
const wholeNumber = (value: number): string => String(Math.round(value) || 0).replace('-', '−');
const degrees = (angle: number): string => `${wholeNumber(angle / degree)}°`;
const signed = (charge: number): string => (charge > 0 ? '+' : '−');
const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** The event in a sentence, and what is to be known of how it was made. */
export function summaryOf({
  crystals,
  cells,
  clusters,
  chamber,
  silicon,
  cherenkov,
  yoke,
  notes = [],
}: EventDisplay): string {
  const parts = [
    counted(crystals.crystal.length, 'crystal', 'crystals'),
    counted(cells.cell.length, 'trigger cell', 'trigger cells'),
    counted(clusters.x.length, 'cluster', 'clusters'),
    counted(chamber.hits.wire.length, 'wire hit', 'wire hits'),
    counted(chamber.segments.superLayer.length, 'track segment', 'track segments'),
    counted(chamber.tracks.length, 'full track', 'full tracks'),
    counted(chamber.shortTracks.length, 'short track', 'short tracks'),
    counted(chamber.innerTracks.length, 'inner track', 'inner tracks'),
    counted(silicon.pixels.x.length, 'pixel', 'pixels'),
    counted(silicon.strips.x.length, 'rφ strip', 'rφ strips'),
    counted(
      Array.from(cherenkov.photons).reduce((sum, photons) => sum + photons, 0),
      'TOP photon',
      'TOP photons',
    ),
    counted(cherenkov.pads.x.length, 'ARICH pad', 'ARICH pads'),
    counted(yoke.x.length, 'KLM point', 'KLM points'),
  ];
  return [parts.join(', '), ...notes].map((sentence) => `${sentence}.`).join(' ');
}

/** Lines that fired, and what became of them. */
export function linesOf({ lines, accepted }: EventDisplay): string {
  const fired = `Lines fired before prescale: ${lines.join(', ') || 'none'}`;
  if (accepted === undefined) return fired;
  return `${fired} — ${accepted ? 'accepted' : 'not accepted'} after prescale`;
}

/** Clusters, found tracks and particles. */
export const listingsOf = (display: EventDisplay): readonly Listing[] => [
  clusterListing(display),
  trackListing(display.chamber),
  particleListing(display),
];

function clusterListing({ clusters: { x, y, z, energyCms, energyLab } }: EventDisplay): Listing {
  const rows = Array.from(x, (value, row) => [
    `C${row + 1}`,
    energyCms[row]!.toFixed(2),
    energyLab[row]!.toFixed(2),
    degrees(Math.atan2(Math.hypot(value, y[row]!), z[row]!)),
    degrees(Math.atan2(y[row]!, value)),
  ]);
  return {
    title: 'Clusters of the ECL trigger',
    columns: ['', 'E* [GeV]', 'E [GeV]', 'θ', 'φ'],
    rows,
    objects: rows.map((_, row) => `cluster-${row + 1}`),
    none: 'none',
  };
}

function trackListing({ tracks }: DisplayChamber): Listing {
  const rows = tracks.map(({ charge, pt, phi, z0, cotTheta, cluster }, row) => [
    `T${row + 1}`,
    signed(charge),
    pt.toFixed(2),
    degrees(phi),
    Number.isFinite(cotTheta) ? degrees(Math.atan2(1, cotTheta)) : '–',
    Number.isFinite(z0) ? wholeNumber(z0) : '–',
    cluster < 0 ? '–' : `C${cluster + 1}`,
  ]);
  return {
    title: 'Full tracks of the CDC trigger',
    columns: ['', 'q', 'pT [GeV]', 'φ0', 'θ (3-D)', 'z0 [cm]', 'meets'],
    rows,
    objects: rows.map((_, row) => `track-${row + 1}`),
    none: 'none',
  };
}

const roles = { charged: '', photon: '', neutral: '', invisible: 'invisible' } as const;

function particleListing({ particles }: EventDisplay): Listing {
  const isSoft = ({ energy, path }: DisplayParticle): boolean =>
    energy < softest && startOf(path) > 1;
  const listed = particles
    .map((particle, row) => ({ ...particle, object: `particle-${row + 1}` }))
    .filter((particle) => !isSoft(particle));
  const rows = listed.map(({ name, energy, theta, phi, kind, path }) => {
    const [x, y, z] = endOf(path);
    const start = startOf(path);
    const origin = start > 1 ? `from r = ${start.toFixed(0)} cm` : roles[kind];
    return [
      symbolOf(name),
      energy.toFixed(2),
      degrees(theta),
      degrees(phi),
      origin || endWords(Math.hypot(x, y), z),
    ];
  });
  const left = particles.filter(isSoft).length;
  const without = `, without ${counted(left, 'product', 'products')} below ${inWords(softest)}`;
  const title = `Particles (truth${left === 0 ? '' : without})`;
  const objects = listed.map(({ object }) => object);
  return { title, columns: ['', 'E [GeV]', 'θ', 'φ', ''], rows, objects, none: 'none' };
}

/** Distance from the axis at which a path begins [cm]. */
const startOf = ({ x, y }: DisplayPath): number => Math.hypot(x[0] ?? 0, y[0] ?? 0);

/** Says where a particle ended that did not reach the calorimeter. */
function endWords(radius: number, z: number): string {
  return radius > 120 || z > 180 || z < -95 ? '' : `ends at r = ${radius.toFixed(0)} cm`;
}
