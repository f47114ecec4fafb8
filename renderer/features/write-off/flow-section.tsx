import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { PrintButton } from '../../components/paper.tsx'
import { Panel } from '../../components/page.tsx'
import { AsOfField, useAsOf } from './as-of.tsx'
import balanceClasses from './balance.module.css'
import { ExplainDrawer } from './explain-drawer.tsx'
import { useExplainedFigure } from './explained-figure.ts'
import { FlowChart } from './flow-chart.tsx'
import type { Flow } from './flow-layout.ts'
import { FlowPaper } from './flow-paper.tsx'
import { FlowTables } from './flow-tables.tsx'
import classes from './flow.module.css'
import { MaterialPicker } from './material-picker.tsx'

const asTable = ({ sources, uses, unit }: Flow) => ({
  columns: [
    { title: '方向', numeric: false },
    { title: '项目', numeric: false },
    { title: `数量（${shownUnit(unit)}）`, numeric: true },
    { title: '占比（%）', numeric: true },
  ],
  rows: [
    ...sources.map(({ label, quantity, share }) => ['来', label, quantity, share]),
    ...uses.map(({ label, quantity, share }) => ['去', label, quantity, share]),
  ],
})

/** Where each material came from and where it went. The address holds the material and the day. */
export function FlowSection({ handbookNo }: { handbookNo: string; closed: boolean }) {
  const [search, setSearch] = useSearchParams()
  const asOf = useAsOf()
  const day = asOf === undefined ? {} : { asOf }
  const materials = useOperation('writeOff.balance', { handbookNo, ...day })
  const seq =
    materials.data?.materials.find((each) => String(each.seq) === search.get('seq'))?.seq ?? materials.data?.materials[0]?.seq
  const flow = useOperation('writeOff.flow', { handbookNo, seq: seq ?? 1, ...day }, { enabled: seq !== undefined })
  const explained = useExplainedFigure()
  const choose = useCallback(
    (next: number) =>
      setSearch(
        (before) => {
          before.set('seq', String(next))
          return before
        },
        // Going through materials is no way to come back along.
        { replace: true },
      ),
    [setSearch],
  )
  if (materials.data && seq === undefined)
    return (
      <Panel>
        <Empty>手册还没有料件。</Empty>
      </Panel>
    )
  return (
    <>
      <ErrorNotice error={materials.error} action={{ label: '重试', onClick: () => void materials.refetch() }} />
      <div className={classes.section}>
        {materials.data && seq !== undefined && (
          <MaterialPicker materials={materials.data.materials} value={seq} onChange={choose} />
        )}
        <div className={classes.page}>
          <div className={balanceClasses.toolbar}>
            <AsOfField />
            {flow.data && (
              <>
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconDownload size={14} aria-hidden />}
                  onClick={() => void exportTable(`${handbookNo} 料件${flow.data.seq} 流向`)(asTable(flow.data))}
                >
                  导出
                </Button>
                <PrintButton size="xs" />
              </>
            )}
            <span className={balanceClasses.counts}>只计已核扣；点任何一项看这个数怎么来的</span>
          </div>
          <ErrorNotice error={flow.error} action={{ label: '重试', onClick: () => void flow.refetch() }} />
          {flow.data && (
            <div className={classes.sheet}>
              {flow.data.total === '0' ? (
                <Empty>
                  料件 {flow.data.seq} {flow.data.name} 还没有已核扣的进口和耗用。
                </Empty>
              ) : (
                <>
                  <FlowChart flow={flow.data} onExplain={explained.open} />
                  <FlowTables flow={flow.data} onExplain={explained.open} />
                </>
              )}
            </div>
          )}
        </div>
      </div>
      {flow.data && <FlowPaper handbookNo={handbookNo} asOf={asOf} flow={flow.data} />}
      {explained.figure && <ExplainDrawer handbookNo={handbookNo} asOf={asOf} figure={explained.figure} walk={explained} />}
    </>
  )
}
