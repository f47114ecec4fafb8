import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { authorityNames, authorityOf } from '../../../shared/domain/authorities.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { say } from '../../components/say.ts'
import { filingKinds, nameOf } from '../filings/filing-words.ts'
import type { Filing } from '../filings/filing-words.ts'
import classes from './outbox.module.css'

/** A legal step for several at once: names each of them, and asks for their number. */
export function QueueDialog({ filings, onClose }: { filings: readonly Filing[]; onClose: () => void }) {
  useFocusBack()
  const [error, setError] = useState<unknown>(null)
  const [refused, setRefused] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  async function queue() {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const done = await call('outbox.queue', { filingIds: filings.map(({ filingId }) => filingId) })
      if (done.queued > 0) say(`已放入待发 ${done.queued} 份`)
      if (done.refused.length === 0) onClose()
      else setRefused(done.refused.map(({ message }) => message))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} size={640} title="放入待发" closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        <Text size="sm">下面 {filings.length} 份已签名的申报将按序号发给各自的部门，字节与签名时相同。发出以前可以取回。</Text>
        <ol className={classes.names}>
          {filings.map((filing) => {
            const authority = authorityOf(filing.kind)
            return (
              <li key={filing.filingId}>
                {`${authority ? authorityNames[authority] : ''}　${filingKinds[filing.kind]}　`}
                <span className="mono">{nameOf(filing)}</span>
                {`　第 ${filing.sequence} 包`}
              </li>
            )
          })}
        </ol>
        {refused.length > 0 && <Notice severity="warns">没有放入：{refused.join('；')}</Notice>}
        <ErrorNotice error={error} />
        <Group>
          <Button data-autofocus loading={busy} onClick={() => void queue()}>
            放入待发
          </Button>
          <Button variant="default" onClick={onClose}>
            取消
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
