import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { drawEvent } from '../../../monitor/display/draw-event.js';
import { nightPalette, paperPalette } from '../../../monitor/display/palette.js';
import type { EventDisplay } from '../../../monitor/ports.js';
import { syntheticEvent } from '../synthetic-event.js';

const parsed = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml');
const textsOf = (svg: string): readonly string[] =>
  [...parsed(svg).querySelectorAll('text')].map((text) => text.textContent ?? '');
const nothing = (event: EventDisplay): EventDisplay => {
  const none = new Float32Array(0);
  return {
    ...event,
    lines: [],
    particles: [],
    crystals: { crystal: none, energy: none },
    cells: { cell: none, energy: none },
    clusters: { x: none, y: none, z: none, energyCms: none, energyLab: none },
    chamber: {
      hits: { wire: none, time: none },
      eventTime: Number.NaN,
      segments: { superLayer: none, track: none, x: none, y: none },
      tracks: [],
      shortTracks: none,
      innerTracks: none,
    },
    silicon: { pixels: { x: none, y: none }, strips: { x: none, y: none } },
    cherenkov: { photons: new Uint16Array(16), slots: 0, pads: { x: none, y: none } },
    yoke: { x: none, y: none, z: none, barrelSectors: 0, endcapSectors: [0, 0] },
  };
};

describe('the sheet of an event', () => {
  const svg = drawEvent(syntheticEvent());

  it('is a document with a title, a description and units on every axis', () => {
    const document = parsed(svg);
    expect(document.querySelector('svg > title')?.textContent).toBe('Event 1:3:17');
    expect(document.querySelector('svg > desc')?.textContent).toContain('fff, lml1');
    for (const axis of [
      'x [cm]',
      'y [cm]',
      'z [cm]',
      'azimuth φ [degrees]',
      'polar angle θ [degrees]',
      'E* [GeV]',
      'pT [GeV]',
    ])
      expect(textsOf(svg)).toContain(axis);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says in its head and description what is to be known of how the event was made', () => {
    const note = '1 B_c+ are final and were not decayed';
    const noted = drawEvent({ ...syntheticEvent(), notes: [note] });
    expect(parsed(noted).querySelector('svg > desc')?.textContent).toContain(` ${note}.`);
    expect(textsOf(noted).join(' ')).toContain(`${note}.`);
  });

  it('names clusters, tracks and particles in both views, unfitted tracks in one', () => {
    const texts = textsOf(svg);
    const count = (name: string): number => texts.filter((text) => text === name).length;
    // Two views, the map and the table.
    expect(count('C1')).toBe(5 + 1);
    expect(count('T1')).toBe(3);
    expect(count('T3')).toBe(2);
    expect(count('μ+')).toBeGreaterThanOrEqual(4);
    expect(count('A′')).toBe(3);
  });

  it('is drawn by another program, with more ink than an event without anything', () => {
    const inked = (event: EventDisplay): number => {
      const { pixels } = new Resvg(drawEvent(event), {
        fitTo: { mode: 'width', value: 600 },
        font: { loadSystemFonts: false },
      }).render();
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at]! < 200) count++;
      return count;
    };
    expect(inked(syntheticEvent())).toBeGreaterThan(inked(nothing(syntheticEvent())) + 500);
  });

  it('says that nothing was found where nothing was', () => {
    const texts = textsOf(drawEvent(nothing(syntheticEvent())));
    expect(texts).toContain('Clusters of the ECL trigger');
    expect(texts.filter((text) => text === 'none')).toHaveLength(3);
    expect(texts.some((text) => text.startsWith('Lines fired before prescale: none'))).toBe(true);
  });

  it('stays a document whatever names are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (name, line) => {
        const event = syntheticEvent();
        const hostile = {
          ...event,
          source: name,
          lines: [line],
          particles: event.particles.map((particle) => ({ ...particle, name })),
        };
        const document = drawEvent(hostile).replace(/&#\d+;/g, '');
        expect(document).not.toMatch(
          /<(?!\/?(svg|title|desc|g|clipPath|rect|path|text|circle|line)[\s>/])/,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the names of many particles apart', () => {
    const event = syntheticEvent();
    const beam = event.particles[3]!;
    const particles = Array.from({ length: 10 }, (_, index) => ({ ...beam, name: `p${index}` }));
    const document = parsed(drawEvent({ ...event, particles }));
    const places = [...document.querySelectorAll('text')]
      .filter(
        (text) => /^p\d$/.test(text.textContent ?? '') && text.getAttribute('font-size') === '13',
      )
      .map((text) => [Number(text.getAttribute('x')), Number(text.getAttribute('y'))] as const)
      .slice(0, 10);
    for (const [row, [x, y]] of places.entries())
      for (const [a, b] of places.slice(row + 1))
        expect(Math.hypot(a - x, b - y)).toBeGreaterThan(20);
  });
});

describe('the colours of the display', () => {
  const luminance = (hex: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string): number => {
    const [one, other] = [luminance(a), luminance(b)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };

  it.each([
    ['paper', paperPalette],
    ['night', nightPalette],
  ] as const)(
    'keep text at 4.5 and signs at 3 to their ground (%s)',
    (_, { ground, ink, muted, track, cluster, cell }) => {
      for (const text of [ink, muted, track, cluster])
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(cell, ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it('have the ground of the page they are on', () => {
    const scheme = readFileSync(
      new URL('../../../monitor/dashboard/styles/scheme.css', import.meta.url),
      'utf8',
    );
    expect(scheme).toContain(`--panel: ${nightPalette.ground}`);
  });
});
