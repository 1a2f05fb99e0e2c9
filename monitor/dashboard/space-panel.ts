import { summaryOf } from '../display/listing.js';
import type { EventStep } from '../explanation.js';
import type { EventDisplay } from '../ports.js';
import { byId, setText } from './dom.js';
import type { EventSpace } from './event-space.js';

/** The picture in three dimensions, once it is asked for. */
interface SpacePanel {
  readonly show: (event: EventDisplay) => void;
  readonly step: (step: EventStep | undefined) => void;
  /** What is pointed at in drawings and tables. */
  readonly point: (names: string) => void;
  readonly restyle: () => void;
}

const hasWebGl = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;

/** Loads the picture with the first press of its button; where there is no WebGL it says so. */
export function makeSpacePanel(): SpacePanel {
  const button = byId<HTMLButtonElement>('space-show');
  const host = byId('space');
  const problem = byId('space-problem');
  let space: EventSpace | undefined;
  let shown: EventDisplay | undefined;
  let step: EventStep | undefined;
  let pointed = '';

  const open = async (): Promise<void> => {
    if (!hasWebGl()) {
      setText(
        problem,
        'This browser draws nothing in three dimensions (it has no WebGL). The drawings and the ' +
          'tables below show the same event.',
      );
      return;
    }
    button.disabled = true;
    setText(problem, 'Loading…');
    try {
      const { makeEventSpace } = await import('./event-space.js');
      byId('space-part').hidden = false;
      button.hidden = true;
      space = makeEventSpace(host);
      if (shown !== undefined) space.show(shown);
      space.step(step);
      space.point(pointed);
      host.focus();
      setText(problem, '');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      setText(problem, `The picture could not be made: ${why}`);
    }
    button.disabled = false;
  };
  button.addEventListener('click', () => void open());
  byId('space-reset').addEventListener('click', () => space?.go('reset'));
  byId('space-transverse').addEventListener('click', () => space?.go('transverse'));
  byId('space-longitudinal').addEventListener('click', () => space?.go('longitudinal'));
  return {
    show: (event) => {
      shown = event;
      button.disabled = false;
      host.ariaLabel = `The event in three dimensions. ${summaryOf(event)}`;
      space?.show(event);
    },
    step: (next) => {
      step = next;
      space?.step(next);
    },
    point: (names) => {
      pointed = names;
      space?.point(names);
    },
    restyle: () => space?.restyle(),
  };
}
