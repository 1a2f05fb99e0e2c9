import { describe, expect, it } from 'vitest';
import { daqMetrics } from '../../monitor/daq-metrics.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import { syntheticDaq } from './synthetic-daq.js';

const daq = syntheticDaq(100);
const readings = (snapshot: Partial<RunSnapshot>) =>
  Object.fromEntries(
    daqMetrics.map(({ name, read }) => [name, read(snapshot as unknown as RunSnapshot)]),
  );

describe('metrics of the read-out', () => {
  const of = readings({ daq });

  it('have no samples where the events of a card are played', () => {
    expect(Object.values(readings({})).flat()).toEqual([]);
  });

  it('count ticks and lost triggers by state, those read out and those that were issued', () => {
    const ticks = of['daq_ticks_total']!;
    expect(ticks).toContainEqual([{ state: 'apv', group: 'dead' }, 1_272_160]);
    expect(ticks.reduce((sum, [, value]) => sum + value, 0)).toBe(daq.ticks);
    const lost = of['daq_triggers_lost_total']!;
    expect(lost).toContainEqual([{ state: 'spacing', group: 'dead' }, 1710]);
    expect(of['daq_triggers_issued_total']).toEqual([[{}, 900_000]]);
    const readOut = of['daq_triggers_read_out_total']![0]![1];
    expect(lost.reduce((sum, [, value]) => sum + value, readOut)).toBe(900_000);
  });

  it('say how dead the last minute was and the run: what is dead, not what is vetoed', () => {
    const [minute, run] = of['daq_dead_ratio']!;
    expect(minute![0]).toEqual({ over: 'minute' });
    expect(minute![1]).toBeCloseTo(0.014, 6);
    expect(run![1]).toBeCloseTo(0.014, 6);
    const recent = { ...daq, states: daq.states.map((each) => ({ ...each, recentTicks: 0 })) };
    expect(readings({ daq: recent })['daq_dead_ratio']![0]![1]).toBeNaN();
  });

  it('are in seconds and bytes', () => {
    expect(of['daq_latency_seconds']).toEqual([[{}, 4e-6]]);
    expect(of['daq_jitter_seconds']).toContainEqual([{ source: 'ECL', quality: 'fine' }, 6.2e-9]);
    const timed = of['daq_timed_accepts_total']!;
    expect(timed).toContainEqual([{ source: 'ECL', quality: 'coarse' }, 400_000]);
    expect(timed).toContainEqual([{ source: 'pulser', quality: 'none' }, 0]);
    const came = daq.timing.reduce((sum, { accepts }) => sum + accepts, 0);
    expect(timed.reduce((sum, [, value]) => sum + value, 0)).toBe(came);
    expect(of['daq_link_bytes_per_second']).toContainEqual([{ subdetector: 'CDC' }, 126e6]);
    expect(of['daq_link_capacity_bytes_per_second']).toContainEqual([
      { subdetector: 'CDC' },
      38_100e6,
    ]);
    expect(of['daq_event_bytes']).toContainEqual([{ subdetector: 'KLM' }, 1600]);
  });

  it('tell mean and highest occupancy of buffers beside what stops triggers', () => {
    const apv = { buffer: 'apv', unit: 'cells' };
    expect(of['daq_buffer_mean']).toContainEqual([apv, 1.5]);
    expect(of['daq_buffer_highest']).toContainEqual([apv, 30]);
    expect(of['daq_buffer_capacity']).toContainEqual([apv, 32]);
    expect(of['daq_in_flight_mean']).toEqual([[{}, 0.036]]);
    expect(of['daq_in_flight_highest']).toEqual([[{}, 4]]);
  });
});
