import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import type { DraftTab } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile, showError } from '../../components/export-table.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { draftKind, draftStates, isOpen } from './draft-words.ts'
import type { DraftDetail } from './draft-words.ts'
import classes from './draft.module.css'
import { firstProblem } from './first-problem.ts'

/** The state of a draft, in sight on every tab, and what is done with it. */
export function DraftStrip({ draft, tab }: { draft: DraftDetail; tab: DraftTab }) {
  const { draftId, handbookNo, filingId } = draft
  const navigate = useNavigate()
  const filing = useJob('filings.createHandbookFiling')
  const workbook = useJob('handbookDrafts.exportWorkbook')
  const [error, setError] = useState<unknown>(null)
  const [discarding, setDiscarding] = useState(false)
  const open = isOpen(draft)
  const state = draftStates[draft.state]

  async function mendNext() {
    try {
      const place = await firstProblem(draft, tab)
      // Asked twice for the same cell, the cursor goes there again.
      if (place) await navigate(`${place}&at=${Date.now()}`, { replace: place.startsWith(paths.draft(draftId, tab)) })
    } catch (problem) {
      showError(problem)
    }
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'F10' && open && !discarding) {
      event.preventDefault()
      // Twice pressed is once meant.
      if (!event.repeat && filing.running === null) void file()
    }
    // In a grid F8 is the grid's.
    if (event.key !== 'F8' || event.defaultPrevented || draft.problems === 0) return
    event.preventDefault()
    void mendNext()
  })
  useEffect(() => {
    const controller = new AbortController()
    window.addEventListener('keydown', (event) => onKey(event), { signal: controller.signal })
    return () => controller.abort()
  }, [])

  async function file() {
    setError(null)
    try {
      const { checks } = await call('handbookDrafts.check', { draftId })
      if (checks.some(({ severity }) => severity === 'blocks')) return await navigate(paths.draft(draftId, 'checks'))
      const made = await filing.start({ draftId })
      if (made) await navigate(paths.filing(made.filingId))
    } catch (problem) {
      setError(problem)
    }
  }
  async function exportWorkbook() {
    const made = await workbook.start({ draftId })
    if (made) saveStoredFile(made.fileId)
  }

  return (
    <section className={classes.strip} aria-label={`${draftKind(draft)}草稿 ${draft.innerNo}`}>
      <div className={classes.stripHead}>
        <h1 className={`${classes.no} mono`}>{draft.innerNo || '未编号草稿'}</h1>
        <Tag tone="accent">{draftKind(draft)}</Tag>
        <Tag tone={state.tone}>{state.name}</Tag>
        {handbookNo !== null && (
          <span>
            手册{' '}
            <Link to={paths.handbook(handbookNo)} className="mono">
              {handbookNo}
            </Link>
          </span>
        )}
        <span className={classes.stripActions}>
          {open && (
            <Button variant="default" onClick={() => setDiscarding(true)}>
              作废
            </Button>
          )}
          <Button variant="default" loading={workbook.running !== null} onClick={() => void exportWorkbook()}>
            导出工作簿
          </Button>
          {filingId !== null && (
            <Button component={Link} to={paths.filing(filingId)} variant={open ? 'default' : 'filled'}>
              看它的申报
            </Button>
          )}
          {open && (
            <Button loading={filing.running !== null} onClick={() => void file()}>
              核对并生成申报 F10
            </Button>
          )}
        </span>
      </div>
      <div className={classes.facts}>
        <span>
          料件 <b>{draft.materials}</b> 项
        </span>
        <span>
          成品 <b>{draft.products}</b> 项
        </span>
        <span>
          单耗 <b>{draft.consumptions}</b> 行
        </span>
        <span>已保存 {printInstant(draft.savedAt)}</span>
        {open &&
          (draft.problems > 0 ? (
            <button type="button" className={classes.toMend} onClick={() => void mendNext()}>
              有 {draft.problems} 处待改，去改 <kbd>F8</kbd>
            </button>
          ) : (
            <span>没有待改之处</span>
          ))}
      </div>
      {filing.running && <JobProgress job={filing.running} what="正在核对并生成申报" />}
      <ErrorNotice error={error ?? filing.error ?? workbook.error} />
      {draft.state === 'returned' && <Reasons draftId={draftId} />}
      {draft.state === 'filed' && <Notice severity="info">申报已签名，在等海关答复，草稿不能再改；退单后可以改。</Notice>}
      {discarding && <DiscardDialog draft={draft} onClose={() => setDiscarding(false)} />}
    </section>
  )
}

/** Why customs has sent it back. */
function Reasons({ draftId }: { draftId: string }) {
  const filings = useOperation('filings.list', {}).data?.filings
  const filingId = filings?.find((filing) => filing.draftId === draftId && filing.state === 'returned')?.filingId ?? ''
  const filing = useOperation('filings.get', { filingId }, { enabled: filingId !== '' }).data
  const answer = filing?.receipts.findLast(({ result }) => result === 'returned')
  return (
    <Notice severity="blocks">
      <Text fw={600}>海关已退单{answer && `（${answer.answeredOn}）`}，改好后重新生成申报</Text>
      {answer && answer.notes.length > 0 && (
        <ul className={classes.reasons}>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

function DiscardDialog({ draft, onClose }: { draft: DraftDetail; onClose: () => void }) {
  useFocusBack()
  const [error, setError] = useState<unknown>(null)
  async function discard() {
    try {
      await call('handbookDrafts.discard', { draftId: draft.draftId })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Modal opened onClose={onClose} title="作废草稿" closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        <Text>
          {draftKind(draft)}草稿 <span className="mono">{draft.innerNo}</span>（料件 {draft.materials} 项、成品 {draft.products}{' '}
          项、单耗 {draft.consumptions} 行）作废后不能再改、不能再申报，内容仍可查看和导出。在用手册不受影响。
        </Text>
        <ErrorNotice error={error} />
        <Group>
          <Button color="red" onClick={() => void discard()}>
            作废
          </Button>
          <Button variant="default" data-autofocus onClick={onClose}>
            不作废
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
