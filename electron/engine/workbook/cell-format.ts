/** How the number of a cell is shown: what Excel keeps as one bare double may be a quantity, a day or a percentage. */
export type CellFormat = 'number' | 'date' | 'percent'

/** Formats that a workbook names by number alone (ECMA-376 part 1, 18.8.30), those of Chinese Excel (27–36, 50–58) included. Times of day are numbers. */
const builtInDates: ReadonlySet<number> = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
const builtInPercents: ReadonlySet<number> = new Set([9, 10])

export function builtInFormat(id: number): CellFormat {
  return builtInDates.has(id) ? 'date' : builtInPercents.has(id) ? 'percent' : 'number'
}

/** Excel's own bound; what is longer is not looked at. */
const mostCodeCharacters = 255

/** By the section for positive numbers of a format code, literals left out: `yyyy"年"m"月"` is a date, `0.00"%"` is not a percentage. */
export function formatOf(code: string): CellFormat {
  const [section = ''] = code
    .slice(0, mostCodeCharacters)
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general/gi, '')
    .split(';')
  if (section.includes('%')) return 'percent'
  return /[yd]/i.test(section) || (/m/i.test(section) && !/[hs]/i.test(section)) ? 'date' : 'number'
}

/** Excel shows at most fifteen significant digits; a double carries noise beyond them (94428.06200000001 was typed 94428.062). */
const significantDigits = 15
/** Finer than any figure of the field: what stands there is the remainder of a calculation. */
const finestExponent = -9

/**
 * A number as Excel shows it in a wide enough cell: plain decimal, no trailing zeros. From 10^15 on and below 10^-9 it keeps an
 * exponent: those digits were lost or never meant, and whoever reads it as a number must refuse it.
 */
export function shownNumber(raw: string): string {
  if (/^-?[1-9]\d{0,14}$|^0$/.test(raw)) return raw
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (value === 0) return '0'
  const [mantissa = '', exponentText] = Math.abs(value)
    .toExponential(significantDigits - 1)
    .split('e')
  const exponent = Number(exponentText)
  const digits = mantissa.replace('.', '').replace(/0+$/, '')
  const sign = value < 0 ? '-' : ''
  if (exponent >= significantDigits || exponent < finestExponent)
    return `${sign}${digits.slice(0, 1)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent < 0 ? '' : '+'}${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return sign + whole + (fraction && `.${fraction}`)
}

/** The percentage that a number means, in full: 0.0345 is `3.45%` even where the format shows `3%`. */
export function shownPercent(raw: string): string {
  const shown = shownNumber(raw)
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(shown)
  if (!match) return shown
  const fraction = (match[3] ?? '').padEnd(2, '0')
  const whole = ((match[2] ?? '') + fraction.slice(0, 2)).replace(/^0+(?=\d)/, '')
  return `${match[1]}${whole}${fraction.length > 2 ? `.${fraction.slice(2)}` : ''}%`
}

const millisecondsPerDay = 86_400_000
/** 9999-12-31, the last day Excel knows, in the 1900 system. */
const lastSerial = 2_958_465

/** The day of a serial number, time of day dropped, or undefined where Excel shows none. */
export function shownDay(raw: string, date1904: boolean): string | undefined {
  const serial = Math.floor(Number(shownNumber(raw)))
  if (!(serial >= 1 && serial <= lastSerial)) return undefined
  // The 1900 system counts a 29 February 1900 that never was.
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial > 60 ? 30 : 31)
  const instant = new Date(epoch + serial * millisecondsPerDay)
  return instant.getUTCFullYear() > 9999 ? undefined : instant.toISOString().slice(0, 10)
}
