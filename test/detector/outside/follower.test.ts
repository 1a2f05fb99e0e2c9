import { describe, expect, it } from 'vitest';
import { sections } from '../../../detector/klm/geometry.js';
import { arcEnds } from '../../../detector/propagation/arcs.js';
import type { Shot } from '../cdc/chamber.js';
import { certain, klmOf, moveFrom } from './shots.js';

const muonMass = 0.1056584;

/** A muon straight down from above the yoke. */
const down = (p: number, height = 400, x = 3, pdg = 13): Shot => ({
  pdg,
  p: [0, -p, 0],
  vertex: [x, height, 60],
});

/** Layers with a hit, ascending, of a section and sector. */
function layersOf(shot: Shot, section: number, sector: number, raw = certain): readonly number[] {
  const { section: sectionOf, sector: sectorOf, layer } = klmOf([[shot]], raw);
  const found = layer.filter((_, row) => sectionOf[row] === section && sectorOf[row] === sector);
  return [...new Set(found)].sort((a, b) => a - b);
}

const layersFrom = (first: number, last = 15): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a muon from above', () => {
  it('crosses all layers of the sector on top, the chamber, and all those below', () => {
    const shot = down(6);
    expect(layersOf(shot, sections.barrelForward, 2)).toEqual(layersFrom(1));
    expect(layersOf(shot, sections.barrelForward, 6)).toEqual(layersFrom(1));
    const { arcs } = moveFrom([[shot]]);
    expect(arcs.end.filter((end) => end === arcEnds.entry)).toHaveLength(1);
    expect(arcs.end.at(-1)).toBe(arcEnds.calorimeter);
    // In through the top, out at the bottom.
    const inside = arcs.end.indexOf(arcEnds.entry) + 1;
    expect(arcs.y[inside]).toBeCloseTo(125.16, 0);
    expect(arcs.y.at(-1)).toBeLessThan(-100);
  });

  it('loses in iron, coil and crystals 1.15 GeV of 6 on the way in, within 0.1', () => {
    // 14 plates of 65 to 68 MeV, coil 58 MeV, crystals 180 MeV (mean Bethe loss).
    const { arcs } = moveFrom([[down(6)]]);
    const inside = arcs.end.indexOf(arcEnds.entry) + 1;
    const p = Math.hypot(arcs.px[inside]!, arcs.py[inside]!, arcs.pz[inside]!);
    const lost = Math.hypot(6, muonMass) - Math.hypot(p, muonMass);
    expect(lost).toBeGreaterThan(1.1);
    expect(lost).toBeLessThan(1.25);
  });

  it('needs as much momentum to come in as another needs to go out: 1.2 GeV, within 5 %', () => {
    const momenta = Array.from({ length: 40 }, (_, step) => 1 + 0.01 * step);
    const { arcs } = moveFrom(
      momenta.map((p) => [down(p)]),
      { ...certain, transport: { scattering: false, decays: false, field: 0 } },
    );
    const entered = momenta.findIndex((_, event) =>
      arcs.end.subarray(arcs.offsets[event]!, arcs.offsets[event + 1]!).includes(arcEnds.entry),
    );
    expect(Math.abs(momenta[entered]! / 1.2 - 1)).toBeLessThan(0.05);
  });

  it('loses as much through each side of the octagon, and more where it comes in aslant', () => {
    const lostAt = (phi: number, slope = 0): number => {
      const [x, y] = [Math.cos(phi), Math.sin(phi)];
      const norm = 6 / Math.hypot(1, slope);
      const shot: Shot = {
        pdg: 13,
        p: [-norm * x, -norm * y, norm * slope],
        vertex: [400 * x, 400 * y, 60 - 300 * slope],
      };
      const { arcs } = moveFrom([[shot]], {
        ...certain,
        transport: { scattering: false, decays: false, field: 0 },
      });
      const inside = arcs.end.indexOf(arcEnds.entry) + 1;
      return 6 - Math.hypot(arcs.px[inside]!, arcs.py[inside]!, arcs.pz[inside]!);
    };
    const straight = lostAt(Math.PI / 2);
    for (let side = 0; side < 8; side++)
      expect(lostAt((side * Math.PI) / 4)).toBeCloseTo(straight, 2);
    expect(lostAt(0.3) / straight).toBeGreaterThan(1.02);
    expect(lostAt(0, 0.5) / straight).toBeCloseTo(Math.hypot(1, 0.5), 1);
  });

  it('takes the time that light takes, a muon of 6 GeV 2 ns a half metre more', () => {
    const { arcs } = moveFrom([[down(6)]]);
    const inside = arcs.end.indexOf(arcEnds.entry) + 1;
    expect(arcs.time[inside]).toBeCloseTo((400 - 125.16) / 29.979, 1);
  });

  it('bends in the solenoid before it comes in, by charge: 56 cm at 2.3 GeV, 0.11 rad', () => {
    const turn = (pdg: number): number => {
      const { arcs } = moveFrom([[down(3.2, 400, 3, pdg)]]);
      const inside = arcs.end.indexOf(arcEnds.entry) + 1;
      return Math.atan2(arcs.px[inside]!, -arcs.py[inside]!);
    };
    // A negative particle turns counterclockwise: from down (−y) towards +x.
    expect(turn(13)).toBeGreaterThan(0.08);
    expect(turn(13)).toBeLessThan(0.14);
    expect(turn(-13)).toBeCloseTo(-turn(13), 2);
  });

  it('stops in the iron when it is slow, and nothing of it comes in', () => {
    const layers = layersOf(down(0.6), sections.barrelForward, 2);
    expect(layers.at(-1)).toBe(15);
    expect(layers[0]).toBeGreaterThan(4);
    expect(moveFrom([[down(0.6)]]).arcs.end.at(-1)).toBe(arcEnds.outside);
  });
});

