import type { CommandOf } from '../live/event-command.js';
import type { RunConfig } from '../settings/run-config.js';

/** Options of a run that decide what its events are. */
interface PlayedOptions {
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly set: readonly string[];
  readonly machineSet: readonly string[];
}

/** Settings of a run that do. */
type PlayedSettings = Pick<RunConfig, 'machine' | 'changes' | 'overlay' | 'card' | 'decay'>;

/**
 * The command that makes an event of a run again on a terminal, in the folder in which the run was
 * started; undefined for probes of a machine that changes, over which a study lays no changes.
 */
export function sameEventCommand(
  { seed, menu, conditions, set, machineSet }: PlayedOptions,
  { machine, changes, overlay, card, decay }: PlayedSettings,
): CommandOf {
  const option = (name: string, value: string, usual = ''): readonly string[] =>
    value === usual ? [] : [`--${name}`, value];
  const ofMachine = [
    ...option('machine', machine),
    ...machineSet.flatMap((assignment) => ['--machine-set', assignment]),
  ];
  const around = [
    ...option('overlay', overlay),
    ...option('decay', decay, 'on'),
    ...option('menu', menu, 'physics'),
    ...option('conditions', conditions, 'nominal'),
    ...set.flatMap((assignment) => ['--set', assignment]),
    ...option('seed', String(seed)),
  ];
  const source = (made: Parameters<CommandOf>[1]): readonly string[] => {
    if (made === undefined) return [...ofMachine, ...option('changes', changes)];
    const { point, rate } = made;
    const ofCard = [
      '--process',
      made.card ?? card,
      ...option('point', String(point)),
      ...option('rate', `${rate}Hz`),
    ];
    return card === '' ? [...ofCard, ...ofMachine] : ofCard;
  };
  return ({ run, slice, index }, made) =>
    card === '' && made !== undefined && changes !== ''
      ? undefined
      : ['b2l1', 'explain', ...source(made), ...around, '--event', `${run}:${slice}:${index}`]
          .map(quoted)
          .join(' ');
}

/** An argument as a shell takes it. */
const quoted = (text: string): string =>
  /^[\w.,:=/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
