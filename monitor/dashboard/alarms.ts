import { formatShare, formatThree } from './format.js';
import type { BackgroundsData, DaqData, MessageData, RunData } from './messages.js';
import { adviceFor, tickName } from './names.js';

/** Something that a shifter should know, and what to do about it. */
export interface Alarm {
  /** The same as long as it is the same alarm. */
  readonly id: string;
  readonly title: string;
  readonly advice: string;
}

/** What alarms are read off; undefined what has not come yet. */
export interface Watched {
  readonly run: RunData | undefined;
  readonly daq: DaqData | undefined;
  readonly backgrounds: BackgroundsData | undefined;
  readonly messages: readonly MessageData[];
  /** Wall time [ms since 1970]. */
  readonly now: number;
}

/** Dead time of the last minute from which on there is an alarm. */
export const maxDeadShare = 0.05;
/** Played over real time below which there is an alarm, when the beam sets the pace. */
export const minRealTime = 0.9;
/** Fresh messages of clients that were dropped are an alarm so long [ms]. */
const messageAge = 600_000;

/** All alarms there are now, the gravest first. */
export const alarmsOf = (watched: Watched): readonly Alarm[] => [
  ...failure(watched),
  ...recorderFault(watched),
  ...deadTime(watched),
  ...slowness(watched),
  ...droppedClients(watched),
  ...overLimits(watched),
];

function failure({ run }: Watched): readonly Alarm[] {
  if (run?.run.state !== 'failed') return [];
  const title = `The run failed: ${run.run.reason || 'no reason given'}`;
  return [{ id: 'failed', title, advice: 'See the server’s log, then start a new run.' }];
}

function recorderFault({ run }: Watched): readonly Alarm[] {
  const recording = run?.recording;
  const isWaiting = recording?.state === 'paused';
  if (isWaiting)
    return [
      {
        id: 'recorder',
        title: `The disk of ${recording.directory} is full: the run waits`,
        advice: 'Make room on the disk: the run goes on by itself.',
      },
    ];
  if (!recording || (recording.state !== 'failed' && recording.lost === 0)) return [];
  const title = `Recorder fault in ${recording.directory}: ${recording.lost} events lost`;
  return [{ id: 'recorder', title, advice: 'Make room on the disk, then start a new run.' }];
}

/** Shares of dead time by cause: of the last minute where ticks are counted, else of the run. */
export function deadShares({ run, daq }: Pick<Watched, 'run' | 'daq'>): {
  readonly over: string;
  readonly shares: readonly (readonly [cause: string, share: number])[];
} {
  const states = daq?.states;
  const ticks = daq?.recentTicks ?? 0;
  if (states && ticks > 0) {
    const dead = states.filter(({ group }) => group === 'dead');
    return {
      over: 'the last minute',
      shares: dead.map(({ name, recentTicks }) => [name, (recentTicks ?? 0) / ticks]),
    };
  }
  const seconds = run?.run.emulatedSeconds ?? 0;
  const causes = Object.entries(run?.deadSeconds ?? {});
  return {
    over: 'the run',
    shares: seconds > 0 ? causes.map(([cause, dead]) => [cause, dead / seconds]) : [],
  };
}

function deadTime(watched: Watched): readonly Alarm[] {
  if (isOver(watched)) return [];
  const { over, shares } = deadShares(watched);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  const [largest] = shares.toSorted((a, b) => b[1] - a[1]);
  if (!largest || total <= maxDeadShare) return [];
  const [cause, share] = largest;
  const title =
    `Dead time ${formatShare(total)} of ${over}, above ${formatShare(maxDeadShare)}: ` +
    `${tickName(cause)} ${formatShare(share)}`;
  return [{ id: 'dead-time', title, advice: adviceFor(cause) }];
}

function slowness(watched: Watched): readonly Alarm[] {
  const { run } = watched;
  const factor = run?.machine?.realTime.recent ?? null;
  if (isOver(watched) || run?.run.pace !== 'real' || factor === null) return [];
  if (factor >= minRealTime || run.run.state !== 'running') return [];
  const title =
    `The host plays ${formatThree(factor)} s of beam a second, below ${minRealTime}: the rest ` +
    'is dead time';
  return [{ id: 'real-time', title, advice: adviceFor('host') }];
}

function droppedClients({ messages, now }: Watched): readonly Alarm[] {
  const dropped = messages.filter(
    ({ kind, level, at }) =>
      // Of a message from what this host takes for the future nothing is known: a clock was set.
      kind === 'client' && level !== 'info' && Math.abs(now - Date.parse(at)) < messageAge,
  );
  const last = dropped.at(-1);
  if (!last) return [];
  const times = dropped.length === 1 ? '' : ` (${dropped.length} messages in 10 min)`;
  const advice = 'Let the client ask for fewer topics or a larger everyMs, or read faster.';
  return [{ id: 'client', title: `${last.text}${times}`, advice }];
}

function overLimits({ backgrounds }: Watched): readonly Alarm[] {
  return (backgrounds?.detectors ?? []).flatMap(({ detector, unit, rates, limit, limitNote }) => {
    const total = rates.data.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
    if (typeof limit !== 'number' || total <= limit) return [];
    const from = limitNote === undefined ? '' : ` (${limitNote})`;
    const title =
      `Background of the ${detector}: ${formatThree(total)} ${unit}, limit ` +
      `${formatThree(limit)} ${unit}${from}`;
    const advice = 'Lower a current or switch an injection off; the view Backgrounds says which.';
    return [{ id: `background ${detector}`, title, advice }];
  });
}

const isOver = ({ run }: Watched): boolean =>
  run === undefined || run.run.state === 'ended' || run.run.state === 'failed';
