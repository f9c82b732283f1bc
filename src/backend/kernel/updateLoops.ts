type Attributes = Readonly<Record<string, unknown>>
type Loop = (
  attributes: Attributes,
  index: number,
  inputs: readonly Float32Array[],
  outputs: readonly Float32Array[],
) => void

const decayOf = (attributes: Attributes, index: number): number => (attributes['decay'] as readonly number[])[index]!

/**
 * SGD with momentum.
 *
 *     g' = g + decay p
 *     v' = momentum v + g'
 *     p' = p - rate (nesterov ? g' + momentum v' : v')
 */
export const sgd: Loop = (attributes, index, [p, g, v], [nextP, nextV]) => {
  const rate = Number(attributes['rate'])
  const momentum = Number(attributes['momentum'])
  const nesterov = attributes['nesterov'] === true
  const decay = decayOf(attributes, index)
  for (let i = 0; i < p!.length; i++) {
    const gradient = g![i]! + decay * p![i]!
    const velocity = momentum * v![i]! + gradient
    nextV![i] = velocity
    nextP![i] = p![i]! - rate * (nesterov ? gradient + momentum * velocity : velocity)
  }
}

/** Adam. The decay is added to the gradient or, if `decoupled`, taken from the parameter itself (AdamW). */
export const adam: Loop = (attributes, index, [p, g, m, s], [nextP, nextM, nextS]) => {
  const rate = Number(attributes['rate'])
  const beta1 = Number(attributes['beta1'])
  const beta2 = Number(attributes['beta2'])
  const epsilon = Number(attributes['epsilon'])
  const step = Number(attributes['step'])
  const decay = decayOf(attributes, index)
  const added = attributes['decoupled'] === true ? 0 : decay
  const shrink = attributes['decoupled'] === true ? 1 - rate * decay : 1
  const stepSize = rate / (1 - beta1 ** step)
  const correction = Math.sqrt(1 - beta2 ** step)
  for (let i = 0; i < p!.length; i++) {
    const gradient = g![i]! + added * p![i]!
    const first = beta1 * m![i]! + (1 - beta1) * gradient
    const second = beta2 * s![i]! + (1 - beta2) * gradient * gradient
    nextM![i] = first
    nextS![i] = second
    nextP![i] = shrink * p![i]! - (stepSize * first) / (Math.sqrt(second) / correction + epsilon)
  }
}

/** Moving average: a' = decay a + (1 - decay) x. */
export const average: Loop = (attributes, _index, [a, x], [next]) => {
  const decay = Number(attributes['decay'])
  for (let i = 0; i < a!.length; i++) next![i] = decay * a![i]! + (1 - decay) * x![i]!
}
