/** The number of each elementwise function in each version. */
export const eltwiseAlgorithm = {
  2: {
    relu: 31,
    tanh: 47,
    logistic: 175,
    swish: 223,
    exp: 191,
    elu: 63,
    square: 79,
    sqrt: 111,
    linear: 127,
    clip: 255,
  },
  3: {
    relu: 0x20,
    tanh: 0x21,
    logistic: 0x29,
    swish: 0x2c,
    exp: 0x2a,
    elu: 0x22,
    square: 0x23,
    sqrt: 0x25,
    linear: 0x26,
    clip: 0x2e,
  },
}

export type EltwiseAlgorithm = keyof (typeof eltwiseAlgorithm)[2]
