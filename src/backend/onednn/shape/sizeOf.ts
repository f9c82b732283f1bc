/** The number of elements of a tensor. */
export const sizeOf = ({ shape }: { readonly shape: readonly number[] }): number => {
  let size = 1
  for (const extent of shape) size *= extent
  return size
}
