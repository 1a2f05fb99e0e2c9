import type { Note } from '../../detector/base/notes.js';
import { decayNotes, kindNotes } from '../decays/decay-counts.js';
import type { ReadingCounts } from './reading-counts.js';

/** Codes of quarks and gluons, which no detector sees: they become hadrons first. */
const isParton = (code: number) => (Math.abs(code) <= 6 && code !== 0) || code === 21;

/** What counts tell a user: which particles are not simulated, and what looks odd. */
export function remarksOf(counts: ReadingCounts): readonly Note[] {
  const { badPlaces, emptyEvents, events, fasterThanLight, tooEnergetic } = counts;
  const { passedOver, firstBad } = counts;
  const particles = decayNotes(counts.decays, 'file');
  for (const [code, { particles: count, tracked }] of counts.unknownCodes)
    particles.push({
      code: 'READER_UNKNOWN_PARTICLE',
      message:
        `unknown PDG code ${code}${isParton(code) ? ' (a quark or gluon)' : ''}: ` +
        `${count} particles, of which ${tracked} reach the detector as invisible neutrals`,
      count,
    });
  particles.push(
    ...kindNotes(
      'READER_OFF_SHELL',
      counts.offShell,
      'have the energy of another mass in the file: their momentum counts',
    ),
  );
  particles.push(
    ...kindNotes(
      'READER_LIFETIME',
      counts.idleLifetimes,
      'have a lifetime in the file that is not used: they are not decayed here, but where the ' +
        'detector has them decay, if it does',
    ),
  );
  // Where nothing is final, that is said instead.
  if (!counts.isWithoutFinals)
    particles.push(
      ...kindNotes(
        'READER_LOST_DECAY',
        counts.lostDecays,
        'are not final in the file, but nothing comes out of them: what they became is missing',
      ),
    );
  const odd: readonly Note[] = [
    {
      code: 'READER_BAD_EVENT',
      message:
        `${passedOver} events that cannot be used are passed over (--strict stops at ` +
        `them); the first: ${firstBad}`,
      count: passedOver,
    },
    {
      code: 'READER_NO_FINAL',
      message: `${emptyEvents} of ${events} events have no final particle`,
      count: emptyEvents,
    },
    {
      code: 'READER_BAD_PLACE',
      message:
        `${badPlaces} events have a place of the collision that is not finite or not ` +
        'near: it counts as not given',
      count: badPlaces,
    },
    {
      code: 'READER_FASTER_THAN_LIGHT',
      message:
        `${fasterThanLight} particles start farther away than light gets in their time: ` +
        'is it missing, or in ns where mm is expected?',
      count: fasterThanLight,
    },
    {
      code: 'READER_TOO_ENERGETIC',
      message:
        `${tooEnergetic} events have more than 1.5 times the energy of both beams in ` +
        'final particles: are beams or decayed particles among them?',
      count: tooEnergetic,
    },
  ];
  return [...particles, ...odd.filter(({ count }) => count > 0)];
}
