/** How many elements a tensor has. */
export const sizeOf = ({ shape }: { readonly shape: readonly number[] }): number => {
  let size = 1
  for (const extent of shape) size *= extent
  return size
}
