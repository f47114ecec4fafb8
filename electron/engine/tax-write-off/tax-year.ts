/** What tells the write-off of one year from that of another. */
export const taxYear = (year: number): string => `${year} 年度`
export const yearOfTax = (subject: string): number => Number(subject.slice(0, 4))
