import { useMemo } from 'react'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'

interface DatedRow {
  from: string
  to: string | null
  source: string
}

type Standing = '现行' | '未来' | '已失效'
const tones: Record<Standing, Tone> = { 现行: 'accent', 未来: 'neutral', 已失效: 'struck' }

const standingOn = ({ from, to }: DatedRow, today: string): Standing =>
  today < from ? '未来' : to !== null && to < today ? '已失效' : '现行'

/** The columns of a table of dated rows: whether a row holds on the business date, from when to when, and by which document. */
export function useDatedColumns<Row extends DatedRow>(own: readonly Column<Row>[], sourceWidth: number): readonly Column<Row>[] {
  const today = useOperation('house.status', {}).data?.businessDate ?? ''
  return useMemo(
    () => [
      ...own,
      {
        id: 'standing',
        title: '状态',
        width: 76,
        kind: 'status',
        text: (row) => standingOn(row, today),
        render: (row) => {
          const standing = standingOn(row, today)
          return <Tag tone={tones[standing]}>{standing}</Tag>
        },
      },
      { id: 'from', title: '起始日期', width: 96, kind: 'date', text: (row) => row.from },
      { id: 'to', title: '终止日期', width: 96, kind: 'date', text: (row) => row.to ?? '' },
      { id: 'source', title: '依据', width: sourceWidth, kind: 'text', text: (row) => row.source },
    ],
    [own, today, sourceWidth],
  )
}
