const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const
const parity = 0x1bd11bda

const rotateLeft = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/**
 * Threefry-2x32 with 20 rounds: a stateless keyed bijection of pairs of 32-bit words, statistically as good
 * as random.
 *
 * Paper: Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011. No departure: the published
 * test vectors hold.
 *
 * @example
 * threefry(0, 0, 0, 0) // => [0x6b200159, 0x99ba4efe]
 *
 * @param key0 first word of the key
 * @param key1 second word of the key
 * @param counter0 first word of the counter
 * @param counter1 second word of the counter
 * @returns two unsigned 32-bit words
 */
export const threefry = (key0: number, key1: number, counter0: number, counter1: number): readonly [number, number] => {
  const schedule = [key0 | 0, key1 | 0, key0 ^ key1 ^ parity]
  let x0 = (counter0 + key0) | 0
  let x1 = (counter1 + key1) | 0
  for (let round = 0; round < 20; round++) {
    x0 = (x0 + x1) | 0
    x1 = rotateLeft(x1, rotations[round % 8]!) ^ x0
    if (round % 4 === 3) {
      const injection = (round + 1) / 4
      x0 = (x0 + schedule[injection % 3]!) | 0
      x1 = (x1 + schedule[(injection + 1) % 3]! + injection) | 0
    }
  }
  return [x0 >>> 0, x1 >>> 0]
}
