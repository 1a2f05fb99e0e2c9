import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DaqPool, type DaqRow, daqPool, daqRow } from '../bench/daq.js';
import { type DecisionsGot, followDecisions } from '../bench/decisions-client.js';
import { tracks } from '../bench/samples.js';
import { DecisionReaders } from '../daq/decision-readers.js';
import { textTable } from '../files/text-table.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import { commandFile } from './bench-scaling.js';
import type { CommandContext, CommonOptions } from './context.js';

/** What `b2l1 bench daq` takes. */
export interface DaqOptions extends CommonOptions {
  readonly json?: boolean;
  /** Of each row, of wall time [s]. */
  readonly time: number;
  /** What the client process is asked for: to follow the decisions of this server. */
  readonly follow?: string;
}

/**
 * `b2l1 bench daq`: accepts a second that are decided, built, recorded to memory and to disk, and
 * handed to one lossless client, which is a process of its own.
 */
export async function benchDaq(options: DaqOptions, context: CommandContext): Promise<void> {
  const { out, talk } = context;
  if (options.follow !== undefined)
    return out(`${JSON.stringify(await followDecisions(options.follow))}\n`);
  const { seed, json, time } = options;
  const { config } = loadConditions(options.conditions, options.set);
  const pool = await daqPool(config, loadMenu(options.menu), seed);
  talk(`made ${pool.windows} windows\n`);
  const rows: FollowedRow[] = [];
  for (const where of ['memory', 'disk'] as const) {
    rows.push(await followed(pool, where, time, context));
    talk(`measured to ${where}\n`);
  }
  const { acceptsPerSecond, lost, deadShareByCause } = rows.at(-1)!;
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const made = { windows: pool.windows, what: tracks.what };
  const document = {
    version,
    seed,
    machine,
    pool: made,
    acceptsPerSecond,
    lost,
    deadShareByCause,
    rows,
  };
  out(json === true ? `${JSON.stringify(document, undefined, 2)}\n` : textOf(rows, pool));
}

interface FollowedRow extends DaqRow {
  readonly client: DecisionsGot;
}

/** One row, with a client behind a server as a run has it. */
async function followed(
  pool: DaqPool,
  where: DaqRow['where'],
  time: number,
  { clock }: CommandContext,
): Promise<FollowedRow> {
  const { startMonitor } = await import('../../monitor/server.js');
  const { idlePorts } = await import('../bench/idle-ports.js');
  const readers = new DecisionReaders();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  let clients = 0;
  const decisions: DecisionReaders['add'] = (reader) => {
    clients++;
    return readers.add(reader);
  };
  const ports = { ...idlePorts(version), decisions };
  const monitor = await startMonitor(ports, { port: 0, clock, log });
  const url = `ws://127.0.0.1:${monitor.port}/ws?token=${monitor.token}`;
  const arguments_ = [commandFile(), 'bench', 'daq', '--follow', url];
  const client = promisify(execFile)(process.execPath, arguments_);
  while (clients === 0) await sleep(10);
  const row = await daqRow({ pool, readers, where, time, version, clock, log });
  while (readers.ready() !== undefined) await readers.ready();
  await monitor.close();
  const got = JSON.parse((await client).stdout) as DecisionsGot;
  return { ...row, lost: row.lost + got.gaps, client: got };
}

function textOf(rows: readonly FollowedRow[], { windows }: DaqPool): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const columns = ['to', 'accepts/s', 'lost', 'raw MB/s', 'stored MB/s', 'stored bytes/event'];
  return [
    `${windows} distinct windows (${tracks.what}), again and again: decided, built, checked, ` +
      'recorded, decisions to one lossless client',
    '',
    textTable(
      [...columns, 'waited for disk', 'for client'],
      rows.map((row) => [
        row.where,
        Math.round(row.acceptsPerSecond),
        row.lost,
        row.rawMBps.toFixed(1),
        row.storedMBps.toFixed(1),
        Math.round(row.storedBytesPerEvent),
        percent(row.deadShareByCause.recorder),
        percent(row.deadShareByCause.client),
      ]),
    ),
  ].join('\n');
}
