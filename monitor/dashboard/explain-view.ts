import { type EventExplanation, type EventStep, eventSteps } from '../explanation.js';
import { byId, make, setText } from './dom.js';
import { stepWords } from './event-steps.js';
import { formulaOf, type Meanings, whyOf } from './explain-formula.js';
import { tablesOf } from './explain-tables.js';

/** The stepper through an event: a button a step, and what each has made. */
interface ExplainView {
  /** What is stepped through; nothing while events pass by. */
  readonly show: (explanation: EventExplanation | undefined) => void;
  readonly step: () => EventStep | undefined;
  /** Goes to a step; to none with undefined. */
  readonly go: (step: EventStep | undefined) => void;
  /** The line whose formula is shown. */
  readonly line: () => string;
  readonly pickLine: (name: string) => void;
}

/** Whether an address names a step. */
export const isStep = (text: string | null): text is EventStep =>
  eventSteps.some((step) => step === text);

interface ExplainHandlers {
  /** A step was chosen by hand. */
  readonly onStep: (step: EventStep) => void;
  /** A step or a line is shown. */
  readonly onShown: (step: EventStep | undefined) => void;
}

/** Fills the stepper of the page; arrow keys go from step to step. */
export function makeExplainView({ onStep, onShown }: ExplainHandlers): ExplainView {
  const host = byId('event-steps');
  const drawings = byId('event-drawings');
  const picked = byId<HTMLInputElement>('explain-line');
  const buttons = eventSteps.map((step) => stepButton(step, () => onStep(step)));
  host.replaceChildren(...buttons);
  let shown: EventExplanation | undefined;
  let present: EventStep | undefined;

  const tell = (): void => {
    for (const [place, step] of eventSteps.entries())
      buttons[place]!.ariaCurrent = step === present ? 'step' : 'false';
    drawings.dataset.step = present ?? '';
    for (const id of ['explain', 'explain-values'])
      byId(id).hidden = shown === undefined || present === undefined;
    if (shown === undefined || present === undefined) return;
    const { title, words } = stepWords[present];
    setText(byId('explain-title'), title);
    setText(byId('explain-words'), words);
    byId('explain-formula-part').hidden = present !== 'lines' && present !== 'bits';
    byId('explain-tables').replaceChildren(...tablesOf(present, shown));
    tellLine();
  };
  const tellLine = (): void => {
    const line = shown?.lines.find(({ name }) => name === picked.value);
    const meanings: Meanings = new Map(shown?.inputs.map(({ name, meaning }) => [name, meaning]));
    byId('explain-formula').replaceChildren(
      ...(line === undefined
        ? [make('p', 'hint', 'Name a line of the menu to see its formula.')]
        : [make('p', '', whyOf(line)), formulaOf(line, meanings)]),
    );
  };
  host.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0;
    if (by === 0) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[(at + by + buttons.length) % buttons.length]!;
    next.focus();
    next.click();
  });
  byId('event-step-back').addEventListener('click', () => onStep(neighbour(present, -1)));
  byId('event-step-on').addEventListener('click', () => onStep(neighbour(present, 1)));
  picked.addEventListener('change', () => {
    tellLine();
    onShown(present);
  });
  return {
    show: (explanation) => {
      shown = explanation;
      byId('explain-lines').replaceChildren(
        ...(explanation?.lines ?? []).map(({ name }) => new Option(name, name)),
      );
      const fired = explanation?.lines.filter((line) => line.fired) ?? [];
      const isKnown = explanation?.lines.some(({ name }) => name === picked.value) ?? false;
      if (!isKnown) picked.value = fired[0]?.name ?? explanation?.lines[0]?.name ?? '';
      tell();
    },
    step: () => present,
    go: (step) => {
      present = step;
      tell();
      if (step === undefined) return;
      setText(byId('announcer'), `${stepWords[step].title}. ${stepWords[step].words}`);
      onShown(step);
    },
    line: () => picked.value,
    pickLine: (name) => {
      picked.value = name;
      tellLine();
    },
  };
}

/** The step before or behind another; the first and the last stay. */
function neighbour(step: EventStep | undefined, by: number): EventStep {
  const at = step === undefined ? -1 : eventSteps.indexOf(step);
  return eventSteps[Math.min(eventSteps.length - 1, Math.max(0, at + by))]!;
}

function stepButton(step: EventStep, onClick: () => void): HTMLButtonElement {
  const button = make('button', '', stepWords[step].title);
  button.type = 'button';
  button.dataset.step = step;
  button.addEventListener('click', onClick);
  return button;
}
