import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { currencyName } from '../../../shared/codes/tables.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { DiscardListDraft } from './discard-list-draft.tsx'
import { saidIn } from './list-draft-columns.tsx'
import type { DocumentState } from './list-draft-document.ts'
import classes from './list-draft.module.css'
import { businessName, declarationTypes, isOpenDraft, listDraftStates, modeLabel } from './list-draft-words.ts'
import type { ListDraftDetail } from './list-draft-words.ts'
import { totalsByCurrency } from './totals-by-currency.ts'

/** What is being written, how far it is, and what is done with it. */
export function ListDraftStrip({
  draft,
  state,
  filing,
  onMend,
  onFile,
}: {
  draft: ListDraftDetail
  state: DocumentState
  /** A filing is being made of it. */
  filing: boolean
  onMend: () => void
  onFile: () => void
}) {
  const { draftId, handbookNo, filingId, listNo, origin } = draft
  const [discarding, setDiscarding] = useState(false)
  const open = isOpenDraft(draft)
  const named = listDraftStates[draft.state]
  const blocks = state.guards.filter(({ guard }) => guard.severity === 'blocks').length
  const totals = totalsByCurrency(
    state.lines.map(({ key, cells }) => {
      const line = { cells, facts: state.facts.get(key) }
      return { currency: saidIn(line, 'currency'), total: saidIn(line, 'total') }
    }),
  )
  return (
    <section className={classes.strip} aria-label={`清单草稿 ${draft.innerNo}`}>
      <div className={classes.stripHead}>
        <h1 className={`${classes.no} mono`} title={draft.innerNo}>
          {draft.innerNo || '未编号草稿'}
        </h1>
        <Tag tone="accent">{businessName(draft.business)}</Tag>
        {draft.declarationType !== '1' && <Tag tone="warns">{declarationTypes[draft.declarationType]}</Tag>}
        <Tag tone={named.tone}>{named.name}</Tag>
        <span className={classes.stripActions}>
          {open && (
            <Button variant="default" onClick={() => setDiscarding(true)}>
              作废草稿
            </Button>
          )}
          {filingId !== null && (
            <Button component={Link} to={paths.filing(filingId)} variant={open ? 'default' : 'filled'}>
              看它的申报
            </Button>
          )}
          {open && (
            <Button loading={filing} onClick={onFile}>
              核对并生成申报 F10
            </Button>
          )}
        </span>
      </div>
      <div className={classes.facts}>
        <span>
          手册{' '}
          <Link to={paths.handbook(handbookNo, 'lists')} className="mono">
            {handbookNo}
          </Link>
        </span>
        <span>{modeLabel(draft.mode)}</span>
        {listNo !== '' && (
          <span>
            清单{' '}
            <Link to={paths.list(handbookNo, listNo)} className="mono">
              {listNo}
            </Link>
          </span>
        )}
        {origin && (
          <span>
            来自 <Link to={origin.to}>{origin.what}</Link>
          </span>
        )}
        <span>
          表体 <b>{state.lines.length}</b> 行
        </span>
        {totals.map(({ currency, total }) => (
          <span key={currency}>
            总价 <b>{formatQuantity(total)}</b> {currencyName(currency) ?? currency}
          </span>
        ))}
        {open &&
          (blocks > 0 ? (
            <button type="button" className={classes.toMend} onClick={onMend}>
              有 {blocks} 处须处理，去改 <kbd>F8</kbd>
            </button>
          ) : (
            <span>没有须处理之处</span>
          ))}
        {open && (
          <span className={classes.kept} role="status">
            {state.progress === 'saving'
              ? '正在保存'
              : state.progress === 'failed'
                ? '没有保存'
                : `已自动保存 ${printInstant(state.savedAt)}`}
          </span>
        )}
      </div>
      {draft.state === 'returned' && <Reasons draftId={draftId} handbookNo={handbookNo} />}
      {draft.state === 'filed' && <Notice severity="info">已生成申报并签名，在等海关答复，草稿不能再改；退单后可以改。</Notice>}
      {discarding && <DiscardListDraft draft={draft} onClose={() => setDiscarding(false)} />}
    </section>
  )
}

/** Why customs has sent it back. */
function Reasons({ draftId, handbookNo }: { draftId: string; handbookNo: string }) {
  const filings = useOperation('filings.list', { handbookNo }).data?.filings
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
