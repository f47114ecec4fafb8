import { Anchor } from '@mantine/core'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import type { Figure } from './explained-figure.ts'
import { figureOf } from './flow-chart.tsx'
import type { Flow, FlowEnd } from './flow-layout.ts'
import classes from './flow.module.css'

/** The picture in figures: all of it, each figure with its way to where it comes from. */
export const FlowTables = ({ flow, onExplain }: { flow: Flow; onExplain: (figure: Figure) => void }) => (
  <div className={classes.tables}>
    <FlowTable title="从哪里来" ends={flow.sources} flow={flow} onExplain={onExplain} />
    <FlowTable title="到哪里去" ends={flow.uses} flow={flow} onExplain={onExplain} />
  </div>
)

function FlowTable({
  title,
  ends,
  flow,
  onExplain,
}: {
  title: string
  ends: readonly FlowEnd[]
  flow: Flow
  onExplain: (figure: Figure) => void
}) {
  return (
    <table className={classes.table} aria-label={title}>
      <thead>
        <tr>
          <th>{title}</th>
          <th data-numeric>数量（{shownUnit(flow.unit)}）</th>
          <th data-numeric>占比</th>
        </tr>
      </thead>
      <tbody>
        {ends.map((end, index) => {
          const figure = figureOf(flow.seq, end)
          return (
            <tr key={index}>
              <th scope="row">{end.label}</th>
              <td data-numeric>
                {figure ? (
                  <Anchor component="button" type="button" size="sm" onClick={() => onExplain(figure)}>
                    {formatQuantity(end.quantity)}
                  </Anchor>
                ) : (
                  formatQuantity(end.quantity)
                )}
              </td>
              <td data-numeric>{end.share}%</td>
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          <td data-numeric>{formatQuantity(flow.total)}</td>
          <td data-numeric>100%</td>
        </tr>
      </tfoot>
    </table>
  )
}
