import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { yearOf } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { TaxWriteOffService } from './service.ts'

type Today = Output<'workbench.today'>

const named = { imported: '进料加工年度核销', supplied: '来料加工免税证明核销' } as const

/** What is due at the tax office of the handbooks closed last year. */
export class TaxWork {
  private readonly taxWriteOff: TaxWriteOffService
  /** Whether the year's write-off has been signed already; said by whoever keeps filings. */
  private readonly isFiled: (year: number) => boolean

  constructor(taxWriteOff: TaxWriteOffService, isFiled: (year: number) => boolean) {
    this.taxWriteOff = taxWriteOff
    this.isFiled = isFiled
  }

  work(today: Day): Pick<Today, 'due' | 'todo'> {
    const year = yearOf(today) - 1
    const { deadlines, handbooks } = this.taxWriteOff.year(year)
    const due = deadlines.flatMap(({ trade, raw, daysLeft }) => {
      const books = handbooks.filter((each) => each.trade === trade)
      // What is filed for 来料 stands on the tax office's own page: it is due until its day has passed.
      if (books.length === 0 || (trade === 'imported' ? this.isFiled(year) : daysLeft < 0)) return []
      return [
        {
          severity: daysLeft < 0 ? ('blocks' as const) : daysLeft <= 20 ? ('warns' as const) : ('info' as const),
          title: `${year} 年${named[trade]}`,
          detail: `上年结案手册 ${books.length} 本`,
          to: paths.writeOff('value-balance', books[0]?.handbookNo),
          rule: 'R-178',
          date: raw,
          daysLeft,
        },
      ]
    })
    return { due, todo: [] }
  }
}
