import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { speedOfLight } from '../../../detector/base/constants.js';
import { cos, log, sin } from '../../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { sliceAddresses } from '../../../detector/event.js';
import { Crossing } from '../../../detector/top/crossing.js';
import {
  barForward,
  barThickness,
  barWidth,
  detectorPlane,
} from '../../../detector/top/geometry.js';
import { type Passage, photonsPerLength } from '../../../detector/top/light.js';
import { responseQuantiles } from '../../../detector/top/response-time.js';
import { topSchema } from '../../../detector/top/schema.js';
import { detectedSpectrum } from '../../../detector/top/spectrum.js';
import { top } from '../../../detector/top/top.js';
import { move, particlesOf } from '../cdc/chamber.js';
import { shot, spread } from './bars.js';

const config = parseConfig(topSchema, { surfaceLoss: 0.001 }, 'test');
const spectrum = detectedSpectrum(config.filterEdge);
const response = responseQuantiles(config.jitter);
const seed = 8;

/** Photons of a passage one after the other, each drawn when the one before has been followed. */
function photonByPhoton(passage: Passage, random: RandomStream) {
  const { x, z, time, dx, dy, dz, velocity } = passage;
  const sinSquare = 1 - spectrum.meanInverseSquare / velocity ** 2;
  if (sinSquare <= 0) return [];
  const path = Math.min(10 * barThickness, barThickness / dy);
  const mean = photonsPerLength(config, spectrum) * passage.chargeSquare * sinSquare * path;
  const made =
    mean < 30
      ? random.poisson(mean)
      : Math.max(0, Math.round(mean + Math.sqrt(mean) * random.gaussian()));
  const transverse = Math.sqrt(1 - dz * dz);
  const photons: { readonly time: number; readonly pmt: number }[] = [];
  for (let photon = 0; photon < made; photon++) {
    const draw = random.bits();
    const inverse = spectrum.inverseIndex[draw & 255]!;
    const cosine = inverse * (1 / velocity);
    if (cosine >= 1) continue;
    const sine = Math.sqrt(1 - cosine * cosine);
    const azimuth = (2 * Math.PI * (((draw >>> 8) & 2047) + 0.5)) / 2048;
    const up = sine * cos(azimuth);
    const level = sine * sin(azimuth);
    const plane = cosine * transverse - up * dz;
    const kx = plane * (dx / transverse) + level * (dy / transverse);
    const ky = plane * (dy / transverse) - level * (dx / transverse);
    if (Math.max(kx * kx, ky * ky) > 1 - inverse * inverse) continue;
    const kz = cosine * dz + up * transverse;
    const along = ((draw >>> 19) / 8192 - 0.5) * path;
    const from = z + along * dz;
    const length = (kz < 0 ? detectorPlane - from : 2 * barForward - from - detectorPlane) / kz;
    const other = random.bits();
    const { attenuationLength, surfaceLoss, mirrorReflectivity } = config;
    const onFaces =
      1 / attenuationLength +
      (surfaceLoss / barWidth) * Math.abs(kx) +
      (surfaceLoss / barThickness) * Math.abs(ky);
    const depth = length * onFaces + (kz < 0 ? 0 : -log(mirrorReflectivity));
    if (depth >= -log(((other & 4095) + 0.5) / 4096)) continue;
    const flight = time + along * (1 / velocity / speedOfLight);
    const slowness = spectrum.slowness[draw & 255]!;
    const place = (x + along * dx + length * kx) / barWidth + 0.5;
    const folded = Math.abs(place - 2 * Math.round(place / 2));
    photons.push({
      time: Math.fround(flight + length * slowness + response[(other >>> 12) & 1023]!),
      pmt: Math.min(15, Math.floor(folded * 16)) + (other < 0 ? 16 : 0),
    });
  }
  return photons;
}

describe('light of a passage', () => {
  const events = spread(300).map(({ theta, phi }, number) => [
    shot(number % 3 === 0 ? 2212 : -13, 0.5 + 0.01 * number, theta, phi),
    shot(211, 1, 180 - theta, phi + 90),
  ]);
  const { particles, arcs } = move(particlesOf(events), {}, seed);
  const addresses = sliceAddresses(1, 7, 0, events.length);
  const deposit = top.deposit(config, { seed });

  it('is that of its photons one after the other, although kernels follow two at a time', () => {
    const { offsets, time, pmt } = deposit(particles, addresses, arcs);
    const crossing = new Crossing();
    const random = new RandomStream();
    for (let event = 0; event < events.length; event++) {
      random.seed(seed, 1, 7, event, purpose.topDeposit);
      const expected = [];
      for (let arc = arcs.offsets[event]!; arc < arcs.offsets[event + 1]!; arc++) {
        const row = particles.offsets[event]! + arcs.particle[arc]!;
        if (crossing.find(arcs, arc, particles.pdg[row]!))
          expected.push(...photonByPhoton(crossing, random));
      }
      const rows = [offsets[event]!, offsets[event + 1]!] as const;
      expect(Array.from(pmt.subarray(...rows))).toEqual(expected.map((photon) => photon.pmt));
      expect(Array.from(time.subarray(...rows))).toEqual(expected.map((photon) => photon.time));
    }
    expect(time.length).toBeGreaterThan(5000);
  });

  it('is the same from arcs that are copied to the kernels in parts', () => {
    const inPlace = deposit(particles, addresses, arcs);
    const times = 1 + Math.ceil(8192 / arcs.x.length);
    const many = Array.from({ length: times }, () => events).flat();
    const moved = move(particlesOf(many), {}, seed);
    const copied = { ...moved.arcs, offsets: moved.arcs.offsets.slice() };
    const all = sliceAddresses(1, 7, 0, many.length);
    const ours = deposit(moved.particles, all, copied);
    expect(ours).toEqual(deposit(moved.particles, all, moved.arcs));
    expect(ours.time.subarray(0, inPlace.time.length)).toEqual(inPlace.time);
  });
});
