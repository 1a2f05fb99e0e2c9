/** How curves are drawn: points with error bars, lines with bands, or by the number of bins. */
export const plotStyles = ['auto', 'points', 'bands'] as const;
/** One of them. */
export type PlotStyle = (typeof plotStyles)[number];
