import { from, lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { crystalAt, phiOfCrystal, ringOfCrystal } from '../../../detector/ecl/crystals.js';
import type { DetectorHits } from '../../../detector/index.js';
import { type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';
import { makeHits$ } from '../../../emulator/chain/event-source.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { decideInOrder } from '../../../emulator/workers/pool.js';
import { outputWords } from '../../../triggers/batches.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

// Photons of 3 GeV in the middle of the barrel; in half of the azimuth its rings are dead.
const point = {
  generator: 'gun',
  config: { frame: 'lab', minimum: 3, maximum: 3.01, thetaMin: '70 deg', thetaMax: '100 deg' },
} as const;
const jobs: readonly GenerateJob[] = [0, 1].map((slice) => ({
  kind: 'generate',
  slice,
  first: 0,
  count: 200,
  point: 0,
}));
const hole = { ecl: [{ ring: '13-58', phi: '0-71', efficiency: 0 }] };
const setupOf = (mask: object): ChainSetup => ({
  seed: 5,
  run: 0,
  config: emulatorConfig({ mask }),
  menu: physicsMenu,
  points: [point],
});

async function firedBy(setup: ChainSetup, line: string): Promise<readonly boolean[]> {
  const chain = makeChain(setup);
  const batches = await lastValueFrom(from(jobs).pipe(chain.decide, toArray()));
  const { number } = chain.menu.lines.find(({ name }) => name === line)!;
  return batches.flatMap(({ eventCount, ftdlBits }) =>
    Array.from(
      { length: eventCount },
      (_, event) => ((ftdlBits[event * outputWords + (number >>> 5)]! >>> (number & 31)) & 1) === 1,
    ),
  );
}

describe('a hole of dead crystals', () => {
  it('lowers the plateau of single photons there, and only there', async () => {
    const nominal = await firedBy(setupOf({}), 'hie');
    const masked = await firedBy(setupOf(hole), 'hie');
    const { generate } = makeChain(setupOf({}));
    const phi = jobs.flatMap((job) => {
      const { px, py } = generate(job).particles;
      return Array.from(px, (x, row) => Math.atan2(py[row]!, x));
    });
    const share = (fired: readonly boolean[], inside: (at: number) => boolean) => {
      const chosen = fired.filter((_, event) => inside(phi[event]!));
      return chosen.filter(Boolean).length / chosen.length;
    };
    // Crystal 0 of a ring begins at φ = 0; a shower reaches two crystals, 5° each, beyond an edge.
    const inHole = (at: number) => at > 0.2 && at < Math.PI - 0.2;
    const outside = (at: number) => at < -0.2 && at > -Math.PI + 0.2;
    expect(share(nominal, inHole)).toBeGreaterThan(0.9);
    expect(share(masked, inHole)).toBe(0);
    expect(share(masked, outside)).toBeCloseTo(share(nominal, outside), 2);
  });

  it('is the same on every worker, and in the library', async () => {
    const setup = setupOf({ ...hole, cdc: [{ board: '0-30', efficiency: 0.5, rate: '300 kHz' }] });
    const here = await lastValueFrom(from(jobs).pipe(makeChain(setup).decide, toArray()));
    const there = await lastValueFrom(decideInOrder(jobs, { setup, workers: 2 }).pipe(toArray()));
    expect(there.map(({ batch }) => batch.ftdlBits)).toEqual(here.map(({ ftdlBits }) => ftdlBits));
    const made = { generator: 'gun', config: point.config, events: 200, seed: 5 } as const;
    const { hits } = await lastValueFrom(makeHits$({ ...made, conditions: setup.config }));
    const { crystal } = hits.ecl.crystals;
    expect(crystal.length).toBeGreaterThan(1000);
    const dead = crystalAt(20, 30);
    expect([ringOfCrystal[dead], phiOfCrystal[dead]]).toEqual([20, 30]);
    expect(crystal.some((at) => ringOfCrystal[at]! >= 13 && phiOfCrystal[at]! < 72)).toBe(false);
  });

  it('changes nothing of a detector that it does not name', async () => {
    const batchOf = async (mask: object) => {
      const chain = makeChain(setupOf(mask));
      const full = await lastValueFrom(of(chain.generate(jobs[0]!)).pipe(chain.full));
      return full.hits as DetectorHits;
    };
    const nominal = await batchOf({});
    const masked = await batchOf(hole);
    expect(masked.cdc).toEqual(nominal.cdc);
    expect(masked.klm).toEqual(nominal.klm);
    expect(masked.ecl).not.toEqual(nominal.ecl);
  });
});

describe('masks of conditions', () => {
  it('may be given as text, and are named in results', () => {
    const { name, config } = loadConditions('nominal', ['mask.klm=[{layer: 3, efficiency: 0.5}]']);
    expect(name).toContain('mask of klm (1)');
    expect(config.mask.klm).toEqual([{ select: { layer: [[3, 3]] }, efficiency: 0.5, rate: 0 }]);
    expect(config.mask.cdc).toBe('none');
    expect(() => loadConditions('nominal', ['mask.klm=[{layer'])).toThrow('mask.klm is "[{layer"');
    expect(() => loadConditions('nominal', ['mask=5'])).toThrow('expected a mapping of keys');
  });
});
