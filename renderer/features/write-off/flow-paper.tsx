import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { FlowChart } from './flow-chart.tsx'
import type { Flow, FlowEnd } from './flow-layout.ts'
import classes from './flow.module.css'

export function FlowPaper({ handbookNo, asOf, flow }: { handbookNo: string; asOf: string | undefined; flow: Flow }) {
  const facts = [
    ['手册', handbookNo],
    ['料件', `${flow.seq} ${flow.name}`],
    ['截至', asOf ?? '账内全部清单'],
    ['口径', '只计已核扣'],
  ] as const
  const columns = [
    { title: '项目', numeric: false },
    { title: `数量（${shownUnit(flow.unit)}）`, numeric: true },
    { title: '占比', numeric: true },
  ]
  const rows = (ends: readonly FlowEnd[]) => [
    ...ends.map(({ label, quantity, share }) => [label, formatQuantity(quantity), `${share}%`]),
    ['合计', formatQuantity(flow.total), '100%'],
  ]
  return (
    <Paper title="料件流向图" facts={facts} wide>
      <div className={classes.paper}>
        <FlowChart flow={flow} />
      </div>
      <div className={classes.paperTables}>
        <PaperPart title="从哪里来">
          <PaperTable columns={columns} rows={rows(flow.sources)} />
        </PaperPart>
        <PaperPart title="到哪里去">
          <PaperTable columns={columns} rows={rows(flow.uses)} />
        </PaperPart>
      </div>
    </Paper>
  )
}
