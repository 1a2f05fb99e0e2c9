import { describe, expect, it } from 'vitest';
import { dependenceSvg } from '../../../emulator/writers/dependence-plot.js';

const points = [
  { x: 0.5, y: 40 },
  { x: 2, y: 15 },
];

describe('a picture of numbers against a variable', () => {
  const svg = dependenceSvg(
    {
      file: 'd0',
      title: 'Resolution of d0',
      xName: 'p [GeV]',
      yName: 'width [µm]',
      series: [{ label: 'two layers', points }],
    },
    'seed 1',
  );

  it('has a point for each number, joined by a line', () => {
    expect(svg.match(/<circle/g)?.length).toBe(points.length);
    expect(svg).toContain('two layers');
  });

  it('says in words what it shows', () => {
    expect(svg).toContain('width [µm] against p [GeV]. two layers: 40 at 0.5, 15 at 2.');
    expect(svg).toContain('seed 1');
  });
});
