import { firstValueFrom, of } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerOfWire, superLayerOfLayer } from '../../../detector/cdc/geometry.js';
import { forwardPlane, barrelRadius, backwardPlane } from '../../../detector/envelope.js';
import type { DetectorHits } from '../../../detector/index.js';
import type { EventDisplay } from '../../../monitor/ports.js';
import { drawEvent } from '../../../monitor/display/draw-event.js';
import { wirePlace } from '../../../monitor/display/cdc-shapes.js';
import { wiresOfSegment } from '../../../monitor/display/places.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { type FullBatch, makeChain } from '../../../emulator/chain/chain.js';
import { trackPath } from '../../../emulator/display/paths.js';
import { countsOf, decayNotes } from '../../../emulator/decays/decay-counts.js';
import { eventDisplay } from '../../../emulator/display/event.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';

async function displayOf(generator: string, config: unknown, index: number): Promise<EventDisplay> {
  const chain = makeChain({
    seed: 2,
    run: 1,
    config: emulatorConfig(),
    menu: eclMenu,
    points: [{ generator, config }],
  });
  const job = { kind: 'generate', slice: 0, first: index, count: 1, point: 0 } as const;
  const { decays = [], ...generated } = chain.generate(job);
  const batch = (await firstValueFrom(of(generated).pipe(chain.full))) as FullBatch<DetectorHits>;
  return eventDisplay(
    batch,
    chain.menu.lines,
    generator,
    decayNotes(countsOf(decays), 'generator'),
  );
}

const pair = {
  particles: '13 -13',
  minimum: '1.5 GeV',
  maximum: '2.5 GeV',
  thetaMin: '60 deg',
  thetaMax: '110 deg',
};
const distance = (
  x: number,
  y: number,
  path: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> },
): number => Math.min(...Array.from(path.x, (px, row) => Math.hypot(px - x, path.y[row]! - y)));

describe('the display of what lives too short', () => {
  const shot = (pdg: number) => displayOf('gun', { pdg, variable: 'momentum', minimum: 3 }, 0);

  it('shows what a D0 decayed into and says that it was decayed', async () => {
    const { particles, notes } = await shot(421);
    expect(notes).toEqual(['1 D0 (PDG code 421) are final in the generator and were decayed here']);
    expect(particles.length).toBeGreaterThan(1);
    expect(particles.map(({ name }) => name)).not.toContain('D0');
  });

  it('shows no track of a B_c+, which no table knows, and says so', async () => {
    const { particles, notes } = await shot(541);
    expect(particles).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('1 B_c+ (PDG code 541) are final, live too')]);
  });
});

