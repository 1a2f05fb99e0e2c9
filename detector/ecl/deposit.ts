// kernel: every particle of every event passes here; scratch records are reused, nothing is allocated per event
import { TableBuilder } from '../base/columns.js';
import type { ConfigOf } from '../base/config.js';
import { speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { Helix } from '../helix.js';
import { type Particles, particleStatus } from '../particles.js';
import { ringOfCrystal } from './crystals.js';
import { backwardPlane, barrelRadius, buildGeometry, type EclGeometry, forwardPlane } from './geometry.js';
import { type EclDeposits, eclDepositSchema } from './hits.js';
import { csiRadiationLength, landauWidth, minimumIonisation } from './materials.js';
import { RayPath } from './ray-path.js';
import { residualResolution } from './resolution.js';
import { chargeAndMass, responseOfPdg, responses } from './response.js';
import { crystalLength, regionOfRing } from './rings.js';
import type { eclSchema } from './schema.js';
import { shareShower } from './share.js';
import { contained, energyRow, meanDepth } from './shower.js';
import { traceRay } from './trace.js';

/** Particles below this leave nothing [GeV]. */
const lowestEnergy = 0.0005;
/** Probability of conversion per radiation length. @see PDG, passage of particles: 7/9 at high energy */
const conversionRate = 7 / 9;

/** Particles that curl longer before they reach an endcap are given up: by then the material inside has stopped or scattered them (our choice). */
const mostTurns = 2;

/**
 * Part of a shower that is as narrow as its axis when a gap is crossed at 1.25°: in 30 cm the gap sweeps 6.5 mm, and a strip of that
 * width around the axis holds 23 % of the lateral profile. The rest sees CsI where the axis sees the gap, and the other way round.
 */
const axisShare = 0.23;
/** A pair made inside a gap leaves it by scattering after 3.3 cm · (E/GeV)^(2/3): 0.3 mm in matter of 10 cm radiation length (derived). */
const gapEscape = 3.3;

/**
 * What particles leave in the crystals. Photons convert where the material on their way says and shower from there; electrons shower
 * from where they enter; the rest ionises. What a shower contains follows from the depth behind its start, what each crystal gets
 * from the lateral profile around its centre.
 */
export function depositEcl(config: ConfigOf<typeof eclSchema>, context: RunContext) {
  const geometry = buildGeometry(config.geometry);
  const smear = residualResolution(config.resolution, config.noise);
  const random = new RandomStream();
  const path = new RayPath();
  const helix = new Helix();
  const builder = new TableBuilder(eclDepositSchema, 32768);

  return (particles: Particles, addresses: Addresses): EclDeposits => {
    const { offsets, pdg, status, px, py, pz, energy, x, y, z, time } = particles;
    for (let event = 0; event < offsets.length - 1; event++) {
      random.seed(context.seed, addresses.run, addresses.slice[event], addresses.index[event], purpose.eclDeposit);
      for (let row = offsets[event]; row < offsets[event + 1]; row++) {
        if (status[row] !== particleStatus.final || energy[row] < lowestEnergy) continue;
        const response = responseOfPdg(pdg[row]);
        if (response === responses.photon) {
          const p = Math.sqrt(px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row]);
          const ux = px[row] / p;
          const uy = py[row] / p;
          const uz = pz[row] / p;
          traceRay(geometry, x[row], y[row], z[row], ux, uy, uz, path);
          const start = convert(path, random, energy[row]);
          if (start >= 0)
            depositShower(geometry, path, start, energy[row], smear, random, x[row], y[row], z[row], ux, uy, uz, time[row], builder);
        } else if (response !== responses.none) {
          const { charge, mass } = chargeAndMass(pdg[row]);
          const p2 = px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row];
          const length = bendToEcl(helix, x[row], y[row], z[row], px[row], py[row], pz[row], charge, config.field);
          if (length < 0) continue;
          traceRay(geometry, helix.x, helix.y, helix.z, helix.ux, helix.uy, helix.uz, path);
          if (path.count === 0) continue;
          const arrival = time[row] + (length * Math.sqrt(1 + (mass * mass) / p2)) / speedOfLight;
          if (response === responses.electron) {
            const start = path.enter[0] - path.first < 0.1 ? path.first : Math.min(path.enter[0], path.first + escapeLength(energy[row]));
            depositShower(
              geometry,
              path,
              start,
              energy[row],
              smear,
              random,
              helix.x,
              helix.y,
              helix.z,
              helix.ux,
              helix.uy,
              helix.uz,
              arrival,
              builder,
            );
          } else depositIonisation(path, Math.sqrt(p2 + mass * mass) - mass, random, arrival, builder);
        }
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

function escapeLength(energy: number): number {
  return gapEscape * Math.cbrt(energy * energy);
}

/** Where on the ray the photon's shower starts [cm], −1 when it passes through: exponential in the material, less the way out of a gap. */
function convert(path: RayPath, random: RandomStream, energy: number): number {
  if (path.entryCrystal < 0) return -1;
  let left = random.exponential() / conversionRate;
  let position = path.first;
  for (let segment = 0; segment <= path.count; segment++) {
    const gap = path.gap[segment];
    const gapEnd = segment < path.count ? path.enter[segment] : path.last;
    if (left < gap) return position + (left / gap) * (gapEnd - position) + escapeLength(energy);
    left -= gap;
    if (segment === path.count) break;
    const csi = path.leave[segment] - path.enter[segment];
    if (left * csiRadiationLength < csi) return path.enter[segment] + left * csiRadiationLength;
    left -= csi / csiRadiationLength;
    position = path.leave[segment];
  }
  return -1;
}

/** Deposits an electromagnetic shower that starts at `start` on the ray from (x, y, z) along (ux, uy, uz), where it is at `time`. */
function depositShower(
  geometry: EclGeometry,
  path: RayPath,
  start: number,
  energy: number,
  smear: (region: number, energy: number) => number,
  random: RandomStream,
  x: number,
  y: number,
  z: number,
  ux: number,
  uy: number,
  uz: number,
  time: number,
  builder: TableBuilder<typeof eclDepositSchema>,
): void {
  let csiBehind = 0;
  let deadBehind = 0;
  for (let segment = 0; segment <= path.count; segment++) {
    const gapStart = segment === 0 ? path.first : path.leave[segment - 1];
    const gapEnd = segment === path.count ? path.last : path.enter[segment];
    deadBehind += Math.min(path.gapLength[segment], Math.max(0, gapEnd - Math.max(start, gapStart)));
    if (segment < path.count) csiBehind += Math.max(0, path.leave[segment] - Math.max(start, path.enter[segment]));
  }
  const behind = csiBehind + deadBehind;
  if (behind <= 0) return;
  const depth = (csiBehind + (1 - axisShare) * deadBehind) / csiRadiationLength;
  const row = energyRow(energy);
  const position = start + (meanDepth(row, depth) / depth) * behind;
  const ring = ringOfCrystal[path.entryCrystal];
  const seen = energy * contained(row, depth) * Math.max(0, 1 + smear(regionOfRing(ring), energy) * random.gaussian());
  const light = time + position / speedOfLight + lightDelay(crystalLength - (position - path.first));
  shareShower(geometry, ring, x + ux * position, y + uy * position, z + uz * position, seen, light, builder);
}

/**
 * Time of the light from a deposit to the photodiode [ns]; `distance` of the deposit from the rear face [cm].
 * @see basf2 trg/ecl/src/TrgEclDigitizer.cc
 */
export function lightDelay(distance: number): number {
  const d = Math.min(Math.max(distance, 0), crystalLength);
  return 6.05 + 0.0749 * d - 0.00112 * d * d;
}

/** Energy loss along the CsI path: most probable value 5.6 MeV/cm with a fluctuation of Landau's width (Moyal's form), up to the kinetic energy. */
function depositIonisation(
  path: RayPath,
  kineticEnergy: number,
  random: RandomStream,
  time: number,
  builder: TableBuilder<typeof eclDepositSchema>,
): void {
  const normal = random.gaussian();
  const perCm = Math.max(0, minimumIonisation - landauWidth * Math.log(normal * normal + 1e-12));
  builder.reserve(path.count);
  const { crystal, energy, time: times } = builder.columns;
  let left = kineticEnergy;
  for (let segment = 0; segment < path.count && left > 0; segment++) {
    const loss = Math.min(left, perCm * (path.leave[segment] - path.enter[segment]));
    const middle = (path.enter[segment] + path.leave[segment]) / 2;
    const row = builder.rowCount++;
    crystal[row] = path.crystal[segment];
    energy[row] = loss;
    times[row] = time + middle / speedOfLight + lightDelay(crystalLength - (middle - path.first));
    left -= loss;
  }
}

/** Moves `helix` to where a charged particle enters the calorimeter; path length [cm], or −1 when it never does. */
function bendToEcl(
  helix: Helix,
  x: number,
  y: number,
  z: number,
  px: number,
  py: number,
  pz: number,
  charge: number,
  field: number,
): number {
  const pt2 = px * px + py * py;
  if (pt2 < 1e-8) return -1;
  helix.set(x, y, z, px, py, pz, charge, field);
  const toEndcap = pz > 0 ? helix.lengthToPlane(forwardPlane) : pz < 0 ? helix.lengthToPlane(backwardPlane) : Number.POSITIVE_INFINITY;
  const toBarrel = x * x + y * y < barrelRadius * barrelRadius ? helix.lengthToCylinder(barrelRadius) : 0;
  const length = Math.min(toBarrel, toEndcap);
  if (!(length < mostTurns * 2 * Math.PI * helix.radius)) return -1;
  helix.moveTo(length);
  return length * helix.stretch;
}
