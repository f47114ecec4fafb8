import { Button, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { useOpened } from '../../app/use-opened.ts'
import { withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportSheets } from '../../components/export-table.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { PrintButton } from '../../components/paper.tsx'
import { ListDrawer } from '../bonded-lists/list-drawer.tsx'
import balanceClasses from './balance.module.css'
import { ExplainDrawer } from './explain-drawer.tsx'
import { useExplainedFigure } from './explained-figure.ts'
import type { Report } from './report-columns.ts'
import { ReportFigureDrawer } from './report-figure-drawer.tsx'
import { readReportFigure, writeReportFigure } from './report-figure.ts'
import type { ReportFigure } from './report-figure.ts'
import { ReportIdentities } from './report-identities.tsx'
import { ReportPaper } from './report-paper.tsx'
import { sheetsOf } from './report-sheets.ts'
import { ReportTable } from './report-tables.tsx'
import classes from './report.module.css'

const views = [
  { value: 'head', label: '表头' },
  { value: 'lists', label: '清单' },
  { value: 'materials', label: '料件' },
  { value: 'products', label: '成品' },
] as const

/** 报核表: what would be filed now, proved row by row and as a whole, each figure down to its lines. */
export function ReportSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const answer = useOperation('writeOff.report', { handbookNo })
  return (
    <Room>
      <ErrorNotice error={answer.error} action={{ label: '重试', onClick: () => void answer.refetch() }} />
      {answer.data && <ReportOf report={answer.data} closed={closed} />}
    </Room>
  )
}

function ReportOf({ report, closed }: { report: Report; closed: boolean }) {
  const { handbookNo } = report
  const [search, setSearch] = useSearchParams()
  const asked = search.get('view')
  const view = views.find(({ value }) => value === asked)?.value ?? 'materials'
  const explained = useExplainedFigure()
  const { opened: figureOpened, go: goToFigure } = useOpened('reported')
  const { opened: listOpened, go: goToList } = useOpened('list')
  const show = useCallback((figure: ReportFigure) => goToFigure(writeReportFigure(figure)), [goToFigure])
  const figure = readReportFigure(figureOpened)
  const toolbar = useMemo(
    () => (
      <div className={balanceClasses.toolbar}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) =>
            setSearch((before) => {
              const other = withoutArrangement(before)
              other.set('view', next)
              return other
            })
          }
          data={[...views]}
          aria-label="看哪张表"
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => void exportSheets(`${handbookNo} 报核表`, Object.values(sheetsOf(report)))}
        >
          存为工作簿
        </Button>
        <PrintButton size="xs" />
      </div>
    ),
    [view, setSearch, handbookNo, report],
  )
  return (
    <>
      <MadeOf handbookNo={handbookNo} closed={closed} />
      <ReportIdentities identities={report.identities} />
      {view === 'head' ? (
        <Head head={report.head} toolbar={toolbar} />
      ) : (
        <ReportTable
          key={view}
          report={report}
          view={view}
          toolbar={toolbar}
          onExplain={explained.open}
          onShow={show}
          onOpenList={goToList}
        />
      )}
      <ReportPaper report={report} />
      {listOpened && <ListDrawer handbookNo={handbookNo} listNo={listOpened} onClose={() => goToList(null)} />}
      {figure && (
        <ReportFigureDrawer report={report} figure={figure} onExplain={explained.open} onClose={() => goToFigure(null)} />
      )}
      {explained.figure && <ExplainDrawer handbookNo={handbookNo} asOf={undefined} figure={explained.figure} walk={explained} />}
    </>
  )
}

/** What the tables are made of, and where the way goes on from here. */
function MadeOf({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const navigate = useNavigate()
  const report = useJob('filings.createWriteOffReport')
  async function create() {
    const filing = await report.start({ handbookNo })
    if (filing) await navigate(paths.filing(filing.filingId))
  }
  return (
    <>
      <div className={classes.made}>
        <p>由账内已核扣的清单和期初编成；预核扣、未核扣、已删除的清单不在内。</p>
        <Link to={paths.writeOff('clean-up', handbookNo)}>收尾清理与报核前的检查</Link>
        {!closed && (
          <Button size="xs" loading={report.running !== null} onClick={() => void create()}>
            生成报核
          </Button>
        )}
      </div>
      {report.running && <JobProgress job={report.running} what="正在核对并生成报核" />}
      <ErrorNotice error={report.error} />
    </>
  )
}

const Head = ({ head, toolbar }: { head: Report['head']; toolbar: ReactNode }) => (
  <div className={classes.head}>
    {toolbar}
    <Panel>
      <Definitions items={head.map(({ label, value }) => [label, value])} />
    </Panel>
  </div>
)
