import type { Background } from './background.js';

/**
 * X-rays of some keV that the electrons radiate in the final focus: they reach the pixels and
 * nothing behind them. With the current of the HER (recalled).
 */
export const synchrotronRadiation = {
  name: 'synchrotron radiation, HER',
  isSingleBeam: true,
  law: ({ her }) => her.current,
} as const satisfies Pick<Background, 'name' | 'isSingleBeam' | 'law'>;
