/** The schema of a sample of any topic as text, made of the sources below `root`. */
export function feedSchemaText(root: string): string;
