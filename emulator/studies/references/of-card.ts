import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import type { UnknownLines } from '../../chain/unknown-lines.js';
import type { Card } from '../define-card.js';
import { variableOf } from '../variables.js';
import { knownReferences } from './request.js';
import { type ReferenceResult, referenceResults } from './result.js';
import { type ReferenceBatch, ReferenceTally } from './tally.js';

/** Counts what the references of a card ask for, and says what came of it. */
interface CardReferences {
  /** Counts a batch; batches come in the order of their addresses. */
  readonly add: (batch: ReferenceBatch) => void;
  readonly results: () => readonly ReferenceResult[];
}

/**
 * The references of a card under a menu, for a study and for whoever counts events of his own.
 * @throws CARD_UNKNOWN_LINE
 */
export function cardReferences(
  card: Card,
  menu: CompiledMenu,
  unknown: UnknownLines,
  unknownInputs: UnknownLines,
): CardReferences {
  const known = knownReferences(card, menu, unknown, unknownInputs);
  const tally = new ReferenceTally(known, card.selectionNames);
  const { confidence, interval, selectionOf, probes, ownVariables, inputProbes } = card;
  return {
    add: (batch) => tally.add(batch),
    results: () =>
      referenceResults(tally, known, {
        confidence,
        interval,
        selectionText: (name) => selectionOf(name).text,
        tagText: (name) => probes.find((probe) => probe.name === name)?.text ?? name,
        definitionOf: (name) => inputProbes.probes.find((input) => input.name === name)?.definition,
        variable: (name) => variableOf(name, ownVariables),
      }),
  };
}
