/** The C types of `count` pointers. */
export const pointers = (count: number): readonly string[] => Array.from({ length: count }, () => 'void *')
