import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { businessOfMode } from '../../../shared/domain/list-business.ts'
import { listChange } from '../../../shared/domain/list-change.ts'
import type { ListStanding } from '../../../shared/domain/list-change.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { declarationTypes, isOpenDraft } from './list-draft-words.ts'
import type { ListDraftSummary } from './list-draft-words.ts'
import classes from './list-draft.module.css'

/** 变更, 删除 and 照抄 of a list in the books, or why they cannot be done. */
export function ListActions({
  handbookNo,
  list,
  drafts,
}: {
  handbookNo: string
  list: Output<'bondedLists.get'>
  /** Those of this list. */
  drafts: readonly ListDraftSummary[]
}) {
  const navigate = useNavigate()
  const handbook = useOperation('handbooks.get', { handbookNo }).data
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { listNo, mode, direction, goods } = list
  const underWay = drafts.find((draft) => draft.declarationType !== '1' && (isOpenDraft(draft) || draft.state === 'filed'))
  const closed = handbook?.state === 'closed'
  const business = businessOfMode(mode, direction, goods)
  const standing: ListStanding = {
    status: list.status,
    waitsForNumber: listNo === list.innerNo && list.status === 'reserved',
    // What its declaration says, and when the books were written off, the ledger looks up when it is asked.
    hasDeclaration: undefined,
    writtenOffOn: undefined,
    hasOpenChange: underWay !== undefined,
  }
  const decide = (deed: 'change' | 'delete') =>
    closed ? { allowed: false, reason: '手册已核销结案，清单不能变更或删除（R-68）', next: '' } : listChange(deed, standing)
  const [change, deletion] = [decide('change'), decide('delete')]
  const reasons = new Set(
    [change, deletion].filter(({ allowed }) => !allowed).map(({ reason, next }) => [reason, next].filter(Boolean).join('；')),
  )

  async function make(create: () => Promise<{ draftId: string }>) {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const { draftId } = await create()
      await navigate(paths.listDraft(draftId))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Group gap="sm">
        {underWay ? (
          <Button size="xs" component={Link} to={paths.listDraft(underWay.draftId)}>
            {declarationTypes[underWay.declarationType]}草稿在办，去看
          </Button>
        ) : (
          <>
            <Button
              size="xs"
              variant="default"
              disabled={!change.allowed}
              onClick={() => void make(() => call('listDrafts.createChange', { handbookNo, listNo }))}
            >
              变更
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={!deletion.allowed}
              onClick={() => void make(() => call('listDrafts.createChange', { handbookNo, listNo, delete: true }))}
            >
              删除
            </Button>
          </>
        )}
        {business && !closed && (
          <Button
            size="xs"
            variant="default"
            onClick={() => void make(() => call('listDrafts.create', { handbookNo, business, copyOf: listNo }))}
          >
            照抄为新清单
          </Button>
        )}
        <Text size="sm" c="dimmed" className={classes.reason}>
          {!underWay && reasons.size > 0
            ? [...reasons].join('。')
            : '变更和删除都先成为草稿，申报并经海关通过后才以冲销入账，原记录不动'}
        </Text>
      </Group>
      <ErrorNotice error={error} />
    </>
  )
}
