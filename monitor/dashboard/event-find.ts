import { byId, setOptions, setText } from './dom.js';
import type { EventAsk } from './event-source.js';
import type { RunData } from './messages.js';

/** The boxes by which an event is looked for. */
interface EventFind {
  /** Keeps the lines that have an event, and the cards beside the machine. */
  readonly update: (data: RunData) => void;
  readonly say: (problem: string) => void;
}

const beam = '';

/** An address, or a line and whose events: of the beam, or of a card that is played beside it. */
export function makeEventFind(onAsk: (ask: EventAsk) => void): EventFind {
  const address = byId<HTMLInputElement>('find-address');
  const line = byId<HTMLInputElement>('find-line');
  const whose = byId<HTMLSelectElement>('find-probe');
  byId('find-by-address').addEventListener('submit', (event) => {
    event.preventDefault();
    onAsk({ address: address.value.trim() });
  });
  byId('find-by-line').addEventListener('submit', (event) => {
    event.preventDefault();
    const name = line.value.trim();
    onAsk({
      ...(name !== '' && { line: name }),
      ...(whose.value !== beam && { probe: whose.value }),
    });
  });
  let known = '';
  return {
    update: ({ lines, machine }) => {
      const names = lines.filter(({ ftdl }) => ftdl > 0).map(({ name }) => name);
      const probes = machine?.probes.map(({ card }) => card) ?? [];
      const now = [...names, '', ...probes].join(' ');
      if (now === known) return;
      known = now;
      byId('find-lines').replaceChildren(...names.map((name) => new Option(name, name)));
      setOptions(whose, [
        [beam, 'the beam'],
        ...probes.map((card) => [card, `probes of ${card}`] as const),
      ]);
    },
    say: (problem) => setText(byId('event-problem'), problem),
  };
}
