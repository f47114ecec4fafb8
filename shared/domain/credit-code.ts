/** 统一社会信用代码 (GB 32100-2015): 17 characters and a check character, weights 3^(i−1) mod 31. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export function isCreditCode(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    const value = alphabet.indexOf(character)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17]
}
