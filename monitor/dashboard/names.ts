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

const tickNames: Readonly<Record<string, string>> = {
  paused: 'run paused',
  'no-beam': 'no beam',
  ended: 'run ended with accepts in flight',
  'veto-full': 'injection veto, all of the turn',
  'veto-gate': 'injection veto, passages of the bunch',
  host: 'host slower than the beam',
  spacing: 'spacing of triggers',
  apv: 'APV25 buffers of the SVD full',
  link: 'links full',
  builder: 'event builder full',
  recorder: 'recorder cannot write',
  client: 'client of decisions behind',
  live: 'live',
};

/** What a tick of the clock counts as, in words; the cause of dead time. */
export function tickName(state: string): string {
  const fifo = /^fifo-(.+)$/.exec(state);
  if (fifo) return `front-end buffers of the ${fifo[1]?.toUpperCase()} full`;
  return Object.hasOwn(tickNames, state) ? (tickNames[state] ?? state) : state;
}

const advice: Readonly<Record<string, string>> = {
  host: 'Start with more --workers, ask for less luminosity, or play with --pace max.',
  client: 'A client of topic decisions gives no credit: stop it, or make it faster.',
  recorder: 'Make room on the disk, or record elsewhere.',
  apv: 'Lower the L1 rate: prescale the strongest line, or read three samples.',
  spacing: 'Lower the L1 rate: prescale the strongest line.',
  builder: 'Lower the L1 rate, or give the event builder more bandwidth.',
  link: 'Lower the L1 rate, or the sizes of events.',
};

/** What to do about dead time of a cause. */
export const adviceFor = (state: string): string =>
  advice[state] ?? 'Lower the L1 rate: prescale the strongest line.';

/** A buffer of the read-out in words. */
export function bufferName(name: string): string {
  const part = /^(fifo|link)-(.+)$/.exec(name);
  const detector = part?.[2]?.toUpperCase();
  if (part?.[1] === 'fifo') return `front ends of the ${detector}`;
  if (part?.[1] === 'link') return `links of the ${detector}`;
  if (name === 'apv') return 'APV25 of the SVD';
  return name === 'builder' ? 'event builder' : name;
}
