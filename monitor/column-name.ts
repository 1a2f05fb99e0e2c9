/** Name of a column of the history: without commas, which part names in a question. */
export const columnName = (name: string): string => name.replaceAll(',', '');
