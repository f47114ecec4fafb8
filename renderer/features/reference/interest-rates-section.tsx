import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { Notice } from '../../components/notice.tsx'
import { useDatedColumns } from './in-force.tsx'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.interestRates'>['rows'][number]

const own: readonly Column<Row>[] = [
  { id: 'kind', title: '利率或暂免', width: 110, kind: 'text', text: (row) => (row.kind === 'rate' ? '利率' : '暂免') },
  { id: 'rate', title: '年利率', unit: '%', width: 100, kind: 'quantity', text: (row) => row.rate ?? '' },
]

const imported = {
  table: 'interestRates',
  section: 'interest-rates',
  what: '缓税利息率',
  expects:
    '一张“缓税利息率”工作表：利率或暂免、年利率(%)、起始日期、终止日期、依据。利率和暂免都按税单填发之日取用；暂免的一行不填利率。导入后替换整张表。',
} as const

const rowKey = (row: Row) => `${row.kind} ${row.from}`

export function InterestRatesSection() {
  const answer = useOperation('reference.interestRates', {})
  const unchecked = answer.data?.rows.some(({ source }) => source.includes('待核'))
  return (
    <ReferenceRows
      of={imported}
      answer={answer}
      columns={useDatedColumns(own, 460)}
      rowKey={rowKey}
      notice={
        unchecked && (
          <Notice severity="info">
            利率随程序提供，尚未核对。请向主管海关确认现行的缓税利息率；确认后去掉工作簿“依据”里的“待核”再导入，即为本企业的利率（R-96、R-97a）。
          </Notice>
        )
      }
      whyEmpty="没有缓税利息率。请填入工作簿样式后导入（R-96）。"
    />
  )
}
