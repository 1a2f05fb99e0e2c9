import { GeV, MeV } from '../../detector/base/units.js';

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Colours of a picture. What matters is told by form as well: the truth thin, what the trigger
 * found thick; kinds of particles by dashes, axial and stereo hits by filling, energy by length.
 * Vermilion, amber, purple and blue stay apart for all kinds of colour vision.
 */
export interface DisplayPalette {
  readonly ground: string;
  readonly ink: string;
  readonly muted: string;
  readonly outline: string;
  /** Stereo super-layers and the body of the calorimeter. */
  readonly tint: string;
  readonly track: string;
  readonly cluster: string;
  readonly cell: string;
  readonly cellFill: string;
  /** From small to large energy; from early to late hits. */
  readonly energy: readonly [Rgb, Rgb];
  readonly time: readonly [Rgb, Rgb];
}

/** For paper and light pages. */
export const paperPalette: DisplayPalette = {
  ground: '#ffffff',
  ink: '#16203a',
  muted: '#56607a',
  outline: '#b3bac4',
  tint: '#f0f2f5',
  track: '#c74300',
  cluster: '#8a1f8f',
  cell: '#b36b00',
  cellFill: '#ffe2a3',
  energy: [
    [150, 196, 235],
    [8, 48, 120],
  ],
  time: [
    [0, 74, 84],
    [120, 203, 196],
  ],
};

/** For dark pages. */
export const nightPalette: DisplayPalette = {
  ground: '#111a30',
  ink: '#e8ecf6',
  muted: '#9ba8c4',
  outline: '#4a5978',
  tint: '#1a2541',
  track: '#ff8b4d',
  cluster: '#f09bf2',
  cell: '#f3b94d',
  cellFill: '#4a3a14',
  energy: [
    [58, 104, 160],
    [168, 214, 255],
  ],
  time: [
    [196, 255, 240],
    [40, 122, 120],
  ],
};

function mixed([from, to]: readonly [Rgb, Rgb], share: number): string {
  const bounded = Math.min(1, Math.max(0, share));
  const mix = from.map((value, part) => Math.round(value + (to[part]! - value) * bounded));
  return `rgb(${mix.join(',')})`;
}

/** Logarithmic from 5 MeV to 5 GeV. */
export const energyColor = ({ energy: ends }: DisplayPalette, energy: number): string =>
  mixed(ends, Math.log10(energy / (5 * MeV)) / 3);

/** Longest drift that still gets its own shade [ns]. */
export const latestTime = 400;

/** Colour of a hit's time [ns] between those of early and late hits. */
export const timeColor = ({ time: ends }: DisplayPalette, time: number): string =>
  mixed(ends, time / latestTime);

/** Energies that the legend shows. */
export const legendEnergies = [10 * MeV, 100 * MeV, 1 * GeV, 5 * GeV] as const;
