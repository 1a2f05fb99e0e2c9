import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { wrapAngle } from '../../../detector/base/units.js';
import { layerOfWire, superLayerOfLayer } from '../../../detector/cdc/geometry.js';
import { sliceAddresses } from '../../../detector/event.js';
import { bendingRadius, solenoidField } from '../../../detector/field.js';
import { cdcObjects, cdcTriggerSchema } from '../../../triggers/cdc/cdc-trigger.js';
import { omegaStep, phiStep } from '../../../triggers/cdc/hough-space.js';
import { hitsOf, type SimpleTrack } from './tracks.js';

const build = (raw: Record<string, unknown> = {}) =>
  cdcObjects(parseConfig(cdcTriggerSchema, { method: 'hough3d', ...raw }, 'test'), { seed: 1 });
const find = build();
const one = sliceAddresses(0, 0, 0, 1);
const track: SimpleTrack = { pt: 0.8, charge: 1, phi: 0.7, cotTheta: 0.3 };

/** q/pT of the first track found [1/GeV]. */
const chargeOverPt = ({ omega }: { readonly omega: Float32Array }): number =>
  omega[0]! * bendingRadius(1, solenoidField);

describe('the 3-D finder', () => {
  it('finds curvature, azimuth and polar angle of prompt tracks within a cell', () => {
    const stream = new RandomStream().seed(5, 1, 0, 0, purpose.test);
    const errors: [number, number, number][] = [];
    for (let trial = 0; trial < 150; trial++) {
      const drawn: SimpleTrack = {
        pt: 1 / (0.2 + 2.8 * stream.uniform()),
        charge: stream.uniform() < 0.5 ? -1 : 1,
        phi: 2 * Math.PI * stream.uniform(),
        cotTheta: -0.5 + 1.8 * stream.uniform(),
      };
      const { tracks2d } = find(hitsOf([drawn]), one);
      if (tracks2d.phi.length !== 1) continue;
      expect(tracks2d.votes![0]).toBeGreaterThanOrEqual(32);
      expect(tracks2d.votesAround![0]).toBeGreaterThanOrEqual(450);
      errors.push([
        Math.abs(chargeOverPt(tracks2d) - drawn.charge / drawn.pt) / omegaStep,
        Math.abs(wrapAngle(tracks2d.phi[0]! - drawn.phi)) / phiStep,
        Math.abs(tracks2d.cotTheta![0]! - drawn.cotTheta),
      ]);
    }
    expect(errors.length).toBeGreaterThan(145);
    const at = (column: 0 | 1 | 2): number =>
      errors.map((error) => error[column]).toSorted((a, b) => a - b)[
        Math.floor(0.68 * errors.length)
      ]!;
    expect(at(0)).toBeLessThan(0.5);
    expect(at(1)).toBeLessThan(1);
    // A third of a cell of 0.29.
    expect(at(2)).toBeLessThan(0.1);
  });

  it('sees the same after 1/32 turn', () => {
    const { tracks2d: first } = find(hitsOf([track]), one);
    for (const sectors of [1, 13, 31]) {
      const { tracks2d } = find(
        hitsOf([{ ...track, phi: track.phi + (sectors * 2 * Math.PI) / 32 }]),
        one,
      );
      expect(
        wrapAngle(tracks2d.phi[0]! - first.phi[0]! - (sectors * 2 * Math.PI) / 32),
      ).toBeCloseTo(0, 5);
      expect(tracks2d.omega).toEqual(first.omega);
      expect(tracks2d.votes).toEqual(first.votes);
    }
  });

  it('attaches the nearest segment of every axial super-layer that the track crosses', () => {
    const { segments, tracks2d } = find(hitsOf([track]), one);
    const { segment0, segment2, segment4, segment6, segment8 } = tracks2d;
    const rows = [segment0, segment2, segment4, segment6, segment8].map((column) => column[0]!);
    expect(rows.map((row) => segments.superLayer[row])).toEqual([0, 2, 4, 6, 8]);
    expect(rows.map((row) => segments.position[row])).toEqual([3, 3, 3, 3, 3]);
  });

  it('needs four axial and three stereo super-layers', () => {
    const without = (superLayers: readonly number[]) => {
      const { offsets, wire, tdc } = hitsOf([track]);
      const kept = [...wire.keys()].filter(
        (row) => !superLayers.includes(superLayerOfLayer[layerOfWire[wire[row]!]!]!),
      );
      return find(
        {
          offsets: Uint32Array.of(offsets[0]!, kept.length),
          wire: wire.filter((_, row) => kept.includes(row)),
          tdc: tdc.filter((_, row) => kept.includes(row)),
        },
        one,
      ).tracks2d.phi.length;
    };
    expect(without([])).toBe(1);
    expect(without([4])).toBe(1);
    expect(without([5])).toBe(1);
    expect(without([2, 4])).toBe(0);
    expect(without([3, 5])).toBe(0);
  });

  it('finds two tracks apart and not a track from 80 cm away', () => {
    expect(find(hitsOf([track, { ...track, phi: 2.5, charge: -1 }]), one).tracks2d.phi.length).toBe(
      2,
    );
    expect(find(hitsOf([{ ...track, z0: 80 }]), one).tracks2d.phi.length).toBe(0);
  });

  it('is one of two methods; the other one has no column of votes', () => {
    expect(build({ method: 'hough2d' })(hitsOf([track]), one).tracks2d).not.toHaveProperty('votes');
    expect(build({ finder3d: { minPeak: 200 } })(hitsOf([track]), one).tracks2d.phi.length).toBe(0);
  });
});
