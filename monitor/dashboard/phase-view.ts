import { byId, make, setText } from './dom.js';
import { formatCount, formatShare } from './format.js';
import type { BackgroundsData, PhaseData } from './messages.js';
import { drawPhase, type PhaseCounts } from './phase-picture.js';

/** Bounds of the rows of the table [ms]. */
const bounds = [0, 0.5, 1, 2, 5, 10, 20, Number.POSITIVE_INFINITY];
/** Bins with their middle so far around the passage of the bunch count as near it [us]. */
const nearBunch = 0.8;

interface ShownRing {
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly caption: HTMLElement;
  picture: PhaseCounts;
}

/** Windows by time since injection and phase in the turn: a picture a ring, and a table. */
interface PhaseView {
  readonly show: (data: BackgroundsData) => void;
  readonly restyle: () => void;
}

/** Takes hold of the panel. */
export function makePhaseView(): PhaseView {
  const host = byId('phases');
  const what = byId<HTMLSelectElement>('phase-what');
  const details = byId<HTMLDetailsElement>('phase-values');
  const rings: ShownRing[] = [];
  let phases: readonly PhaseData[] = [];
  let isMachine = false;
  const restyle = (): void => {
    for (const { canvas, picture } of rings) drawPhase(canvas, picture);
  };
  const update = (): void => {
    byId('phase-empty').hidden = phases.length > 0;
    setText(
      byId('phase-empty'),
      isMachine
        ? 'This run does not count them.'
        : 'No machine: a card is played. A new run with a state of the machine is started in the ' +
            'view Overview.',
    );
    byId('phase-body').hidden = phases.length === 0;
    const isAccepts = what.value === 'accepts';
    while (rings.length > phases.length) rings.pop()?.figure.remove();
    phases.forEach((phase, index) => {
      const picture = countsOf(phase, isAccepts);
      const ring = rings[index] ?? makeRing(host);
      ring.picture = picture;
      rings[index] = ring;
      setText(
        ring.caption,
        `${phase.ring}: ${inWords(picture, isAccepts ? 'L1 accepts' : 'windows')}`,
      );
      ring.canvas.ariaLabel = `Phase picture of the ${phase.ring}`;
      drawPhase(ring.canvas, picture);
    });
    if (details.open) showTable(phases);
  };
  what.addEventListener('change', update);
  details.addEventListener('toggle', update);
  new ResizeObserver(restyle).observe(host);
  return {
    show: (data) => {
      phases = data.phases;
      isMachine = data.detectors.length > 0;
      update();
    },
    restyle,
  };
}

function makeRing(host: HTMLElement): ShownRing {
  const figure = make('figure');
  const canvas = make('canvas', 'phase');
  canvas.role = 'img';
  const caption = make('figcaption', 'hint');
  figure.append(canvas, caption);
  host.append(figure);
  return { figure, canvas, caption, picture: { edges: [], bins: 1, turn: 1, counts: [] } };
}

const countsOf = (phase: PhaseData, accepts: boolean): PhaseCounts => ({
  edges: phase.timeEdges.data.map((edge) => edge ?? 0),
  bins: phase.phaseBins ?? 1,
  turn: phase.turn ?? 1,
  counts: (accepts ? phase.accepts : phase.windows).data,
});

/** Whether the middle of a bin lies near the passage of the bunch. */
function isNear(bin: number, { bins, turn }: Pick<PhaseCounts, 'bins' | 'turn'>): boolean {
  const phase = (bin + 0.5) * (turn / bins);
  return Math.min(phase, turn - phase) < nearBunch;
}

/** The bins that count as near the bunch, as a share of the turn, and how far they reach [us]. */
export function nearBins(picture: Pick<PhaseCounts, 'bins' | 'turn'>): {
  readonly share: number;
  readonly reach: number;
} {
  const near = Array.from({ length: picture.bins }, (_, bin) => isNear(bin, picture));
  const share = near.filter(Boolean).length / picture.bins;
  return { share, reach: (share * picture.turn) / 2 };
}

/** Sums over the rows whose middle lies in a stretch of time: near the bunch, and in all. */
export function sumsOf(
  picture: PhaseCounts,
  from: number,
  to: number,
): { readonly near: number; readonly all: number } {
  const { edges, bins, counts } = picture;
  let [near, all] = [0, 0];
  counts.forEach((count, index) => {
    const row = Math.floor(index / bins);
    const middle = ((edges[row] ?? 0) + (edges[row + 1] ?? 0)) / 2;
    if (middle < from || middle >= to) return;
    all += count ?? 0;
    if (isNear(index % bins, picture)) near += count ?? 0;
  });
  return { near, all };
}

function inWords(picture: PhaseCounts, what: string): string {
  const [early, late] = [sumsOf(picture, 0, 2), sumsOf(picture, 10, Number.POSITIVE_INFINITY)];
  if (early.all + late.all === 0) return `no ${what} yet.`;
  const share = ({ near, all }: typeof early): string =>
    all === 0 ? 'none are counted' : `${formatShare(near / all)} of the ${what}`;
  const { share: flat, reach } = nearBins(picture);
  return (
    `within ${reach.toFixed(2)} µs of the injected bunch lie ${share(early)} of the first 2 ms, ` +
    `${share(late)} after 10 ms; evenly spread it would be ${formatShare(flat)}.`
  );
}

function showTable(phases: readonly PhaseData[]): void {
  byId('phase-rows').replaceChildren(
    ...phases.flatMap((phase) =>
      bounds.slice(0, -1).map((from, index) => {
        const to = bounds[index + 1] ?? Number.POSITIVE_INFINITY;
        const [windows, accepts] = [false, true].map((which) =>
          sumsOf(countsOf(phase, which), from, to),
        );
        const range = to === Number.POSITIVE_INFINITY ? `from ${from}` : `${from} – ${to}`;
        const title = make('th', '', `${phase.ring}, ${range} ms`);
        title.scope = 'row';
        const row = make('tr');
        const values = [windows?.near, windows?.all, accepts?.near, accepts?.all];
        row.append(title, ...values.map((count) => make('td', '', formatCount(count ?? 0))));
        return row;
      }),
    ),
  );
}
