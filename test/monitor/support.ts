import { type Monitor, type MonitorOptions, startMonitor } from '../../monitor/server.js';
import type { Clock, MonitorPorts } from '../../monitor/ports.js';
import { quietLog } from './synthetic-run.js';

export const wallClock: Clock = { now: () => performance.now() };

/** A monitor on a free port of this machine, silent. */
export const startQuietly = (
  ports: MonitorPorts,
  options: Partial<MonitorOptions> = {},
): Promise<Monitor> =>
  startMonitor(ports, { port: 0, clock: wallClock, log: quietLog, ...options });

/** Waits until `condition` holds, looking again whenever timers ran. @throws after `limitMs` */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
