/** The C types of so many pointers in a row. */
export const pointers = (count: number): readonly string[] => Array.from({ length: count }, () => 'void *')
