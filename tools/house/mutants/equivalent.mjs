// Mutants that no test can kill, because they change no result, each with its reason. A mutant is
// named by its file and its line as it then reads.

/** File, line of the mutant, and why nothing follows from it. */
export const equivalentMutants = [];
