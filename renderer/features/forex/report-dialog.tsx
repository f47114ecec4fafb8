import { SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { runJob } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { DayField } from '../../components/fields/day-field.tsx'

/** Freezes a period's entries for the forex authority. */
export function ReportDialog({ onClose }: { onClose: () => void }) {
  const today = useOperation('house.status', {}).data?.businessDate
  return today === undefined ? null : <ReportForm today={today} onClose={onClose} />
}

function ReportForm({ today, onClose }: { today: string; onClose: () => void }) {
  const navigate = useNavigate()
  const [from, setFrom] = useState(`${today.slice(0, 4)}-01-01`)
  const [to, setTo] = useState(today)
  return (
    <DeedDialog
      title="生成外汇申报"
      submitLabel="生成"
      ready={parseDay(from) !== undefined && parseDay(to) !== undefined && from <= to}
      onClose={onClose}
      onSubmit={async () => {
        const { filingId } = await runJob('filings.createForexReport', { from, to })
        void navigate(paths.filing(filingId))
      }}
    >
      <SimpleGrid cols={2} spacing="lg">
        <DayField label="从" data-autofocus value={from} onChange={setFrom} />
        <DayField label="到" value={to} onChange={setTo} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        期间的收付登记，与截至止日的合同对照，定格为一份申报；签名后经外汇的通道发送或用 U 盘带走。
      </Text>
    </DeedDialog>
  )
}
