import {
  firstWireOfLayer,
  layerCount,
  layerRadius,
  superLayerOfLayer,
  wirePhi,
  wiresOfLayer,
} from '../../detector/cdc/geometry.js';
import { crystalAt } from '../../detector/ecl/crystals.js';
import type {
  DisplayParticle,
  DisplayPath,
  DisplayTrack,
  EventDisplay,
} from '../../monitor/ports.js';

/** Points of a circle through the origin out to r = 126 cm; positive curvature turns clockwise. */
function arc(phi: number, omega: number, cotTheta: number): DisplayPath {
  const steps = Array.from(
    { length: 26 },
    (_, step) => (step / 25) * (2 / omega) * Math.asin((126 * omega) / 2),
  );
  const chord = (s: number): number => (2 / omega) * Math.sin((omega * s) / 2);
  return {
    x: Float32Array.from(steps, (s) => chord(s) * Math.cos(phi - (omega * s) / 2)),
    y: Float32Array.from(steps, (s) => chord(s) * Math.sin(phi - (omega * s) / 2)),
    z: Float32Array.from(steps, (s) => cotTheta * s),
  };
}

/** The wire next to a circle through the origin, for each layer. */
function wiresAlong(phi: number, omega: number): readonly number[] {
  return Array.from({ length: layerCount }, (_, layer) => {
    const azimuth = phi - Math.asin((layerRadius[layer]! * omega) / 2);
    const count = wiresOfLayer[layer]!;
    const wire = Math.round((azimuth - wirePhi(layer, 0, 0)) / ((2 * Math.PI) / count));
    return firstWireOfLayer[layer]! + (((wire % count) + count) % count);
  });
}

const directions = [
  { phi: 0.4, omega: 0.003, cotTheta: 0.3 },
  { phi: 2.9, omega: -0.005, cotTheta: -0.2 },
  { phi: -1.9, omega: 0.0015, cotTheta: 0.9 },
] as const;

const photon: DisplayParticle = {
  name: 'gamma',
  kind: 'photon',
  energy: 2.4,
  theta: 1.2,
  phi: 1.5,
  path: { x: [0, 8.9], y: [0, 124.8], z: [0, 48.6] },
};

/** An event with three muons, a photon and an invisible particle, as the page may get it. */
export function syntheticEvent(index = 17): EventDisplay {
  const tracks = directions.map(
    ({ phi, omega, cotTheta }, row): DisplayTrack => ({
      charge: Math.sign(omega),
      pt: 0.0045 / Math.abs(omega),
      phi,
      z0: 0.3,
      cotTheta: row === 2 ? Number.NaN : cotTheta,
      cluster: row === 0 ? 0 : -1,
      path: arc(phi, omega, row === 2 ? Number.NaN : cotTheta),
    }),
  );
  const muons = directions.map(
    ({ phi, omega, cotTheta }): DisplayParticle => ({
      name: omega > 0 ? 'mu+' : 'mu-',
      kind: 'charged',
      energy: 0.006 / Math.abs(omega),
      theta: Math.atan2(1, cotTheta),
      phi,
      path: arc(phi, omega, cotTheta),
    }),
  );
  const invisible: DisplayParticle = {
    ...photon,
    name: 'dark_photon',
    kind: 'invisible',
    phi: -1.6,
    path: { x: [0, 0], y: [0, -90], z: [0, 30] },
  };
  const wire = directions.flatMap(({ phi, omega }) => [...wiresAlong(phi, omega)]);
  const layers = directions.flatMap(() => Array.from({ length: layerCount }, (_, layer) => layer));
  return {
    address: { run: 1, slice: 3, index },
    source: 'card synthetic',
    lines: ['fff', 'lml1'],
    accepted: true,
    particles: [...muons, photon, invisible],
    crystals: {
      crystal: Uint16Array.from([
        crystalAt(30, 34),
        crystalAt(30, 35),
        crystalAt(31, 35),
        crystalAt(4, 20),
        crystalAt(62, 40),
      ]),
      energy: Float32Array.from([1.6, 0.5, 0.2, 0.18, 0.02]),
    },
    cells: { cell: Uint16Array.from([81 + 12 * 8 + 4]), energy: Float32Array.from([2.2]) },
    clusters: {
      x: Float32Array.of(5, 60),
      y: Float32Array.of(127, -20),
      z: Float32Array.of(40, 198),
      energyCms: Float32Array.of(2.05, 0.4),
      energyLab: Float32Array.of(2.3, 0.6),
    },
    chamber: {
      hits: {
        wire: Uint16Array.from(wire),
        time: Float32Array.from(wire, (_, row) => (row * 37) % 300),
      },
      eventTime: 12,
      segments: {
        superLayer: Uint8Array.of(superLayerOfLayer[layers[0]!]!, 2),
        track: Int16Array.of(0, -1),
        x: Float32Array.of(19, 21, 23, 23, 21, 19, 30, 32, 34, 34, 32, 30),
        y: Float32Array.of(7, 8, 7, 9, 9, 9, 20, 21, 20, 22, 22, 22),
      },
      tracks,
      shortTracks: Uint8Array.of(12),
      innerTracks: Uint8Array.of(12, 40),
    },
    silicon: {
      pixels: { x: Float32Array.of(1.4, 2.2), y: Float32Array.of(0.1, 0.2) },
      strips: { x: Float32Array.of(3.9, 8), y: Float32Array.of(0.3, 0.5) },
    },
    cherenkov: {
      photons: Uint16Array.from({ length: 16 }, (_, module) => (module === 0 ? 31 : 0)),
      slots: 1,
      pads: { x: Float32Array.of(60, 64), y: Float32Array.of(-20, -24) },
    },
    yoke: {
      x: Float32Array.of(204, 213, 222),
      y: Float32Array.of(20, 22, 24),
      z: Float32Array.of(60, 64, Number.NaN),
      barrelSectors: 1,
      endcapSectors: [0, 2],
    },
  };
}
