import { generators } from '../generators/index.js';
import { type Card, defineCard } from './define-card.js';
import { seenParticles, seenVariables } from './observers/seen.js';

/** A card of all lines over all events of a generator that has none of its own. */
export function plainCard(name: string): Card | undefined {
  const generator = generators.find((each) => each.name === name);
  if (generator === undefined) return undefined;
  return defineCard({
    name,
    title: `${name}: all lines`,
    doc: generator.doc,
    events: 20_000,
    points: [{ name, generator: name, share: 1, config: {} }],
    lines: 'all',
    families: 'all',
    ownVariables: seenVariables,
    variables: seenParticles(),
    curves: [],
  });
}
