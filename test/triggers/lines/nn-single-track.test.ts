import { describe, expect, it } from 'vitest';
import { of } from 'rxjs';
import { TableBuilder } from '../../../detector/base/columns.js';
import { degree, GeV } from '../../../detector/base/units.js';
import { curvatureConstant, solenoidField } from '../../../detector/field.js';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { track2dSchema, trackNeuroSchema } from '../../../triggers/cdc/objects.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import {
  momentumUnits,
  nnSingleTrack,
  nnSingleTrackPlugin,
} from '../../../triggers/lines/nn-single-track.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type InputName, inputNames } from '../../../triggers/slots.js';
import { grlWith } from '../bits/grl-bits.js';
import { cdcOf } from '../grl/events.js';

interface TestTrack {
  readonly z: number;
  readonly p?: number;
  readonly theta?: number;
}

const omegaOf = (pt: number): number => (curvatureConstant * solenoidField) / pt;

/** One event with these neural tracks. */
function objectsOf(list: readonly TestTrack[]) {
  const tracks2d = new TableBuilder(track2dSchema);
  const tracks = new TableBuilder(trackNeuroSchema);
  list.forEach(({ z, p = 2 * GeV, theta = 90 * degree }, track) => {
    for (const table of [tracks2d, tracks]) {
      table.reserve(1);
      table.rowCount++;
    }
    tracks2d.columns.omega[track] = omegaOf(p * Math.sin(theta));
    tracks.columns.track[track] = track;
    tracks.columns.z[track] = z;
    tracks.columns.theta[track] = theta;
  });
  tracks2d.endEvent();
  tracks.endEvent();
  return {
    cdc: { ...cdcOf([{}]), tracks2d: tracks2d.take() },
    neuro: { tracks: tracks.take() },
    grl: grlWith({}),
  };
}

const batchOf = (...list: readonly TestTrack[]) => ({
  eventCount: 1,
  objects: objectsOf(list),
  inputBits: new Uint32Array(inputWords),
});

function bitsOf(...list: readonly TestTrack[]): InputName[] {
  let bits: Uint32Array = new Uint32Array(inputWords);
  of(batchOf(...list))
    .pipe(nnSingleTrack())
    .subscribe(({ inputBits }) => {
      bits = inputBits;
    });
  return inputNames.filter((_, slot) => hasBit(bits, inputWords, 0, slot));
}

describe('bits of neural tracks', () => {
  it('count the tracks within 20 cm, each number in its slot', () => {
    const near = { z: 19.9, p: 0.4 * GeV };
    expect(bitsOf({ z: 20, p: 0.4 * GeV })).toEqual([]);
    expect(bitsOf({ z: -20, p: 0.4 * GeV })).toEqual([]);
    expect(bitsOf(near)).toEqual(['ty_0']);
    expect(bitsOf(near, { z: 60 }, { ...near, z: -19.9 })).toEqual(['ty_1']);
    expect(bitsOf(near, near, near)).toEqual(['ty_2']);
    expect(bitsOf(near, near, near, near)).toEqual(['ty_3']);
    expect(bitsOf(near, near, near, near, near)).toEqual(['ty_3']);
  });

  it('fire the single-track trigger within 15 cm and above the momentum, both of one track', () => {
    expect(bitsOf({ z: 14.9 })).toContain('typ');
    expect(bitsOf({ z: -15 })).not.toContain('typ');
    expect(bitsOf({ z: 17 }, { z: 0, p: 0.4 * GeV })).not.toContain('typ');
    expect(bitsOf({ z: 0, p: 0.9 * GeV })).toContain('typ');
    expect(bitsOf({ z: 0, p: 0.7 * GeV })).not.toContain('typ');
  });

  it('are all driven by some event', () => {
    const one = { z: 0 };
    const all = [1, 2, 3, 4].flatMap((count) => bitsOf(...Array<TestTrack>(count).fill(one)));
    expect([...new Set(all)].toSorted()).toEqual([...nnSingleTrackPlugin.drives].toSorted());
  });

  it('fire stt of the menu, and with a cluster behind a track sttecl', () => {
    const { ftdl, lines } = compileMenu(physicsMenu);
    of(batchOf({ z: 0 }))
      .pipe(nnSingleTrack())
      .subscribe(({ inputBits }) => {
        const bits = ftdl(inputBits, 1);
        const fired = lines
          .filter(({ number }) => hasBit(bits, outputWords, 0, number))
          .map(({ name }) => name);
        expect(fired).toContain('stt');
        expect(fired).not.toContain('sttecl');
      });
    const matched = {
      ...batchOf({ z: 0 }),
      objects: { ...objectsOf([{ z: 0 }]), grl: grlWith({ cdcecl: 1 }) },
    };
    of(matched)
      .pipe(nnSingleTrack())
      .subscribe(({ inputBits }) =>
        expect(
          hasBit(
            ftdl(inputBits, 1),
            outputWords,
            0,
            lines.find(({ name }) => name === 'sttecl')!.number,
          ),
        ).toBe(true),
      );
  });
});

describe('the momentum of the single-track trigger', () => {
  it('is in tenths of a GeV, never below the true one: curvature and sin θ are truncated', () => {
    for (let pt = 0.3; pt < 4; pt += 0.013) {
      const units = momentumUnits(omegaOf(pt), 90 * degree);
      expect(units).toBe(Math.floor(units));
      // 0.45 GeV/m against 0.4497, and θ truncated to 1.57 rad.
      expect(units).toBeGreaterThanOrEqual(Math.floor(10 * pt));
    }
  });

  it('knows no sign of the curvature, and is infinite for a straight track', () => {
    expect(momentumUnits(-omegaOf(1), 1)).toBe(momentumUnits(omegaOf(1), 1));
    expect(momentumUnits(0, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(momentumUnits(4e-4, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(momentumUnits(4.5e-4, 1)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(bitsOf({ z: 0, p: 20 * GeV })).toContain('typ');
  });

  it('is the same at θ and 180° − θ, truncated towards the beam line at both', () => {
    for (let theta = 10.3; theta < 90; theta += 1.7) {
      for (let pt = 0.3; pt < 4; pt += 0.11)
        expect(momentumUnits(omegaOf(pt), (180 - theta) * degree)).toBe(
          momentumUnits(omegaOf(pt), theta * degree),
        );
    }
    // 119° folds to 61°, truncated to 10 steps or 56.2°: 0.45 / (15 · 0.044 · sin 56.2°) = 0.82;
    // with 11 steps it would be 0.77.
    expect(momentumUnits(15.1 * 4.4e-4, 119 * degree)).toBe(8);
    expect(momentumUnits(16.1 * 4.4e-4, 119 * degree)).toBe(7);
  });
});
