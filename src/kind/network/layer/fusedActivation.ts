import { type BatchNormSetting, slopeOf } from '../../../tensor/operation/batchNorm.ts'

/** An activation in the words of tfjs's fused convolutions. */
export interface FusedActivation {
  readonly activation: 'linear' | 'relu' | 'leakyrelu'
  /** Of the leaky relu. */
  readonly leakyreluAlpha: number
}

/** Slope 1 is none, slope 0 is relu. */
export const fusedActivation = (setting: Pick<BatchNormSetting, 'activation'>): FusedActivation => {
  const slope = slopeOf(setting)
  return { activation: slope === 1 ? 'linear' : slope === 0 ? 'relu' : 'leakyrelu', leakyreluAlpha: slope }
}
