import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { PrintButton } from '../../components/paper.tsx'
import { Tag } from '../../components/tag.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { ChainClosing } from './chain-closing.tsx'
import { ChainEditor } from './chain-editor.tsx'
import { ChainEntries } from './chain-entries.tsx'
import { ChainFlow } from './chain-flow.tsx'
import { ChainPaper } from './chain-paper.tsx'
import { ChainTable } from './chain-table.tsx'
import { chainStates } from './chain-words.ts'
import classes from './chains.module.css'
import { EntryDialog } from './entry-dialog.tsx'

/** One chain: where its material stands, and whether it closes. */
export function ChainPage() {
  const { chainId = '' } = useParams()
  const navigate = useNavigate()
  const answer = useOperation('chains.get', { chainId })
  const today = useOperation('house.status', {}).data?.businessDate
  const [open, setOpen] = useState<'entry' | 'editor' | null>(null)
  const [asTable, setAsTable] = useState(false)
  if (answer.isError) {
    return (
      <Page title="全产业链">
        <ErrorNotice
          error={answer.error}
          action={{ label: '看全部链条', onClick: () => void navigate(paths.transfers('chains')) }}
        />
      </Page>
    )
  }
  const chain = answer.data
  if (!chain) return null
  const state = chainStates[chain.state]
  return (
    <Page
      title={chain.name}
      about={<Tag tone={state.tone}>{state.name}</Tag>}
      actions={
        <>
          <Button variant="default" onClick={() => void navigate(paths.transfers('chains'))}>
            全部链条
          </Button>
          <PrintButton />
          <Button variant="default" onClick={() => setOpen('editor')}>
            修改链条
          </Button>
          <Button onClick={() => setOpen('entry')} autoFocus>
            登记
          </Button>
        </>
      }
    >
      <Panel
        title="流向"
        aside={
          <Button size="xs" variant="default" onClick={() => setAsTable(!asTable)}>
            {asTable ? '看图' : '看表'}
          </Button>
        }
      >
        {asTable ? <ChainTable chain={chain} /> : <ChainFlow chain={chain} />}
      </Panel>
      <div className={classes.columns}>
        <Panel title="闭合核对">
          <ChainClosing chain={chain} />
        </Panel>
        <Panel title="核对结果">
          <GuardList guards={chain.guards} />
        </Panel>
      </div>
      <Panel title="登记与清单">
        <div style={{ padding: '8px 12px 12px' }}>
          <ChainEntries chain={chain} />
        </div>
      </Panel>
      <ChainPaper chain={chain} />
      {open === 'entry' && today !== undefined && <EntryDialog chain={chain} today={today} onClose={() => setOpen(null)} />}
      {open === 'editor' && <ChainEditor chain={chain} onSaved={() => setOpen(null)} onClose={() => setOpen(null)} />}
    </Page>
  )
}
