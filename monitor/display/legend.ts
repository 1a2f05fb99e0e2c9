import { GeV } from '../../detector/base/units.js';
import { depthOf, fullEnergy } from './ecl-shapes.js';
import { badge } from './labels.js';
import { inWords } from './listing.js';
import {
  type DisplayPalette,
  energyColor,
  latestTime,
  legendEnergies,
  timeColor,
} from './palette.js';
import { dashes } from './paths.js';
import { diamond, type Drawing, label, tag } from './svg.js';

/** One sign and what it means; the sign is drawn with its middle at (0, 0). */
interface Entry {
  readonly text: string;
  readonly sign: string;
  /** Width of the sign [px]. */
  readonly width: number;
}

const textSize = 11.5;
const rowHeight = 21;
/** Width of an average character of the text [px]. */
const characterWidth = 0.52 * textSize;

/** Explains every sign, in rows of at most `width` pixels. */
export function drawLegend(palette: DisplayPalette, width: number): Drawing {
  const entries = [
    ...calorimeterEntries(palette),
    ...chamberEntries(palette),
    ...smallViewEntries(palette),
    ...truthEntries(palette),
  ];
  let x = 0;
  let row = 0;
  const placed = entries.map(({ text, sign, width: signWidth }) => {
    const whole = signWidth + 8 + text.length * characterWidth + 20;
    if (x > 0 && x + whole > width) {
      x = 0;
      row++;
    }
    const y = row * rowHeight + 11;
    const drawn =
      tag('g', { transform: `translate(${(x + signWidth / 2).toFixed(1)} ${y})` }, sign) +
      label(x + signWidth + 8, y + 4, text, { 'font-size': textSize, fill: palette.ink });
    x += whole;
    return drawn;
  });
  const description = entries.map(({ text }) => text).join('; ');
  return {
    width,
    height: (row + 1) * rowHeight + 4,
    title: 'Legend',
    description,
    body: placed.join('\n'),
  };
}

function calorimeterEntries(palette: DisplayPalette): readonly Entry[] {
  const bars = legendEnergies.map((energy, index) =>
    tag('rect', {
      x: -42 + index * 22,
      y: -6,
      width: 18,
      height: 12,
      fill: energyColor(palette, energy),
    }),
  );
  const depth =
    tag('rect', {
      x: -15,
      y: -5,
      width: 30,
      height: 10,
      fill: palette.tint,
      stroke: palette.outline,
      'stroke-width': 0.8,
    }) +
    tag('rect', {
      x: -15,
      y: -5,
      width: 30 * depthOf(1 * GeV),
      height: 10,
      fill: energyColor(palette, 1 * GeV),
    });
  const cell = tag('rect', {
    x: -8,
    y: -6,
    width: 16,
    height: 12,
    fill: palette.cellFill,
    stroke: palette.cell,
    'stroke-width': 0.7,
  });
  const cluster =
    tag('path', {
      d: diamond(-14, 0),
      fill: 'none',
      stroke: palette.cluster,
      'stroke-width': 1.8,
    }) + badge(9, 0, 'C1', palette);
  return [
    { text: `crystals: ${legendEnergies.map(inWords).join(', ')}`, sign: bars.join(''), width: 84 },
    { text: `length as √E, full depth ${inWords(fullEnergy)}`, sign: depth, width: 30 },
    { text: 'trigger cell over threshold', sign: cell, width: 16 },
    { text: 'trigger cluster (dashed: endcap)', sign: cluster, width: 42 },
  ];
}

function chamberEntries(palette: DisplayPalette): readonly Entry[] {
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => share * latestTime);
  const ramp = times.map((time, index) =>
    tag('rect', {
      x: -30 + index * 12,
      y: -6,
      width: 12,
      height: 12,
      fill: timeColor(palette, time),
    }),
  );
  const axial = tag('circle', { cx: -6, cy: 0, r: 2.2, fill: timeColor(palette, 100) });
  const stereo = tag('circle', {
    cx: 6,
    cy: 0,
    r: 2.2,
    fill: palette.ground,
    stroke: timeColor(palette, 100),
  });
  const hourglass = (x: number, stroke: string): string =>
    tag('path', {
      d: `M${x - 6} -7h12l-3 7l3 7h-12l3 -7Z`,
      fill: 'none',
      stroke,
      'stroke-width': 1.1,
    });
  const arc = tag('path', {
    d: 'M-14 4Q0 -7 14 -4',
    fill: 'none',
    stroke: palette.track,
    'stroke-width': 2.4,
    'stroke-opacity': 0.75,
  });
  const bar = tag('rect', {
    x: -9,
    y: -2,
    width: 18,
    height: 4,
    fill: palette.track,
    'fill-opacity': 0.55,
  });
  return [
    { text: 'axial and stereo wire hit (at z = 0)', sign: axial + stereo, width: 18 },
    { text: `time after the event time: 0 to ${latestTime} ns`, sign: ramp.join(''), width: 60 },
    {
      text: 'segment on a track, segment alone',
      sign: hourglass(-9, palette.track) + hourglass(9, palette.muted),
      width: 32,
    },
    { text: 'track found (T)', sign: arc, width: 28 },
    { text: 'short track (at A2), inner track (at A0)', sign: bar, width: 18 },
  ];
}

function smallViewEntries(palette: DisplayPalette): readonly Entry[] {
  const filled = tag('circle', { cx: -6, cy: 0, r: 2, fill: palette.track });
  const open = tag('circle', {
    cx: 6,
    cy: 0,
    r: 2,
    fill: palette.ground,
    stroke: palette.track,
    'stroke-width': 1,
  });
  const bar = tag('rect', {
    x: -11,
    y: -2.5,
    width: 22,
    height: 5,
    fill: palette.cellFill,
    stroke: palette.cell,
    'stroke-width': 0.8,
  });
  const point = tag('circle', { cx: -14, cy: 0, r: 1.4, fill: palette.track });
  const sector = tag('path', {
    d: 'M-9 -4H9L6 4H-6Z',
    fill: 'none',
    stroke: palette.track,
    'stroke-width': 1.6,
  });
  return [
    { text: 'pixel, rφ strip', sign: filled + open, width: 18 },
    { text: 'TOP slot with a time', sign: bar, width: 24 },
    { text: 'ARICH pad or KLM point, KLM sector fired', sign: point + sector, width: 34 },
  ];
}

function truthEntries(palette: DisplayPalette): readonly Entry[] {
  const kinds = ['charged', 'photon', 'neutral', 'invisible'] as const;
  return kinds.map((kind) => ({
    text: kind === 'charged' ? 'true particle: charged' : kind,
    sign: tag('path', {
      d: 'M-16 0H16',
      stroke: palette.ink,
      'stroke-width': 1.3,
      'stroke-dasharray': dashes[kind],
    }),
    width: 32,
  }));
}
