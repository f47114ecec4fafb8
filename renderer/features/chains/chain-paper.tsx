import { formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { closingSentences } from './chain-closing.tsx'
import { chainColumns, chainRow } from './chain-table.tsx'
import { chainStates, hopState } from './chain-words.ts'
import type { Chain } from './chain-words.ts'

const hopColumns = [
  { title: '由', numeric: false },
  { title: '到', numeric: false },
  { title: '发出', numeric: true },
  { title: '收到', numeric: true },
  { title: '差额', numeric: true },
  { title: '单位', numeric: false },
  { title: '结果', numeric: false },
]

/** The chain on A4, for the file of the design house. */
export function ChainPaper({ chain }: { chain: Chain }) {
  const name = (stepNo: number) => chain.steps[stepNo - 1]?.enterpriseName ?? ''
  const facts = [
    ['链条', chain.name],
    ['环节', String(chain.steps.length)],
    ['结果', chainStates[chain.state].name],
  ] as const
  return (
    <Paper title="集成电路全产业链保税核对表" facts={facts} wide>
      <PaperPart title="各环节">
        <PaperTable columns={chainColumns} rows={chain.steps.map(chainRow)} />
      </PaperPart>
      {chain.hops.length > 0 && (
        <PaperPart title="各次结转">
          <PaperTable
            columns={hopColumns}
            rows={chain.hops.map((hop) => [
              name(hop.from),
              name(hop.to),
              formatQuantity(hop.sent),
              formatQuantity(hop.received),
              formatQuantity(hop.difference),
              hop.unit,
              hopState(hop).name,
            ])}
          />
        </PaperPart>
      )}
      <PaperPart title="闭合核对（R-66）">
        {closingSentences(chain).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </PaperPart>
    </Paper>
  )
}
