import type { Estimate, NowAndAsked, WhatIfAnswer, WhatIfRow } from '../../monitor/what-if.js';

const around = (value: number, half: number): Estimate => ({
  value,
  low: value - half,
  high: value + half,
});

const pair = (now: number, asked: number, half: number): NowAndAsked => ({
  now: around(now, half),
  asked: around(asked, half),
  difference: around(asked - now, half / 4),
});

const lineOf = (name: string, now: number, asked: number): WhatIfRow => ({
  name,
  family: 'single-photon',
  prescale: { now: 1, asked: now / asked },
  ftdl: pair(now, now, 3),
  accepts: pair(now, asked, 3),
  efficiencies: [
    {
      card: 'single-photon',
      selection: 'all events',
      selected: 1200,
      ...pair(0.9, (0.9 * asked) / now, 0.01),
    },
  ],
});

/** An answer as a run gives it: the prescale of one line is doubled. */
export const syntheticAnswer = (): WhatIfAnswer => ({
  sequence: 1,
  question: { prescales: { lml6: 2 } },
  run: 'run-1',
  from: 'prescales',
  menu: { now: 'physics', asked: 'physics' },
  sample: {
    windows: 400_000,
    occurrences: 2_100_000,
    thinnedWindows: 53_000,
    thinnedOccurrences: 1_700_000,
    seconds: 10.8,
    slices: 216,
    firstSlice: 40,
    lastSlice: 255,
    fromSeconds: 2,
    toSeconds: 12.8,
    machineChanges: [],
    probes: 24_000,
  },
  confidence: 0.6827,
  total: {
    name: 'Level 1',
    family: '',
    accepts: pair(14_200, 14_100, 36),
    efficiencies: ['single-photon', 'two-track'].map((card) => ({
      card,
      selection: 'all events',
      selected: 5000,
      ...pair(0.95, 0.94, 0.004),
    })),
  },
  families: [{ ...lineOf('single-photon', 900, 700), family: 'single-photon' }],
  lines: [
    lineOf('lml6', 400, 200),
    lineOf('lml1', 520, 520),
    {
      name: 'mine',
      family: '',
      prescale: { now: null, asked: 1 },
      ftdl: { now: null, asked: null, difference: null },
      accepts: { now: null, asked: null, difference: null },
      efficiencies: [],
      remark: 'reads top, not simulated',
    },
  ],
  notes: ['a note'],
  tookSeconds: 0.21,
});
