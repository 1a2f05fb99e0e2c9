import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { sections, stripCount } from '../../../../detector/klm/geometry.js';
import type { KlmHits } from '../../../../detector/klm/hits.js';
import {
  klmClusters,
  type klmClusterVariables,
} from '../../../../emulator/studies/observers/klm-clusters.js';
import { runCard } from '../run-card.js';

type Hit = readonly [section: number, sector: number, layer: number, plane: number, strip: number];

function observed(hits: readonly Hit[]) {
  const column = (at: number) => Uint8Array.from(hits, (hit) => hit[at]!);
  const klm = {
    offsets: Uint32Array.of(0, hits.length),
    section: column(0),
    sector: column(1),
    layer: column(2),
    plane: column(3),
    strip: column(4),
    time: new Float32Array(hits.length),
  } satisfies KlmHits;
  const columns = klmClusters.variables({} as never)({ eventCount: 1, hits: { klm } } as never);
  return (name: keyof typeof klmClusterVariables): number => columns[name]![0]!;
}

const { barrelForward, barrelBackward, endcapForward, endcapBackward } = sections;

/** Both planes of layers, at strips in the middle of the sector and so far along z. */
const through = (
  section: number,
  sector: number,
  layers: readonly number[],
  strip = 5,
): readonly Hit[] =>
  layers.flatMap((layer) => [
    [section, sector, layer, 0, Math.floor(stripCount(section, sector, layer, 0) / 2)] as const,
    [section, sector, layer, 1, strip] as const,
  ]);

describe('clusters of the KLM', () => {
  it('count layers with both planes of a sector, both halves of the barrel together', () => {
    expect(observed([])('klmLayers')).toBe(0);
    expect(observed([])('klmTheta')).toBeNaN();
    expect(observed(through(barrelForward, 1, [1, 2, 5]))('klmLayers')).toBe(3);
    expect(observed([[barrelForward, 1, 1, 0, 3]])('klmLayers')).toBe(0);
    const halves = [...through(barrelBackward, 1, [1, 2]), ...through(barrelForward, 1, [2, 3])];
    expect(observed(halves)('klmLayers')).toBe(3);
    const apart = [...through(barrelForward, 1, [1, 2]), ...through(barrelForward, 4, [1, 2, 3])];
    expect(observed(apart)('klmLayers')).toBe(3);
    const ends = [...through(endcapBackward, 0, [1, 2]), ...through(endcapForward, 0, [1, 2, 3])];
    expect(observed(ends)('klmLayers')).toBe(3);
  });

  it('are in the azimuth of their sector, and in the region of their polar angle', () => {
    for (const sector of [0, 1, 3, 6]) {
      const of = observed(through(barrelForward, sector, [3, 4, 5]));
      const wrapped = Math.atan2(Math.sin(45 * sector * degree), Math.cos(45 * sector * degree));
      expect(Math.abs(Math.sin((of('klmPhi') - wrapped) / 2))).toBeLessThan(0.02);
      expect(of('klmRegion')).toBe(1);
    }
    const quadrants = [0, 1, 2, 3].map((sector) =>
      observed(through(endcapBackward, sector, [3, 4], 37))('klmPhi'),
    );
    expect(quadrants.map((phi) => Math.floor((phi / degree + 360) / 90) % 4)).toEqual([0, 1, 2, 3]);
    const backward = observed(through(endcapBackward, 0, [3, 4], 37));
    expect(backward('klmTheta')).toBeGreaterThan(135 * degree);
    expect(backward('klmRegion')).toBe(2);
    const forward = observed(through(endcapForward, 0, [3, 4], 37));
    // Forward ones count mirrored.
    expect(forward('klmPhi')).toBeGreaterThan(90 * degree);
    expect(forward('klmRegion')).toBe(2);
    expect(forward('klmTheta')).toBeLessThan(45 * degree);
    const steep = observed(through(barrelForward, 0, [1, 2], 40));
    expect(steep('klmTheta')).toBeLessThan(50 * degree);
    expect(steep('klmRegion')).toBe(0);
  });

  it('are where a muon goes', async () => {
    const home = mkdtempSync(join(tmpdir(), 'b2l1-klm-'));
    for (const [theta, phi] of [
      [76, 20],
      [100, -110],
      [30, 100],
      [140, -60],
    ] as const) {
      const path = join(home, 'card.yaml');
      writeFileSync(
        path,
        `variables: reference-triggers
points:
  - generator: gun
    config: { pdg: 13, frame: lab, minimum: 4 GeV, maximum: 5 GeV, thetaMin: ${theta} deg,
      thetaMax: ${theta + 4} deg, phiMin: ${phi} deg, phiMax: ${phi + 4} deg }
lines: [klmhit]
selections:
  there:
    klmLayers: [5, 16]
    klmTheta: [${theta - 5} deg, ${theta + 9} deg]
    klmPhi: [${phi - 15} deg, ${phi + 19} deg]
totals: there
`,
      );
      const { lines } = await runCard(path, 60);
      expect(lines[0]!.selected, `${theta}°, ${phi}°`).toBeGreaterThan(48);
    }
    rmSync(home, { recursive: true });
  });
});
