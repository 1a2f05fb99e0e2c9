import type { MonitorPorts, RunSnapshot } from '../../monitor/ports.js';

/** A run of which nothing is to be told: the server of a bench wants one. */
export function idlePorts(version: string): MonitorPorts {
  const snapshot: RunSnapshot = {
    sequence: 1,
    run: {
      state: 'running',
      reason: '',
      id: 'bench',
      version,
      seed: 0,
      menu: '',
      conditions: '',
      geometry: '',
      source: 'bench daq',
      pace: 'max',
      workers: 0,
      number: 1,
      epoch: 0,
      emulatedSeconds: 0,
      playedSeconds: 0,
      wallSeconds: 0,
    },
    events: { processed: 0, sumWeights: 0, accepted: 0, busy: 0 },
    lines: [],
    overlaps: {
      kept: new Float64Array(0),
      alone: new Float64Array(0),
      one: new Float64Array(),
      other: new Float64Array(),
      accepts: new Float64Array(),
    },
    efficiencies: { confidence: 0.6827, stage: 'ftdl', lines: [], families: [], curves: [] },
    deadSeconds: {},
    eventLoopLagSeconds: 0,
    workerBusySeconds: 0,
  };
  return {
    snapshot: () => snapshot,
    sampleEvent: () => Promise.resolve(undefined),
    event: () => Promise.reject(new Error('a bench has no events to look at')),
    findEvent: () => Promise.reject(new Error('a bench has no events to look at')),
    command: () =>
      Promise.resolve({ ok: false, code: 'RUN_NOT_RUNNING', message: 'this is a bench' }),
  };
}
