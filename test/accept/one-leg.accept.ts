import { lastValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { degree } from '../../detector/base/units.js';
import { beams, labToCms } from '../../detector/beams.js';
import { fourVector } from '../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import type { GeneratedBatch } from '../../detector/truth.js';
import { outputWords } from '../../triggers/batches.js';
import { makeChain } from '../../emulator/chain/chain.js';
import { nominalConfig } from '../../emulator/chain/parts.js';
import { withDiffuse } from '../../emulator/settings/diffuse-conditions.js';
import { loadMachine } from '../../emulator/settings/machine.js';
import { loadMenu } from '../../emulator/settings/menu-source.js';

const config = withDiffuse(nominalConfig(), loadMachine('2022-peak'));
const chain = makeChain({
  seed: 31,
  run: 0,
  config,
  menu: loadMenu('physics'),
  points: [{ generator: 'bhabha-one-leg', config: {} }],
});
const { frame } = beams(config.beams);
const [photon, electron] = [22, 11];
const batches = 16;
const batchEvents = 1024;

/** The same events without one kind of particles. */
function without(kind: number, made: GeneratedBatch): GeneratedBatch {
  const { pdg, status } = made.particles;
  const kept = status.map((own, row) =>
    Math.abs(pdg[row]!) === kind && own === particleStatus.final
      ? particleStatus.intermediate
      : own,
  );
  return { ...made, particles: { ...made.particles, status: kept } };
}

type Direction = readonly [x: number, y: number, z: number];

/** Unit vectors of the final particles of an event in the centre of mass, by kind. */
function directions(particles: Particles, event: number, kind: number): readonly Direction[] {
  const { offsets, pdg, status, energy, px, py, pz } = particles;
  const found: Direction[] = [];
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    if (Math.abs(pdg[row]!) !== kind || status[row] !== particleStatus.final) continue;
    const four = fourVector(px[row], py[row], pz[row], energy[row]);
    labToCms(frame, four);
    const p = Math.sqrt(four.px ** 2 + four.py ** 2 + four.pz ** 2);
    found.push([four.px / p, four.py / p, four.pz / p]);
  }
  return found;
}

/** Whether a photon is farther than 5° from both legs and both beams: no radiator puts it there. */
function isAtWideAngle(particles: Particles, event: number): boolean {
  const lines: readonly Direction[] = [
    ...directions(particles, event, electron),
    [0, 0, 1],
    [0, 0, -1],
  ];
  const nearest = Math.cos(5 * degree);
  return directions(particles, event, photon).some(([x, y, z]) =>
    lines.every(([u, v, w]) => x * u + y * v + z * w < nearest),
  );
}

/** Events that fire a line: all, those that do by the lepton alone, those with a photon apart. */
async function firedBy(names: readonly string[]) {
  const numbers = names.map((name) => chain.menu.lines.find((line) => line.name === name)!.number);
  const counts = names.map(() => ({ all: 0, lepton: 0, apart: 0 }));
  let apart = 0;
  const decided = async (generated: GeneratedBatch) => {
    const job = { kind: 'particles', generated, numbers: new Float64Array(batchEvents) } as const;
    return (await lastValueFrom(of(job).pipe(chain.decide))).ftdlBits;
  };
  for (let batch = 0; batch < batches; batch++) {
    const made = chain.generate({
      kind: 'generate',
      slice: batch,
      first: 0,
      count: batchEvents,
      point: 0,
    });
    const full = await decided(made);
    const lepton = await decided(without(photon, made));
    for (let event = 0; event < batchEvents; event++) {
      const isApart = Number(isAtWideAngle(made.particles, event));
      apart += isApart;
      for (const [place, number] of numbers.entries()) {
        const fires = (bits: Uint32Array) =>
          (bits[event * outputWords + (number >>> 5)]! >>> (number & 31)) & 1;
        if (fires(full) === 0) continue;
        counts[place]!.all++;
        counts[place]!.lepton += fires(lepton);
        counts[place]!.apart += isApart;
      }
    }
  }
  return { counts, apart: apart / (batches * batchEvents) };
}

describe('one-leg Bhabhas that fire hie, stt or lml7', async () => {
  const { counts, apart } = await firedBy(['hie', 'stt', 'lml7']);

  it('mostly do so by the lepton, without the photon', () => {
    for (const { all, lepton } of counts) expect(lepton / all).toBeGreaterThan(0.6);
  });

  it('mostly have a photon more than 5° from legs and beams, as one in twenty has of all', () => {
    expect(apart).toBeGreaterThan(0.03);
    expect(apart).toBeLessThan(0.08);
    for (const { all, apart: own } of counts) expect(own / all).toBeGreaterThan(0.5);
  });
});
