import { beams } from '../../detector/beams.js';
import type { Addresses } from '../../detector/event.js';
import type { GeneratedBatch } from '../../detector/truth.js';
import type { SourcePoint } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { buildGenerator } from '../generators/index.js';

/** Events of one kind, for one set of rows. */
export interface Sample {
  /** Before the names of its rows. */
  readonly prefix: string;
  readonly what: string;
  readonly point: SourcePoint;
  readonly batchEvents: number;
  /** On top of the run's configuration. */
  readonly config: (config: EmulatorConfig) => EmulatorConfig;
}

/** A photon flat in E* over the whole calorimeter: the event of the single-photon rows. */
export const photon: Sample = {
  prefix: '',
  what: 'one photon, flat in E* 0.2–5.3 GeV',
  point: {
    generator: 'gun',
    config: { pdg: 22, frame: 'cms', minimum: '0.2 GeV', maximum: '5.3 GeV' },
  },
  batchEvents: 1024,
  config: (config) => config,
};

/** As many tracks as a BB̄ event has, over 160 noise hits in 512 ns (22 kHz on every wire). */
export const tracks: Sample = {
  prefix: 'tracks:',
  what: '11 pions of 0.2–1.5 GeV, 22 kHz of noise on every wire',
  point: {
    generator: 'prongs',
    config: {
      particles: Array.from({ length: 11 }, (_, number) => (number % 2 === 0 ? 211 : -211)).join(
        ' ',
      ),
      minimum: '0.2 GeV',
      maximum: '1.5 GeV',
      thetaMin: '25 deg',
      thetaMax: '145 deg',
    },
  },
  batchEvents: 64,
  config: (config) => ({ ...config, cdc: { ...config.cdc, noiseRate: 22e3 * 1e-9 } }),
};

/** A photon and a dark photon of 1 GeV. */
export const darkPhoton: SourcePoint = { generator: 'dark-photon', config: { mass: '1 GeV' } };

/** Makes the events of a sample, as the chain does. */
export function generatedSample(
  { point, config }: Sample,
  run: EmulatorConfig,
  seed: number,
): (addresses: Addresses) => GeneratedBatch {
  const shoot = buildGenerator(point.generator, point.config, {
    seed,
    beams: beams(config(run).beams),
  });
  return (addresses) => {
    const eventCount = addresses.index.length;
    return { eventCount, addresses, time: new Float64Array(eventCount), ...shoot(addresses) };
  };
}
