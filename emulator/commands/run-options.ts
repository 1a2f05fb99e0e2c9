import type { DecaySetting } from '../decays/decay-choice.js';
import type { CommonOptions, WorkerOptions } from './context.js';
import type { ProbeRate } from './played.js';

/** What the command line of `b2l1 run` gives. */
export interface RunOptions extends CommonOptions, WorkerOptions {
  readonly config?: string;
  readonly machine?: string;
  readonly machineSet: readonly string[];
  readonly changes?: string;
  readonly overlay?: string;
  readonly probe: readonly ProbeRate[];
  readonly probes: boolean;
  readonly batchEvents?: number;
  readonly card?: string;
  readonly play?: string;
  readonly rate?: number;
  readonly pace?: 'real' | 'max';
  readonly decay?: DecaySetting;
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly duration?: number;
  readonly beamTime?: number;
  readonly record?: string;
  readonly recordAll?: boolean;
}
