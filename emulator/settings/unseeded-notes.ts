import type { Note } from '../../detector/base/notes.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import type { EmulatorConfig } from '../chain/parts.js';

/**
 * That what comes by itself but is no seed opens no window: hits of hot channels and a user's file
 * lie over windows that something else has opened.
 */
export function unseededNotes({
  config: { mask },
  overlay,
}: {
  readonly config: Pick<EmulatorConfig, 'mask'>;
  readonly overlay?: UserOverlay | undefined;
}): readonly Note[] {
  const hot = Object.entries(mask)
    .filter(([, entries]) => entries !== 'none' && entries.some(({ rate }) => rate > 0))
    .map(([name]) => `hot channels of ${name}`);
  const unseeded = overlay === undefined ? hot : [...hot, 'the file of --overlay'];
  if (unseeded.length === 0) return [];
  const message =
    `${unseeded.join(', ')}: over the windows of seeds alone; what they fire without one is not ` +
    'counted (rates --bounds looks at hits of channels by themselves)';
  return [{ code: 'UNSEEDED_HITS', message, count: unseeded.length }];
}
