/** One sample of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
}

/**
 * Samples of the text format, by a reading of our own.
 * @see prometheus.io, exposition formats, text-based format.
 */
export function parseScrape(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = '', quoted = '']) => [key, quoted.replace(/\\(.)/g, '$1')],
    );
    return {
      name,
      labels: Object.fromEntries(pairs) as Record<string, string>,
      value: value === 'Nan' ? Number.NaN : Number(value),
    };
  });
}
