import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { showError } from '../../components/export-table.ts'
import { isOpen } from '../handbook-drafts/draft-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { CloseDialog, ExtendClosingDialog, ExtendDialog, LastExportDialog, TerminateDialog } from './life-dialogs.tsx'
import type { Life, LifeStep } from './life-words.ts'

type Asked = 'extend' | 'lastExport' | 'terminate' | 'extendClosing' | 'close'

/** What may be done with a handbook where it stands. */
export function LifeActions({ handbook, life }: { handbook: HandbookSummary; life: Life }) {
  const { handbookNo } = handbook
  const navigate = useNavigate()
  const drafts = useOperation('handbookDrafts.list', { handbookNo }).data?.drafts
  /** One change at a time: the one that is being written or waits for its answer; 有效期 is changed in it too. */
  const draft = drafts?.find((each) => each.kind === 'change' && (isOpen(each) || each.state === 'filed'))
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)

  async function change() {
    try {
      const { draftId } = draft ?? (await call('handbookDrafts.createChange', { handbookNo }))
      await navigate(paths.draft(draftId))
    } catch (error) {
      showError(error)
    }
  }
  const { state } = life
  /** An account has fewer steps: it is not extended and not closed. */
  const has = (name: LifeStep['step']) => life.steps.some(({ step }) => step === name)
  const running = state === 'executing' || state === 'changing' || state === 'lastExported'
  const action = (which: Asked, label: string, main = false) => (
    <Button size="xs" variant={main ? 'filled' : 'default'} onClick={() => setAsked(which)}>
      {label}
    </Button>
  )
  return (
    <>
      {running && (
        <>
          <Button size="xs" variant="default" onClick={() => void change()}>
            {!draft ? '变更' : draft.state === 'filed' ? '看待答复的变更' : '继续变更草稿'}
          </Button>
          {!draft && has('extended') && action('extend', '延期')}
          {(has('lastExport') || has('terminated')) &&
            action('lastExport', state === 'lastExported' ? '改最后出口' : '标明最后出口')}
          {has('lastExport') && action('terminate', '提前终止')}
        </>
      )}
      {state === 'reportAccepted' && has('closed') && (
        <>
          {action('extendClosing', '延长核销')}
          {action('close', '登记结案通知书', true)}
        </>
      )}
      {asked === 'extend' && <ExtendDialog handbook={handbook} life={life} onClose={close} />}
      {asked === 'lastExport' && <LastExportDialog handbook={handbook} life={life} onClose={close} />}
      {asked === 'terminate' && <TerminateDialog handbook={handbook} life={life} onClose={close} />}
      {asked === 'extendClosing' && <ExtendClosingDialog handbook={handbook} life={life} onClose={close} />}
      {asked === 'close' && <CloseDialog handbook={handbook} life={life} onClose={close} />}
    </>
  )
}
