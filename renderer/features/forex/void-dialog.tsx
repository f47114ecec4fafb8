import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { currencyName } from '../../../shared/codes/tables.ts'
import { forexKindNames } from '../../../shared/contract/forex.ts'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import type { ForexEntry } from './forex-words.ts'

export function VoidDialog({ entry, onClose }: { entry: ForexEntry; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <DeedDialog
      title="划去一笔登记"
      submitLabel="划去"
      ready={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={async () => {
        await call('forex.void', { entryId: entry.entryId, reason })
      }}
    >
      <Text>
        {entry.on} {forexKindNames[entry.kind]} {formatQuantity(entry.amount)} {currencyName(entry.currency)}，合同{' '}
        <span className="mono">{entry.contractNo}</span>。记录留存，不再计入合同对照。
      </Text>
      <TextInput
        label="原因"
        withAsterisk
        data-autofocus
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
