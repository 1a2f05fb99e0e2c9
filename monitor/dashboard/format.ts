/** Numbers as people read them. */

const narrowSpace = '\u202f';

/** Thousands kept apart: `1 234 567`. */
export const formatCount = (count: number): string =>
  Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, narrowSpace);

/** A prescale, with its decimals where it has some. */
export const formatPrescale = (prescale: number): string =>
  Number.isInteger(prescale) ? formatCount(prescale) : String(prescale);

/** Three digits and a prefix: `19.8 kHz`. */
export function formatRate(hertz: number): string {
  if (hertz >= 1e6) return `${(hertz / 1e6).toPrecision(3)} MHz`;
  if (hertz >= 1e3) return `${(hertz / 1e3).toPrecision(3)} kHz`;
  return `${hertz >= 100 || hertz === 0 ? hertz.toFixed(0) : hertz.toPrecision(3)} Hz`;
}

/** A rate, or a dash while it is not known. */
export const formatKnownRate = (hertz: number | null | undefined): string =>
  typeof hertz === 'number' && Number.isFinite(hertz) ? formatRate(hertz) : '–';

/** Three digits and a power of ten: `4.65 · 10³⁴`. */
export function formatPower(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(2).split('e');
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const raised = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => digits[Number(digit)] ?? '');
  return `${mantissa} · 10${raised}`;
}

/** Three digits without an exponent: `22.5`, `0.430`. */
export const formatThree = (value: number): string =>
  value === 0 ? '0' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);

/** Decimals of a percentage that show the half-width of its interval with two digits. */
function percentDecimals(low: number, high: number): number {
  const half = 50 * (high - low);
  return half > 0 ? Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 2;
}

/** An efficiency and its interval, `98.1 %` and `97.5 – 98.6`; a dash for no selected event. */
export function formatEfficiency(
  efficiency: number | null,
  low: number,
  high: number,
): { readonly value: string; readonly interval: string } {
  if (efficiency === null) return { value: '–', interval: 'nothing selected' };
  const decimals = percentDecimals(low, high);
  const percent = (value: number): string => (100 * value).toFixed(decimals);
  return {
    value: `${percent(efficiency)}${narrowSpace}%`,
    interval: `${percent(low)} – ${percent(high)}`,
  };
}

/** A share in percent with about three digits: `0.25 %`. */
export function formatShare(share: number): string {
  const percent = 100 * share;
  const decimals = percent >= 10 ? 1 : percent >= 0.995 ? 2 : percent > 0 ? 3 : 0;
  return `${percent.toFixed(decimals)}${narrowSpace}%`;
}

/** `1 h 02 min`, `3 min 07 s`, `12 s`; below ten seconds two digits: `9.9 s`, `0.46 s`. */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${seconds.toPrecision(2)} s`;
  if (seconds > 0 && seconds < 10) return `${(Math.floor(10 * seconds) / 10).toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const two = (value: number): string => value.toString().padStart(2, '0');
  if (whole >= 3600)
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${whole} s`;
}

/** Time of day, `20:15:07`, as the clock of whoever looks has it. */
export const formatTime = (date: Date): string =>
  [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => part.toString().padStart(2, '0'))
    .join(':');

/** What a curve is drawn against, as a physicist writes it: `E* [GeV]`. */
export const variableText = ({
  variable,
  label = variable,
  unit,
}: {
  readonly variable: string;
  readonly label?: string;
  readonly unit: string;
}): string => (unit === '' ? label : `${label} [${unit}]`);
