import { describe, expect, it } from 'vitest';
import { makeFrame } from '../../../monitor/display/frame.js';
import { paperPalette } from '../../../monitor/display/palette.js';
import { drawTruth, transverse } from '../../../monitor/display/paths.js';
import type { DisplayParticle } from '../../../monitor/ports.js';

const frame = makeFrame([-100, 100], [-50, 50], 1);

/** A particle with a path in the transverse plane. */
const particle = (x: readonly number[], y: readonly number[]): DisplayParticle =>
  ({
    name: 'mu-',
    kind: 'charged',
    path: { x: Float32Array.from(x), y: Float32Array.from(y), z: Float32Array.from(x) },
    energy: 1,
    theta: 1,
    phi: 0,
    radius: 0,
  }) as unknown as DisplayParticle;

const drawn = (x: readonly number[], y: readonly number[]): string =>
  / d="([^"]*)"/.exec(drawTruth([particle(x, y)], paperPalette, frame, transverse))?.[1] ?? '';

const at = (x: number, y: number): string => `${frame.x(x)} ${frame.y(y)}`;

describe('paths of true particles', () => {
  it('are drawn whole inside of the frame', () => {
    expect(drawn([0, 10, 20], [0, 5, -5])).toBe(`M${at(0, 0)}L${at(10, 5)}L${at(20, -5)}`);
  });

  it('end at the edges of the frame', () => {
    expect(drawn([-200, 200], [-20, 20])).toBe(`M${at(-100, -10)}L${at(100, 10)}`);
    expect(drawn([0, 0], [0, 80])).toBe(`M${at(0, 0)}L${at(0, 50)}`);
  });

  it('come in again where they do', () => {
    expect(drawn([0, 0, 60, 60], [0, 100, 100, 0])).toBe(
      `M${at(0, 0)}L${at(0, 50)}M${at(60, 50)}L${at(60, 0)}`,
    );
  });

  it('outside are not drawn', () => {
    expect(drawn([-150, -150, 150], [0, 80, 80])).toBe('');
  });
});