describe('the display of a muon pair', () => {
  let display: EventDisplay;
  beforeAll(async () => {
    display = await displayOf('prongs', pair, 4);
  });

  it('takes true muons to the front of the calorimeter, positive ones clockwise', () => {
    const muons = display.particles.filter(({ name }) => name.startsWith('mu'));
    expect(muons).toHaveLength(2);
    for (const { name, path, phi } of muons) {
      const last = path.x.length - 1;
      expect(Math.hypot(path.x[0]!, path.y[0]!)).toBeLessThan(0.1);
      expect(Math.hypot(path.x[last]!, path.y[last]!)).toBeCloseTo(barrelRadius, 1);
      expect(path.z[last]!).toBeGreaterThan(backwardPlane);
      expect(path.z[last]!).toBeLessThan(forwardPlane);
      const turned = Math.sin(Math.atan2(path.y[last]!, path.x[last]!) - phi);
      expect(Math.sign(turned)).toBe(name === 'mu+' ? -1 : 1);
    }
  });

  it('finds both tracks, along the true ones within the grid of the Hough plane', () => {
    const { tracks } = display.chamber;
    expect(tracks).toHaveLength(2);
    for (const { path, charge } of tracks) {
      const muon = display.particles.find(({ name }) => name === (charge > 0 ? 'mu+' : 'mu-'))!;
      const last = path.x.length - 1;
      // σ(φ0) of 13 mrad is 1.6 cm at 126 cm; points are up to 10 cm apart.
      expect(distance(path.x[last]!, path.y[last]!, muon.path)).toBeLessThan(8);
    }
  });

  it('shows hits along the muons, within a cell and a half of stereo twist', () => {
    const { wire } = display.chamber.hits;
    expect(wire.length).toBeGreaterThan(90);
    const muons = display.particles.filter(({ name }) => name.startsWith('mu'));
    const near = Array.from(wire, (id) => {
      const [x, y] = wirePlace(id);
      return Math.min(...muons.map(({ path }) => distance(x, y, path)));
    }).filter((gap) => gap < 9);
    // A few hits are of electrons knocked out or radiated.
    expect(near.length).toBeGreaterThan(0.9 * wire.length);
  });

  it('outlines segments on the tracks they belong to', () => {
    const { segments, tracks } = display.chamber;
    const attached = Array.from(segments.track).filter((track) => track >= 0);
    expect(attached.length).toBeGreaterThanOrEqual(8);
    for (const [row, track] of Array.from(segments.track).entries()) {
      if (track < 0) continue;
      const x =
        Array.from({ length: 6 }, (_, corner) => segments.x[6 * row + corner]!).reduce(
          (sum, value) => sum + value,
          0,
        ) / 6;
      const y =
        Array.from({ length: 6 }, (_, corner) => segments.y[6 * row + corner]!).reduce(
          (sum, value) => sum + value,
          0,
        ) / 6;
      expect(distance(x, y, tracks[track]!.path)).toBeLessThan(9);
    }
    expect(Math.max(...Array.from(display.chamber.hits.time))).toBeLessThan(700);
  });

  it('has four or more hit wires in the outline of each segment, in its own super-layer', () => {
    const { superLayer } = display.chamber.segments;
    for (const [row, own] of Array.from(superLayer).entries()) {
      const wires = wiresOfSegment(display, row);
      // Four of its five rows are hit; it has eleven wires, fifteen in super-layer 0.
      const rows = new Set(wires.map((wire) => layerOfWire[wire]!));
      expect([row, rows.size >= 4, rows.size <= 5]).toEqual([row, true, true]);
      expect(wires.length).toBeLessThanOrEqual(own === 0 ? 15 : 11);
      expect(wires.every((wire) => superLayerOfLayer[layerOfWire[wire]!] === own)).toBe(true);
    }
  });

  it('is drawn without a number that is not one', () => {
    expect(drawEvent(display)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the display of events without tracks', () => {
  it('shows a photon as a straight line to its cluster', async () => {
    const photon = { minimum: '2 GeV', maximum: '2 GeV', thetaMin: '70 deg', thetaMax: '110 deg' };
    const displays = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) => displayOf('gun', photon, index)),
    );
    const { particles, clusters } = displays.find(({ particles: list }) => list.length === 1)!;
    const [{ kind, path }] = particles as [(typeof particles)[0]];
    expect(kind).toBe('photon');
    expect(path.x).toHaveLength(2);
    // Half a trigger cell and the depth at which it lies.
    expect(
      Math.hypot(
        path.x[1]! - clusters.x[0]!,
        path.y[1]! - clusters.y[0]!,
        path.z[1]! - clusters.z[0]!,
      ),
    ).toBeLessThan(25);
    expect(clusters.energyCms[0]).toBeGreaterThan(1);
  });

  it('shows what leaves nothing as invisible', async () => {
    const { particles } = await displayOf('dark-photon', { mass: '1 GeV' }, 3);
    expect(particles.filter(({ kind }) => kind === 'invisible').map(({ name }) => name)).toEqual([
      'dark_photon',
    ]);
  });
});

describe('the way of a found track', () => {
  it('ends at the barrel, at an endcap by its 3-D fit, or after half a turn', () => {
    const ends = (omega: number, cotTheta: number): readonly [number, number] => {
      const { x, y, z } = trackPath(1, omega, 0, cotTheta);
      const last = x.length - 1;
      return [Math.hypot(x[last]!, y[last]!), z[last]!];
    };
    expect(ends(0.004, Number.NaN)[0]).toBeCloseTo(barrelRadius, 2);
    expect(ends(0, 0.5)[1]).toBeCloseTo(0.5 * barrelRadius, 2);
    expect(ends(0.004, 3)[1]).toBeCloseTo(forwardPlane, 2);
    expect(ends(0.02, 0)[0]).toBeCloseTo(2 / 0.02, 2);
  });
});
