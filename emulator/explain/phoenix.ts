import { atan2, hypot, log, tan } from '../../detector/base/elementary.js';
import { mm } from '../../detector/base/units.js';
import { depthOf } from '../../monitor/display/ecl-shapes.js';
import { crystalBox, wireEnds } from '../../monitor/display/places.js';
import type { DisplayPath, DisplayTrack, EventDisplay } from '../../monitor/ports.js';

/**
 * An event in the JSON format of the Phoenix event display, as its guide describes it: collections
 * of tracks, hits, clusters and cells under the key of the event. Lengths in mm, energies and
 * momenta in GeV, angles in rad; the guide names no units, but its default places are in mm. Tracks
 * carry their points, clusters and cells their place and length, so that nothing is left to the
 * field and the detector that Phoenix would assume. Untested in Phoenix itself.
 * @see HSF Phoenix, guides/developers/event_data_format.md, commit 227dd38cd6d0
 */
export function phoenixEvent(display: EventDisplay): Readonly<Record<string, object>> {
  const { run, slice, index } = display.address;
  return {
    [`${run}:${slice}:${index}`]: {
      'event number': index,
      'run number': run,
      slice,
      source: display.source,
      lines: display.lines.join(' '),
      Tracks: {
        'CDC trigger tracks': display.chamber.tracks.map(trackOf),
        'Particles (truth)': display.particles.map(({ name, energy, path }) => ({
          pos: points(path),
          name,
          energy,
        })),
      },
      Hits: hitsOf(display),
      CaloClusters: { 'ECL trigger clusters': clustersOf(display) },
      CaloCells: { 'ECL crystals': crystalsOf(display) },
    },
  };
}

/** Pseudorapidity. */
const etaOf = (theta: number): number => -log(tan(theta / 2));

/** To a thousandth of a millimetre. */
const inMm = (length: number): number => Number((length / mm).toFixed(3));

/** Points of a way [mm]; where z is not known they lie at z = 0. */
const points = ({ x, y, z }: DisplayPath): readonly (readonly number[])[] =>
  Array.from(x, (value, at) => [
    inMm(value),
    inMm(y[at]!),
    Number.isFinite(z[at]) ? inMm(z[at]!) : 0,
  ]);

function trackOf({ charge, pt, phi, z0, cotTheta, path }: DisplayTrack): object {
  const isFitted = Number.isFinite(cotTheta);
  // A track as straight as the finder can tell has no momentum to be written.
  const pT = Number.isFinite(pt) ? { pT: pt } : {};
  const fit = isFitted ? { z0: inMm(z0), eta: etaOf(atan2(1, cotTheta)) } : {};
  return { pos: points(path), charge, phi, ...pT, ...fit, fitted: isFitted };
}

function hitsOf({ chamber, silicon, yoke }: EventDisplay): Readonly<Record<string, object>> {
  const { pixels, strips } = silicon;
  const known = (x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<number>) =>
    points({ x, y, z }).filter((_, row) => Number.isFinite(z[row]));
  return {
    'CDC wires': Array.from(chamber.hits.wire, (wire, row) => ({
      type: 'Line',
      pos: wireEnds(wire).flat().map(inMm),
      time: chamber.hits.time[row]!,
    })),
    'PXD pixels': known(pixels.x, pixels.y, pixels.z ?? []),
    'SVD strips (rφ), middle of the sensor': known(strips.x, strips.y, strips.z ?? []),
    'KLM points': known(yoke.x, yoke.y, yoke.z),
  };
}

/** Where something of the calorimeter is [cm], and how long a box stands for its energy. */
function calorimeter(x: number, y: number, z: number, energy: number, length: number) {
  const radius = hypot(x, y);
  const theta = atan2(radius, z);
  return {
    energy,
    phi: atan2(y, x),
    eta: etaOf(theta),
    theta,
    radius: inMm(radius),
    z: inMm(z),
    length: inMm(length * depthOf(energy)),
  };
}

/** Longest box of a cluster, at 8 GeV [cm]: a crystal. */
const longest = 30;

const clustersOf = ({ clusters: { x, y, z, energyLab, energyCms } }: EventDisplay) =>
  Array.from(x, (value, row) => ({
    ...calorimeter(value, y[row]!, z[row]!, energyLab[row]!, longest),
    side: 200,
    energyCms: energyCms[row]!,
  }));

const crystalsOf = ({ crystals: { crystal, energy } }: EventDisplay) =>
  Array.from(crystal, (id, row) => {
    const { front, width, length } = crystalBox(id);
    const [x, y, z] = front;
    return { ...calorimeter(x, y, z, energy[row]!, length), side: inMm(width), cellId: id + 1 };
  });