describe('a muon that starts in the iron', () => {
  const from = (radius: number, sign: 1 | -1): Shot => ({
    pdg: 13,
    p: [3 * sign, 0, 0],
    vertex: [radius, 2, 60],
  });

  it.each([
    [204.5, 2],
    [230, 4],
    [260, 8],
    [331, 15],
  ])('outward at %f cm fires layers from %i on', (radius, first) => {
    const shot = from(radius, 1);
    expect(layersOf(shot, sections.barrelForward, 0)).toEqual(layersFrom(first));
  });

  it('beyond the last layer fires none, outward, and all of them inward', () => {
    expect(layersOf(from(340, 1), sections.barrelForward, 0)).toEqual([]);
    expect(layersOf(from(340, -1), sections.barrelForward, 0)).toEqual(layersFrom(1));
  });

  it('inward at 230 cm fires the three layers below, and those of the other side', () => {
    const { sector, layer } = klmOf([[from(230, -1)]]);
    const near = layer.filter((_, row) => sector[row] === 0);
    const far = layer.filter((_, row) => sector[row] !== 0);
    expect([...new Set(near)].sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect([...new Set(far)].sort((a, b) => a - b)).toEqual(layersFrom(1));
  });

  it('between the crystals and the coil goes through all of the barrel', () => {
    expect(layersOf(from(160, 1), sections.barrelForward, 0)).toEqual(layersFrom(1));
  });

  it.each([
    [300, 1, sections.endcapForward, 3, 14],
    [-200, -1, sections.endcapBackward, 3, 12],
  ])('of an endcap at z = %f cm fires what lies behind', (z, sign, section, first, last) => {
    const { section: sectionOf, layer } = klmOf([
      [{ pdg: 13, p: [0.01, 0.01, 3 * sign], vertex: [150, 120, z] }],
    ]);
    expect(sectionOf.every((one) => one === section)).toBe(true);
    expect([...new Set(layer)].sort((a, b) => a - b)).toEqual(layersFrom(first, last));
  });
});

describe('other particles that start behind the front', () => {
  it('leave nothing when they shower or are not seen: electrons, photons, neutrinos', () => {
    for (const pdg of [11, 22, 14])
      expect(klmOf([[{ pdg, p: [3, 0, 0], vertex: [230, 0, 60] }]]).layer).toHaveLength(0);
  });

  it('interact: few pions get through the yoke, neutral kaons show what they make', () => {
    const outer = (pdg: number): number => {
      const shots = Array.from({ length: 200 }, (): readonly Shot[] => [
        { pdg, p: [3, 0, 0], vertex: [205, 2, 60] },
      ]);
      const raw = { klm: { efficiency: 1 } };
      const { offsets, layer } = klmOf(shots, raw);
      return shots.filter((_, event) =>
        layer.subarray(offsets[event]!, offsets[event + 1]!).includes(15),
      ).length;
    };
    expect(outer(13)).toBeGreaterThan(190);
    expect(outer(211)).toBeLessThan(40);
    const kaons = klmOf(
      Array.from({ length: 200 }, () => [
        { pdg: 130, p: [3, 0, 0] as const, vertex: [205, 2, 60] as const },
      ]),
      { klm: { efficiency: 1 } },
    );
    const seen = kaons.offsets.filter((offset, event) => offset > (kaons.offsets[event - 1] ?? 0));
    expect(seen.length).toBeGreaterThan(60);
  });
});
