/** Subdetectors that are read out, in the order in which sizes of events are given. */
export const readOutSubdetectors = ['pxd', 'svd', 'cdc', 'top', 'arich', 'ecl', 'klm'] as const;

/** Name of a subdetector that is read out. */
export type ReadOutSubdetector = (typeof readOutSubdetectors)[number];
