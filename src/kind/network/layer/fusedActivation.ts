import { type BatchNormSetting, slopeOf } from '../../../tensor/operation/normSetting.ts'

/** An activation as the fused convolutions of tfjs name it. */
export interface FusedActivation {
  readonly activation: 'linear' | 'relu' | 'leakyrelu'
  /** The slope of the leaky relu below 0. */
  readonly leakyreluAlpha: number
}

/**
 * The activation of a norm for a fused convolution. Slope 1 means no activation, slope 0 means relu.
 *
 * @example
 * fusedActivation({ activation: 'relu' }) // => { activation: 'relu', leakyreluAlpha: 0 }
 * fusedActivation({ activation: { slope: 0.1 } }) // => { activation: 'leakyrelu', leakyreluAlpha: 0.1 }
 */
export const fusedActivation = (setting: Pick<BatchNormSetting, 'activation'>): FusedActivation => {
  const slope = slopeOf(setting)
  return { activation: slope === 1 ? 'linear' : slope === 0 ? 'relu' : 'leakyrelu', leakyreluAlpha: slope }
}
