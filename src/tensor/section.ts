import type { Tensors } from './tensors.ts'

/** The tensors whose names are paths below `name`, by the rest of their path. Law: `section(n)(asSection(n)(t))` is t. */
export const section =
  (name: string) =>
  (tensors: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([path]) => path.startsWith(`${name}/`))
        .map(([path, tensor]) => [path.slice(name.length + 1), tensor]),
    )

/** The same tensors under paths below `name`. */
export const asSection =
  (name: string) =>
  (tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).map(([path, tensor]) => [`${name}/${path}`, tensor]))
