const two = (n: number): string => String(n).padStart(2, '0')

/**
 * Seconds as minutes or hours.
 *
 * @example
 * duration(245) // => '4:05'
 * duration(3723) // => '1:02:03'
 * duration(Infinity) // => '-'
 */
export const duration = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '-'
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
