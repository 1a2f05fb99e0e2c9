import type { Note } from '../../../detector/base/notes.js';
import type { LoadedCard } from '../card.js';

/** That a card's variations are not measured: only a study plays the same events again. */
export function idleVariationNotes({
  name,
  variations = [],
}: Pick<LoadedCard, 'name' | 'variations'>): readonly Note[] {
  if (variations.length === 0) return [];
  const message = `variations of card "${name}" are left out: only b2l1 study runs them`;
  return [{ code: 'CARD_VARIATIONS_LEFT_OUT', message, count: variations.length }];
}
