/**
 * Breaks a text into lines between words. A longer word gets a line of its own.
 *
 * @example
 * wrap('one two three', 8) // => ['one two', 'three']
 *
 * @param columns the largest width of a line
 */
export const wrap = (text: string, columns: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])
