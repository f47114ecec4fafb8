import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { call } from '../../app/engine.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'

/** A slip is never changed: it is voided with a reason, and weighed again. */
export function VoidWeighing({
  weighing,
  onClose,
}: {
  weighing: Output<'scrap.control'>['weighings'][number]
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title={`作废磅单 ${weighing.slipNo}`}
      submitLabel="作废磅单"
      ready={reason.trim() !== ''}
      onSubmit={async () => void (await call('scrap.voidWeighing', { weighingId: weighing.weighingId, reason }))}
      onClose={onClose}
    >
      <Text size="sm">
        {weighing.itemName} {formatQuantity(weighing.quantity)} 不再计入过磅。磅单仍可查看，写错的请作废后重新登记。
      </Text>
      <TextInput
        label="原因"
        maxLength={400}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
