/** The finest that a prescale may be given: three decimals. */
const steps = [1, 10, 100, 1000] as const;

/** How a counter of whole numbers keeps one occurrence in N, also when N is no whole number. */
export interface PrescaleSteps {
  /** An occurrence counts so much: 1 of whole prescales. */
  readonly step: number;
  /** One is kept whenever the count comes to this, which is then taken off: N steps. */
  readonly full: number;
}

/**
 * Steps of a prescale: of 2.5 an occurrence counts 10, and each 25 keep one, so that of five
 * the third and the fifth are kept. Undefined when it is no prescale: below 1 and not
 * 0, of more than three decimals, or too large for the counter.
 */
export function prescaleSteps(prescale: number): PrescaleSteps | undefined {
  if (prescale !== 0 && !(prescale >= 1)) return undefined;
  const step = steps.find((each) => Math.round(prescale * each) / each === prescale);
  if (step === undefined || prescale * step > 0xffff_ffff) return undefined;
  return { step, full: Math.round(prescale * step) };
}
