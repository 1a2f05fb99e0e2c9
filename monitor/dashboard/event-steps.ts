import type { EventStep } from '../explanation.js';

/** What a step is called, and what happens in it. */
interface StepWords {
  readonly title: string;
  readonly words: string;
}

/** The steps in words, for buttons and for the panel below them. */
export const stepWords: Readonly<Record<EventStep, StepWords>> = {
  particles: {
    title: 'Particles',
    words:
      'What came in: the truth, which the trigger never sees, and what lies over it, with its ' +
      'time.',
  },
  hits: {
    title: 'Hits',
    words: 'What the subdetectors read out: energies, times, wires, strips, photons.',
  },
  segments: {
    title: 'Segments and cells',
    words:
      'Four of five rows of wires make a track segment; a trigger cell is a sum of 16 crystals ' +
      'over threshold.',
  },
  tracks: {
    title: 'Tracks and clusters',
    words:
      'Segments that lie on a circle are a track, with a 3-D fit and a network for z; ' +
      'neighbouring cells are a cluster. Sectors of the KLM, slots of the TOP and event times ' +
      'are found here too.',
  },
  matches: {
    title: 'Matches',
    words: 'Which track belongs to which cluster, module or sector; counts and opening angles.',
  },
  bits: {
    title: 'Input bits',
    words: 'What the GDL is told of all that: one bit a statement.',
  },
  lines: {
    title: 'Lines (FTDL)',
    words:
      'Each line of the menu is a formula over input bits. Bits that settle it are underlined: ' +
      'while they stay as they are, no other bit changes the result.',
  },
  prescale: {
    title: 'Prescale (PSNM)',
    words:
      'Of lines that fired one in so many is kept. Which one depends on counters, that is on the ' +
      'events before; they are known for events that this run has shown or has kept for a line.',
  },
};
