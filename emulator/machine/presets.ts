/**
 * States of the machine that people ask for; what is not named keeps its default, that of
 * `2022-peak`. Luminosities, currents and bunches: KEK (press release of June 2020;
 * arXiv:2406.19421; arXiv:2302.01566 for the design), currents and bunches partly recalled.
 * Lifetimes and charges beyond 2022 are chosen for the shots a second that go with them: 16 and
 * 8 Hz at the design luminosity.
 */
export const machinePresets = {
  /** No beam, and nothing that strays from it. */
  none: {
    specificLuminosity: 0,
    her: { current: '0 A', injection: { on: false } },
    ler: { current: '0 A', injection: { on: false } },
    backgrounds: { on: false },
  },
  '2020': {
    specificLuminosity: 2.4e34 / (0.71 * 0.61),
    // 978 bunches over the turn, one in five buckets.
    filling: { bunches: 978, spacing: 5 },
    her: { current: '0.61 A' },
    ler: { current: '0.71 A' },
  },
  '2022-peak': { filling: { bunches: 2249 } },
  '2024-peak': {
    specificLuminosity: 5.1e34 / (1.63 * 1.26),
    filling: { bunches: 2346 },
    her: { current: '1.26 A' },
    ler: { current: '1.63 A', lifetime: '420 s' },
  },
  design: {
    specificLuminosity: 6e35 / (2.8 * 2),
    filling: { bunches: 1761 },
    her: { current: '2 A', lifetime: '700 s', injection: { charge: '3 nC' } },
    ler: { current: '2.8 A', lifetime: '360 s', injection: { charge: '4 nC' } },
  },
} as const;
