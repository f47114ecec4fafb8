import type { Output } from '../../../shared/contract/contract.ts'
import type { FigureRow } from './store.ts'

type Book = Output<'taxWriteOff.year'>['handbooks'][number]

/** What a yearly write-off says of the books: shown beside it, and what it must still say when it is signed. */
export function taxWriteOffFigures(
  enterprise: { name: string; creditCode: string },
  year: number,
  books: readonly Book[],
): FigureRow[] {
  const imported = books.filter(({ trade }) => trade === 'imported')
  return [
    { label: '申报单位', value: [enterprise.name, enterprise.creditCode].filter(Boolean).join(' · ') },
    { label: '核销年度', value: String(year) },
    { label: '结案进料加工手册', value: String(imported.length) },
    ...imported.flatMap(({ handbookNo, importTotal, exportTotal, planRate, actualRate, adjustment }) => [
      { label: `${handbookNo} 进口总值`, value: importTotal ?? '未算出' },
      { label: `${handbookNo} 出口总值`, value: exportTotal ?? '未算出' },
      { label: `${handbookNo} 计划分配率`, value: planRate === null ? '未登记' : `${planRate}%` },
      { label: `${handbookNo} 实际分配率`, value: actualRate === null ? '未算出' : `${actualRate}%` },
      { label: `${handbookNo} 调整额`, value: adjustment ?? '未算出' },
    ]),
  ]
}
