/** What people call the parts of the trigger whose names in files are those of code. */

const families: Readonly<Record<string, string>> = {
  'single-photon': 'single photon',
  'single-muon': 'single muon',
  'two-track': 'two tracks',
  'three-track': 'three tracks',
  'nn-single-track': 'single track of the neural network',
};

/** A family as a physicist names it. */
export const familyName = (name: string): string =>
  Object.hasOwn(families, name) ? (families[name] ?? name) : name;

/** What a family is: the lines that it is the OR of. */
export function definitionOf(lines: readonly string[]): string {
  if (lines.length === 0) return 'no line of the family is kept whole';
  return lines.length === 1 ? `${lines[0]} alone` : `OR of ${lines.join(', ')}`;
}
