import { Button, Group, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { CountSheets } from './count-sheets.tsx'
import { Differences } from './differences.tsx'
import { SharedStock } from './shared-stock.tsx'
import { SheetEditor } from './sheet-editor.tsx'
import { SheetImport } from './sheet-import.tsx'
import { StocktakePaper } from './stocktake-paper.tsx'
import { StocktakeStrip } from './stocktake-strip.tsx'
import type { StocktakeDetail } from './stocktake-words.ts'
import classes from './stocktakes.module.css'

const views = ['differences', 'sheets', 'shared', 'checks'] as const
type View = (typeof views)[number]
type Made = Output<'stocktakes.makeDrafts'>['made']

/** One stocktake: what was counted, how it stands against the book, and what becomes of the differences (R-117 … ). */
export function StocktakePage() {
  const { stocktakeId = '' } = useParams()
  const navigate = useNavigate()
  const answer = useOperation('stocktakes.get', { stocktakeId })
  if (answer.isError) {
    return (
      <Page title="盘点">
        <ErrorNotice
          error={answer.error}
          action={{ label: '看全部盘点', onClick: () => void navigate(paths.writeOff('stocktakes')) }}
        />
      </Page>
    )
  }
  return answer.data ? <Opened key={stocktakeId} stocktake={answer.data} /> : null
}

function Opened({ stocktake }: { stocktake: StocktakeDetail }) {
  const [search, setSearch] = useSearchParams()
  const [made, setMade] = useState<Made>()
  const counting = stocktake.state === 'counting'
  const asked = views.find((known) => known === search.get('view'))
  // Nothing is to be compared before something is counted.
  const view = asked ?? (stocktake.rows === 0 && counting ? 'sheets' : 'differences')
  const blocks = stocktake.guards.filter(({ severity }) => severity === 'blocks').length
  const show = (next: View) =>
    setSearch((before) => {
      const other = withoutArrangement(before)
      for (const name of ['sheet', 'import', 'file', 'name', 'job', 'explain']) other.delete(name)
      other.set('view', next)
      return other
    })
  const importing = counting && view === 'sheets' && (search.has('import') || search.has('file'))
  const editing = view === 'sheets' && !importing ? search.get('sheet') : null
  return (
    <Page fill>
      <StocktakeStrip stocktake={stocktake} blocks={blocks} onMade={setMade} onBlocked={() => show('checks')} />
      <Tabs
        value={view}
        onChange={(next) => {
          const chosen = views.find((known) => known === next)
          if (chosen) show(chosen)
        }}
      >
        <Tabs.List>
          <Tabs.Tab value="sheets">盘点表 {stocktake.sheets > 0 && stocktake.sheets}</Tabs.Tab>
          <Tabs.Tab value="differences">差异 {stocktake.differences.length > 0 && stocktake.differences.length}</Tabs.Tab>
          {stocktake.shared.length > 0 && <Tabs.Tab value="shared">共用库存 {stocktake.shared.length}</Tabs.Tab>}
          <Tabs.Tab value="checks" {...(blocks > 0 && counting && { rightSection: <Tag tone="blocks">{blocks}</Tag> })}>
            核对
          </Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {made && <MadeNotice made={made} onClose={() => setMade(undefined)} />}
      {view === 'differences' && <Differences stocktake={stocktake} />}
      {importing && <SheetImport stocktake={stocktake} />}
      {editing !== null && <SheetEditor key={editing} stocktake={stocktake} sheetId={editing === 'new' ? undefined : editing} />}
      {view === 'sheets' && !importing && editing === null && <CountSheets stocktake={stocktake} />}
      {view === 'shared' && <SharedStock stocktake={stocktake} />}
      {view === 'checks' && (
        <Room>
          <div className={classes.scroll}>
            <Panel title="能否定下盘点">
              <GuardList guards={stocktake.guards} />
            </Panel>
          </div>
        </Room>
      )}
      <StocktakePaper stocktake={stocktake} />
    </Page>
  )
}

const MadeNotice = ({ made, onClose }: { made: Made; onClose: () => void }) => (
  <Notice severity={made.length > 0 ? 'done' : 'info'}>
    <Text fw={600}>{made.length > 0 ? `已生成 ${made.length} 份草稿` : '没有需要生成草稿的差异'}</Text>
    <Group gap="md" mt={made.length > 0 ? 4 : 0}>
      {made.map(({ handbookNo, label, to, seqs }) => (
        <span key={to + handbookNo}>
          <Link to={to}>{label}</Link>{' '}
          <span className={classes.quiet}>
            {handbookNo}，{seqs.length} 项料件
          </span>
        </span>
      ))}
      <Button size="compact-sm" variant="default" onClick={onClose}>
        知道了
      </Button>
    </Group>
  </Notice>
)
