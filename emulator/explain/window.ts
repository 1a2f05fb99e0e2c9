import type { ExplainedWindow } from '../../monitor/explanation.js';
import { hasBit, inputWords } from '../../triggers/batches.js';
import { inputNames } from '../../triggers/slots.js';
import type { ChainSetup } from '../chain/chain.js';
import { artificialAnchor } from '../chain/windows.js';
import { machineOf } from '../settings/machine-in-time.js';
import type { FoundEvent } from './addressed-event.js';
import { round } from './stage.js';

/** Nothing of events that are no windows. */
export function explainWindow(
  { time, weights, windows, givenBits }: FoundEvent['generated'],
  setup: Pick<ChainSetup, 'machine'>,
): ExplainedWindow | undefined {
  if (windows === undefined) return undefined;
  const anchor = windows.anchor[0]!;
  const classes = machineOf(setup)?.classes ?? [];
  return {
    time: time[0]!,
    openedBy: anchor === artificialAnchor ? null : (classes[anchor]?.name ?? null),
    lastMember: round(windows.lastMember[0]! - time[0]!, 3),
    standsFor: weights[0]!,
    givenBits: inputNames.filter(
      (_, slot) => givenBits !== undefined && hasBit(givenBits, inputWords, 0, slot),
    ),
  };
}

/** The same in words. */
export function windowText(window: ExplainedWindow): string {
  const { time, openedBy, lastMember, standsFor, givenBits } = window;
  return [
    'window',
    `  at ${(time / 1e9).toFixed(9)} s, opened by ${openedBy ?? 'no seed'}, its last member ` +
      `${lastMember} ns later; stands for ${standsFor}`,
    `  input bits that the machine sets: ${givenBits.join(', ') || '(none)'}`,
  ].join('\n');
}
