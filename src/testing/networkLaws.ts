import { isDeepStrictEqual } from 'node:util'
import { memory, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import type { Unit } from '../codec/index.ts'
import { assemble } from '../kind/network/assemble.ts'
import type { Architecture, Input } from '../kind/network/body.ts'
import { linearHead } from '../kind/network/head.ts'
import type { Network, Pass, Variables } from '../kind/network/network.ts'
import { fold, type Key, keyOf } from '../prelude/key.ts'
import { normals } from '../prelude/random.ts'
import { disposeTensors } from '../tensor/ownership.ts'
import type { Tensors } from '../tensor/tensors.ts'
import { arbitraryWritten } from './arbitrary.ts'
import { paramsOf } from './paramsOf.ts'

type NetworkUnit<P> = Unit<'network', Architecture, P>

/** One use of an architecture: its parameters, and a seed for weights and images. */
export interface NetworkCase<P> {
  readonly params: P
  readonly seed: number
}

const input: Input = [8, 8, 3]
const classes = 3
const examples = 4

/**
 * Uses of an architecture.
 *
 * @param params the parameters to try; by default the defaults, since a random network may be too large for a
 * test
 */
export const networkCase = <P>(
  unit: NetworkUnit<P>,
  params: fc.Arbitrary<P> = defaultsOf(unit),
): fc.Arbitrary<NetworkCase<P>> => fc.record({ params, seed: fc.nat() })

const defaultsOf = <P>(unit: NetworkUnit<P>): fc.Arbitrary<P> =>
  arbitraryWritten(paramsOf(unit)).map(() => {
    const decoded = paramsOf(unit).decode({})
    if (decoded._tag === 'Left') throw new Error(`${unit.name} has parameters without defaults: give some`)
    return decoded.right
  })

const imagesOf = (key: Key): Tensor4D => {
  const [height, width, channels] = input
  return tensor4d(normals(key, examples * height * width * channels), [examples, height, width, channels])
}

interface Built {
  readonly network: Network
  readonly variables: Variables
  readonly images: Tensor4D
  readonly key: Key
}

/** Builds the network with a head of three classes, passes it to `look`, and disposes everything. */
const using = <P, A>({ use }: NetworkUnit<P>, { params, seed }: NetworkCase<P>, look: (built: Built) => A): A => {
  const key = keyOf(seed)
  const network = assemble(use(params).build(input), { label: linearHead(classes) })
  const variables = network.init(key)
  const images = imagesOf(fold(key, 'images'))
  const result = look({ network, variables, images, key })
  disposeTensors({ ...variables.parameters, ...variables.statistics, images })
  return result
}

const shapesOf = (tensors: Tensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))

const declared = (specs: Readonly<Record<string, { readonly shape: readonly number[] }>>) =>
  Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, [...shape]]))

/**
 * Law: `init` creates exactly the variables that the network declares, with their shapes and finite values.
 */
export const initFits =
  <P>(unit: NetworkUnit<P>) =>
  (use: NetworkCase<P>): boolean =>
    using(
      unit,
      use,
      ({ network, variables: { parameters, statistics } }) =>
        [...Object.values(parameters), ...Object.values(statistics)].every((one) =>
          one.dataSync().every(Number.isFinite),
        ) &&
        isDeepStrictEqual(shapesOf(parameters), declared(network.parameters)) &&
        isDeepStrictEqual(shapesOf(statistics), declared(network.statistics)),
    )

const fits = ({ outputs, features, statistics }: Pass, { network }: Built): boolean =>
  isDeepStrictEqual(outputs['label']!.shape, [examples, classes]) &&
  features.shape[0] === examples &&
  isDeepStrictEqual(shapesOf(statistics), declared(network.statistics)) &&
  outputs['label']!.dataSync().every(Number.isFinite)

/**
 * Law: in training and inference, a pass gives a finite row for each image, and statistics of the declared
 * shapes.
 */
export const applyFits =
  <P>(unit: NetworkUnit<P>) =>
  (use: NetworkCase<P>): boolean =>
    using(unit, use, (built) =>
      tidy(() => {
        const { network, variables, images, key } = built
        return (
          fits(network.apply(variables, images, { normalization: 'batch', noise: key }), built) &&
          fits(network.apply(variables, images, { normalization: 'running', noise: null }), built)
        )
      }),
    )

/** Law: a network keeps no state. The same variables, images, mode and key give the same bits. */
export const keepsNoState =
  <P>(unit: NetworkUnit<P>) =>
  (use: NetworkCase<P>): boolean =>
    using(unit, use, ({ network, variables, images, key }) =>
      tidy(() => {
        const once = () =>
          network.apply(variables, images, { normalization: 'batch', noise: key }).outputs['label']!.dataSync()
        return isDeepStrictEqual(once(), once())
      }),
    )

/** Law: building, initializing and running a network leaves no tensor behind. */
export const leavesNoTensor =
  <P>(unit: NetworkUnit<P>) =>
  (use: NetworkCase<P>): boolean => {
    const before = memory().numTensors
    using(unit, use, ({ network, variables, images }) =>
      tidy(() => void network.apply(variables, images, { normalization: 'running', noise: null })),
    )
    return memory().numTensors === before
  }
