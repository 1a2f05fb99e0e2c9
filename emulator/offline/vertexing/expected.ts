import { hypot } from '../../../detector/base/elementary.js';
import type { RunContext, Addresses } from '../../../detector/event.js';
import { layersForTracks, type MaterialLayer } from '../../../detector/material-layers.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { particleCharge, particleInfo } from '../../../detector/pdg.js';
import type { Arcs } from '../../../detector/propagation/arcs.js';
import { highlandSquare, scatteringWidth } from '../../../detector/propagation/scattering.js';
import { transport } from '../../../detector/propagation/transport.js';
import { depositPxd } from '../../../detector/pxd/deposit.js';
import { pxdSensors } from '../../../detector/pxd/geometry.js';
import type { SiliconDeposits } from '../../../detector/silicon/deposit.js';
import { placeOnSensor, type SensorList, type Vector } from '../../../detector/silicon/sensors.js';
import { depositSvd } from '../../../detector/svd/deposit.js';
import { svdSensors } from '../../../detector/svd/geometry.js';
import type { EmulatorConfig } from '../../chain/parts.js';

/** Where a track should cross a sensor when nothing deflects it. */
export interface ExpectedCrossing {
  readonly detector: 'pxd' | 'svd';
  readonly sensor: number;
  /**
   * On the sensor [cm], change of u and v per distance along its normal, and place in space [cm].
   */
  readonly u: number;
  readonly v: number;
  readonly slopeU: number;
  readonly slopeV: number;
  readonly place: Vector;
}

/**
 * A layer of material on the way: place [cm], unit vector of motion there, width of the projected
 * deflection [rad].
 */
export interface Scatterer {
  readonly place: Vector;
  readonly direction: Vector;
  readonly width: number;
}

/**
 * The way that a charged particle would take through beam pipe and silicon with mean energy loss
 * and without scattering.
 */
export interface ExpectedTrack {
  /** Row in the table of particles. */
  readonly row: number;
  readonly mass: number;
  readonly charge: number;
  readonly crossings: readonly ExpectedCrossing[];
  readonly scatterers: readonly Scatterer[];
}

/** Material farther out than this is of no importance to the vertex [cm]. */
const farthestScatterer = 15;
/** Start of an arc at the layer before it [cm]. */
const atLayer = 1e-3;

/**
 * Expected ways of the charged particles of the collision, those without a mother; one list per
 * event of a batch.
 */
export function expectedTracks(
  { transport: config, material, pxd, svd }: EmulatorConfig,
  context: RunContext,
) {
  const undisturbed = { ...config, scattering: false, bremsstrahlung: false, decays: false };
  const move = transport(undisturbed, material, context);
  const crossPixels = depositPxd({ ...pxd, efficiency: 1 }, context);
  const crossStrips = depositSvd({ ...svd, efficiency: 1 }, context);
  const layers = layersForTracks(material).filter(
    ({ position, shape }) => shape === 'cylinder' && position < farthestScatterer,
  );
  return (particles: Particles, addresses: Addresses): readonly (readonly ExpectedTrack[])[] => {
    const { primaries, rows } = chargedPrimaries(particles);
    const { particles: moved, arcs } = move(primaries, addresses);
    const pixels = crossPixels(moved, addresses, arcs);
    const strips = crossStrips(moved, addresses, arcs);
    return Array.from({ length: particles.offsets.length - 1 }, (_, event) => {
      const first = primaries.offsets[event]!;
      return Array.from(
        { length: primaries.offsets[event + 1]! - first },
        (__, number): ExpectedTrack => {
          const { mass, charge } = particleInfo(primaries.pdg[first + number]!)!;
          return {
            row: rows[first + number]!,
            mass,
            charge,
            crossings: [
              ...crossingsOf(pixels, event, number, 'pxd', pxdSensors),
              ...crossingsOf(strips, event, number, 'svd', svdSensors),
            ],
            scatterers: scatterersOf(arcs, event, number, layers, mass, charge),
          };
        },
      );
    });
  };
}

function chargedPrimaries(particles: Particles): {
  readonly primaries: Particles;
  readonly rows: readonly number[];
} {
  const { offsets, pdg, mother, status, origin, px, py, pz, energy, x, y, z, time } = particles;
  const builder = new ParticleBuilder();
  const rows: number[] = [];
  for (let event = 0; event < offsets.length - 1; event++) {
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      const own = mother[row]! < 0 && origin[row] === 0 && status[row] !== particleStatus.beam;
      if (!own || particleCharge(pdg[row]!) === 0) continue;
      rows.push(row);
      builder.push(
        pdg[row]!,
        particleStatus.final,
        -1,
        px[row]!,
        py[row]!,
        pz[row]!,
        energy[row]!,
        x[row],
        y[row],
        z[row],
        time[row],
      );
    }
    builder.endEvent();
  }
  return { primaries: builder.take(), rows };
}

/**
 * Crossings by a particle as long as it moves outward: what comes later belongs to a track that has
 * turned round.
 */
function crossingsOf(
  { offsets, sensor, u, v, slopeU, slopeV, particle }: SiliconDeposits,
  event: number,
  number: number,
  detector: ExpectedCrossing['detector'],
  sensors: SensorList,
): readonly ExpectedCrossing[] {
  const found: ExpectedCrossing[] = [];
  let radius = 0;
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    if (particle[row] !== number) continue;
    const place = placeOnSensor(sensors, sensor[row]!, u[row]!, v[row]!);
    if (hypot(place[0], place[1]) < radius) break;
    radius = hypot(place[0], place[1]);
    found.push({
      detector,
      sensor: sensor[row]!,
      u: u[row]!,
      v: v[row]!,
      slopeU: slopeU[row]!,
      slopeV: slopeV[row]!,
      place,
    });
  }
  return found;
}

/** Layers at which the arcs of a particle begin, as far as it moves outward. */
function scatterersOf(
  arcs: Arcs,
  event: number,
  number: number,
  layers: readonly MaterialLayer[],
  mass: number,
  charge: number,
): readonly Scatterer[] {
  const scatterers: Scatterer[] = [];
  let depth = 0;
  let first = true;
  for (let arc = arcs.offsets[event]!; arc < arcs.offsets[event + 1]!; arc++) {
    if (arcs.particle[arc] !== number) continue;
    if (first) {
      // It begins at the vertex.
      first = false;
      continue;
    }
    const [x, y, z, px, py, pz] = [
      arcs.x[arc]!,
      arcs.y[arc]!,
      arcs.z[arc]!,
      arcs.px[arc]!,
      arcs.py[arc]!,
      arcs.pz[arc]!,
    ];
    const radius = hypot(x, y);
    const outward = (x * px + y * py) / radius;
    if (outward < 0) break;
    const layer = layers.find(({ position }) => Math.abs(position - radius) < atLayer);
    if (layer === undefined) continue;
    const p = hypot(px, py, pz);
    const before = depth;
    depth += (layer.thickness * p) / outward;
    const perBetaP = hypot(p, mass) / (p * p);
    scatterers.push({
      place: [x, y, z],
      direction: [px / p, py / p, pz / p],
      width: scatteringWidth(
        highlandSquare(depth) - (before === 0 ? 0 : highlandSquare(before)),
        perBetaP,
        charge,
      ),
    });
  }
  return scatterers;
}
