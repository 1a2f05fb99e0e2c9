import { byId, make } from './dom.js';
import { formatShare } from './format.js';
import type { RunData } from './messages.js';

/** Dead time by cause, as shares of emulated time. */
export function showCauses(deadSeconds: RunData['deadSeconds'], emulatedSeconds: number): void {
  const causes = Object.entries(deadSeconds);
  if (causes.length === 0 || emulatedSeconds === 0) return;
  const largest = Math.max(...causes.map(([, seconds]) => seconds), 1e-12);
  const list = byId('causes');
  list.replaceChildren(
    ...causes.map(([cause, seconds]) => {
      const entry = make('li');
      const bar = make('div', 'bar');
      const fill = make('div', 'fill');
      fill.style.width = `${(100 * seconds) / largest}%`;
      bar.append(fill);
      entry.append(
        make('span', '', cause),
        make('span', 'number', formatShare(seconds / emulatedSeconds)),
        bar,
      );
      return entry;
    }),
  );
}
