import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'

export function WithdrawOpening({ handbookNo, totals, onClose }: { handbookNo: string; totals: number; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title="撤回期初"
      submitLabel="撤回期初"
      confirm={handbookNo}
      ready={reason.trim() !== ''}
      onSubmit={async () => void (await call('openings.withdraw', { handbookNo, reason }))}
      onClose={onClose}
    >
      <Text size="sm">{totals} 项期初数量以反向流水冲回，原流水仍在账内；平衡随即改变。之后可以重新导入，或逐份导入清单。</Text>
      <Textarea
        label="原因"
        data-autofocus
        autosize
        minRows={2}
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
