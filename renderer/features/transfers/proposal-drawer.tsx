import { Button, Drawer, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { addDays, addMonths, day, parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { useSaveKey } from '../../components/form-keys.ts'
import { Deadline } from '../../components/deadline.tsx'
import { GuardList, isBlocked } from '../../components/guard-list.tsx'
import type { TransferAccount } from './transfer-account.ts'
import { TransferLines } from './transfer-lines.tsx'
import { transferWays } from './transfer-words.ts'
import classes from './transfers.module.css'

/** The last day of the month that `text` (YYYY-MM) names. */
const endOfMonth = (text: string): string | undefined => {
  const first = parseDay(`${text.slice(0, 7)}-01`)
  return first && addDays(addMonths(first, 1), -1)
}

/**
 * 集中申报建议: the slips of one account up to a day, summed into lines, with the last day to declare them and its basis.
 * A month is declared at a time, so the end of the oldest one that is not declared is proposed.
 */
export function ProposalDrawer({ account, onClose }: { account: TransferAccount; onClose: () => void }) {
  useFocusBack()
  const navigate = useNavigate()
  const today = useOperation('house.status', {}).data?.businessDate
  const partner = useOperation('partners.list', {}).data?.partners.find(({ partnerId }) => partnerId === account.partnerId)
  const matching = useOperation('transfers.matching', { partnerId: account.partnerId, handbookNo: account.handbookNo }).data
  const oldest = (matching?.rows ?? [])
    .filter((row) => row.way === account.way && row.partnerHandbookNo === account.partnerHandbookNo)
    .flatMap(({ oldestMonth }) => (oldestMonth === null ? [] : [oldestMonth]))
    .toSorted()[0]
  const monthEnd = oldest === undefined ? undefined : endOfMonth(oldest)
  const first = today !== undefined && monthEnd !== undefined && monthEnd < today ? monthEnd : today
  const [typed, setThrough] = useState<string>()
  const through = typed ?? (matching ? (first ?? '') : '')
  const readable = parseDay(through) !== undefined
  const answer = useOperation('transfers.propose', { ...account, through }, { enabled: readable })
  const proposal = answer.data
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ready = proposal !== undefined && proposal.lines.length > 0 && !isBlocked(proposal.guards)

  async function create() {
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      const { draftId } = await call('transfers.create', { ...account, through })
      await navigate(paths.listDraft(draftId))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void create())
  const lastMonthEnd = today === undefined ? undefined : addDays(day(`${today.slice(0, 7)}-01`), -1)
  const days = [
    ...(monthEnd !== undefined && today !== undefined && monthEnd < today ? [[monthEnd, `${oldest} 月底`] as const] : []),
    ...(lastMonthEnd !== undefined && lastMonthEnd !== monthEnd ? [[lastMonthEnd, '上月底'] as const] : []),
    ...(today !== undefined ? [[today, '今天'] as const] : []),
  ]

  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="md"
      title={`集中申报建议：${transferWays[account.way]}，${partner?.name ?? ''}`}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <div className={classes.stack}>
        <Group gap="lg">
          <span>
            我方手册 <span className="mono">{account.handbookNo}</span>
          </span>
          <span>
            对方手册 <span className="mono">{account.partnerHandbookNo}</span>
          </span>
        </Group>
        <Group gap="sm" align="flex-end">
          {/* A field takes what it shows when it gets the focus: it waits for the day that is proposed. */}
          {matching && today !== undefined && (
            <DayField label="收发货截至" w={140} autoFocus value={through} onChange={setThrough} />
          )}
          {days.map(([on, name]) => (
            <Button key={on} variant={on === through ? 'light' : 'default'} onClick={() => setThrough(on)}>
              {name}
            </Button>
          ))}
        </Group>
        <ErrorNotice error={answer.error} />
        {proposal && (
          <>
            {proposal.deadline ? (
              <div>
                <Group gap="sm">
                  <Text fw={600}>申报期限</Text>
                  <Text fw={600}>
                    <Deadline on={proposal.deadline} />
                  </Text>
                  {proposal.from && proposal.to && (
                    <span className={classes.quiet}>
                      收发货 {proposal.from} 至 {proposal.to}
                    </span>
                  )}
                </Group>
                <Text size="sm" c="dimmed">
                  {proposal.deadlineBasis}
                </Text>
              </div>
            ) : (
              <Text c="dimmed">到这一天为止没有未结转的收发货。</Text>
            )}
            <TransferLines lines={proposal.lines} />
            {proposal.slips.length > 0 && (
              <div>
                <Text fw={600}>列入的单据（{proposal.slips.length} 张）</Text>
                <ul className={classes.slips}>
                  {proposal.slips.map((slip) => (
                    <li key={slip.slipId}>
                      <span className="mono">{slip.slipNo}</span> <span className={classes.quiet}>{slip.deliveredOn}</span>
                    </li>
                  ))}
                </ul>
              </div>
            )}
            {proposal.guards.length > 0 && <GuardList guards={proposal.guards} />}
          </>
        )}
        <ErrorNotice error={error} />
        <div className={classes.footer}>
          <Button disabled={!ready} loading={busy} onClick={() => void create()}>
            建立结转
          </Button>
          <Button variant="default" onClick={onClose}>
            取消
          </Button>
          <Text size="sm" c="dimmed">
            {ready
              ? '建立后生成清单草稿，由您核对后申报。Ctrl+S 建立'
              : isBlocked(proposal?.guards ?? [])
                ? '先处理阻断的问题'
                : ''}
          </Text>
        </div>
      </div>
    </Drawer>
  )
}
