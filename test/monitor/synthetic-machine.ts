import type {
  BackgroundRate,
  Backgrounds,
  ClassCounts,
  ClassOrigin,
  FamilyDefinition,
  MachineSnapshot,
  PhasePicture,
  ProbeCounts,
  RingState,
} from '../../monitor/machine-snapshot.js';

/** Classes of anchor that the synthetic machine has: seeds and L1 accepts a second. */
const classes: readonly {
  readonly name: string;
  readonly tier: ClassCounts['tier'];
  readonly origin: ClassOrigin;
  readonly seedHz: number;
  readonly acceptHz: number;
}[] = [
  { name: 'bhabha', tier: 'anchor', origin: 'collision', seedHz: 13_400, acceptHz: 1280 },
  { name: 'two-photon', tier: 'anchor', origin: 'collision', seedHz: 4100, acceptHz: 610 },
  { name: 'Touschek, LER', tier: 'anchor', origin: 'stray', seedHz: 6600, acceptHz: 900 },
  { name: 'beam-gas-ler', tier: 'anchor', origin: 'stray', seedHz: 4100, acceptHz: 530 },
  { name: 'radiative-bhabha', tier: 'anchor', origin: 'stray', seedHz: 3300, acceptHz: 240 },
  { name: 'soft-cluster', tier: 'soft', origin: 'stray', seedHz: 50_000, acceptHz: 12 },
  { name: 'injection-ler', tier: 'anchor', origin: 'injection', seedHz: 300, acceptHz: 40 },
  { name: 'random', tier: 'anchor', origin: 'artificial', seedHz: 0, acceptHz: 100 },
];

/** Share of a class's accepts that each line of the synthetic run has. */
const lineShares = [0.35, 0.2, 0.02, 0.3, 0.12, 0.06, 0.3, 0, 0, 0, 0];

const turn = 10.061;
const thinning = 20;

const families: readonly FamilyDefinition[] = [
  { name: 'single-photon', lines: ['lml1', 'lml2', 'lml6', 'lml7', 'lml13', 'hie'] },
  { name: 'three-track', lines: [] },
];

function classAt(seconds: number, row: (typeof classes)[number]): ClassCounts {
  const { seedHz, acceptHz, ...kind } = row;
  const accepts = Math.floor(acceptHz * seconds);
  const windows = Math.floor((seedHz * seconds) / (kind.tier === 'soft' ? thinning : 1));
  return {
    ...kind,
    seeds: Math.floor(seedHz * seconds),
    windows,
    weighted: kind.tier === 'soft' ? windows * thinning : windows,
    accepts,
    lineAccepts: Float64Array.from(lineShares, (share) => Math.floor(share * accepts)),
    familyRises: Float64Array.of(Math.floor(0.8 * accepts), 0),
  };
}

const detector = (
  name: string,
  unit: string,
  rates: readonly number[],
  limit?: number,
): BackgroundRate => ({
  detector: name,
  unit,
  rates: Float64Array.from(rates),
  ...(limit !== undefined && { limit, limitNote: 'the shift alarm' }),
});

const backgrounds: Backgrounds = {
  sources: ['Touschek LER', 'beam-gas LER', 'beam-gas HER', 'radiative Bhabha', 'injection'],
  detectors: [
    detector('CDC', 'kHz/wire', [9.8, 5.5, 2.2, 4.4, 0.6], 200),
    detector('TOP', 'MHz/tube', [0.9, 0.6, 0.2, 0.43, 3.4], 5),
    detector('ECL', 'MHz/crystal', [0.2, 0.1, 0.05, 0.1, 0.01]),
  ],
};

/** The injected bunch is a bright stripe at phase 0 that fades within milliseconds. */
function phaseAt(seconds: number, ring: string): PhasePicture {
  const [rows, phaseBins] = [30, 40];
  const timeEdges = Float64Array.from({ length: rows + 1 }, (_, row) => row);
  const windows = Float64Array.from({ length: rows * phaseBins }, (_, bin) => {
    const [row, phase] = [Math.floor(bin / phaseBins), bin % phaseBins];
    const stripe = phase < 2 || phase === phaseBins - 1 ? 40 * Math.exp(-row / 5) : 0;
    return Math.floor(seconds * (2 + stripe));
  });
  const accepts = windows.map((count, bin) => (bin < phaseBins ? 0 : Math.floor(count / 8)));
  return { ring, timeEdges, phaseBins, turn, windows, accepts };
}

const ring = (seconds: number, name: string, current: number, shotRate: number): RingState => ({
  name,
  current: current * (1 - 0.01 * Math.sin(seconds)),
  shotRate,
  shots: Math.floor(seconds * shotRate),
});

const probes: readonly ProbeCounts[] = [{ card: 'single-photon', rate: 500, events: 500 }];

/** A machine that says of itself, after so many emulated seconds, what the real one might. */
export function syntheticMachine(seconds: number, isOver = false): MachineSnapshot {
  const rows = classes.map((row) => classAt(seconds, row));
  const delivered = 46.5 * seconds;
  return {
    name: '2022-peak',
    epoch: 0,
    luminosity: 4.65e34,
    rings: [ring(seconds, 'HER', 1.1, 4.1), ring(seconds, 'LER', 1.32, 11.1)],
    delivered,
    live: 0.965 * delivered,
    vetoed: 0.03 * delivered,
    vetoedSeconds: 0.03 * seconds,
    liveSeconds: 0.965 * seconds,
    realTime: { recent: isOver ? Number.NaN : 1.02, run: 0.98 },
    families,
    classes: rows,
    thinning: {
      factor: thinning,
      windows: Math.floor(2500 * seconds),
      weighted: Math.floor(2500 * seconds) * thinning,
      unprescaledFires: Math.floor(0.6 * seconds),
    },
    backgrounds,
    phases: [phaseAt(seconds, 'HER'), phaseAt(seconds, 'LER')],
    probes,
  };
}

/** What its windows add up to: accepts, and of each line those after prescale. */
export const syntheticAccepts = ({ classes }: MachineSnapshot) => ({
  accepts: classes.reduce((sum, { accepts }) => sum + accepts, 0),
  lineAccepts: lineShares.map((_, line) =>
    classes.reduce((sum, row) => sum + row.lineAccepts[line]!, 0),
  ),
});
