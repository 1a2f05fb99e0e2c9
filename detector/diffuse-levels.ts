/**
 * Diffuse background of each event, over that of the conditions: by subdetector, a column for each
 * of its parts (`regions` of the calorimeter; all other subdetectors have one). Without a column
 * it is as the conditions say.
 */
export type DiffuseLevels = Readonly<Record<string, PartLevels>>;

/** The same of one subdetector; length eventCount each. */
export type PartLevels = readonly Float64Array[];
