import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Request } from '../../../shared/contract/contract.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { usePreferences } from '../../state/preferences.ts'
import { GuardList, isBlocked } from '../../components/guard-list.tsx'
import { blankLeg, isWhole, LegFields } from './leg-fields.tsx'
import type { TypedLeg } from './leg-fields.tsx'

/** A voucher as it is written; what stands in its way is said before it is recorded. */
export function VoucherDialog({ onRecorded, onClose }: { onRecorded: (voucherNo: number) => void; onClose: () => void }) {
  useFocusBack()
  const today = useOperation('house.status', {}).data?.businessDate ?? ''
  const handbooks = (useOperation('handbooks.list', {}).data?.handbooks ?? []).filter(({ state }) => state !== 'closed')
  const last = usePreferences((state) => state.handbookNo)
  const [chosen, setChosen] = useState<string>()
  const handbookNo = chosen ?? (handbooks.find((book) => book.handbookNo === last) ?? handbooks[0])?.handbookNo ?? ''
  const [on, setOn] = useState<string>()
  const [approvalNo, setApprovalNo] = useState('')
  const [approvedOn, setApprovedOn] = useState('')
  const [reason, setReason] = useState('')
  const [legs, setLegs] = useState<readonly TypedLeg[]>(() => [blankLeg()])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const substitutedOn = on ?? today
  const ready =
    handbookNo !== '' &&
    [substitutedOn, approvedOn].every((text) => parseDay(text) !== undefined) &&
    approvalNo.trim() !== '' &&
    reason.trim() !== '' &&
    legs.every((leg) => isWhole(leg) && readDecimal(leg.quantity) !== undefined)
  const request: Request<'substitutions.record'> = {
    handbookNo,
    substitutedOn,
    approvalNo,
    approvedOn,
    reason,
    lines: legs.map((leg) => ({
      itemSeq: Number(leg.itemSeq),
      by: leg.by,
      ...(leg.by === 'bonded'
        ? { otherHandbookNo: leg.otherHandbookNo, otherItemSeq: Number(leg.otherItemSeq) }
        : { name: leg.name, spec: leg.spec }),
      zeroDutyNoLicence: leg.by === 'domestic' && leg.zeroDutyNoLicence,
      quantity: leg.quantity,
    })),
  }
  const guards = useOperation('substitutions.check', request, { enabled: ready }).data?.guards
  const blocked = !ready || guards === undefined || isBlocked(guards)

  async function record() {
    if (blocked || busy) return
    setBusy(true)
    setError(null)
    try {
      const { voucherNo } = await call('substitutions.record', request)
      say(`已登记串换凭证第 ${voucherNo} 号`)
      onClose()
      onRecorded(voucherNo)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void record())

  const change = (key: string, part: Partial<TypedLeg>) =>
    setLegs((before) => before.map((leg) => (leg.key === key ? { ...leg, ...part } : leg)))
  return (
    <Modal
      opened
      onClose={onClose}
      size={1000}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="登记料件串换"
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void record()
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={4} spacing="md" verticalSpacing="sm">
            <Select
              label="手册"
              allowDeselect={false}
              searchable
              classNames={{ input: 'mono' }}
              data={handbooks.map((book) => book.handbookNo)}
              value={handbookNo}
              onChange={(next) => {
                if (next === null || next === handbookNo) return
                setChosen(next)
                setLegs([blankLeg()])
              }}
            />
            <TextInput
              label="批准文号"
              data-autofocus
              maxLength={64}
              value={approvalNo}
              onChange={(event) => setApprovalNo(event.currentTarget.value)}
            />
            <DayField label="批准日期" value={approvedOn} onChange={setApprovedOn} />
            <DayField label="串换日期" value={substitutedOn} onChange={setOn} />
          </SimpleGrid>
          <TextInput label="原因" maxLength={400} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {legs.map((leg) => (
            <LegFields
              key={leg.key}
              handbookNo={handbookNo}
              handbooks={handbooks.map((book) => book.handbookNo)}
              leg={leg}
              onChange={(part) => change(leg.key, part)}
              onRemove={legs.length > 1 ? () => setLegs((before) => before.filter(({ key }) => key !== leg.key)) : undefined}
            />
          ))}
          {ready && guards && <GuardList guards={guards} />}
          <ErrorNotice error={error} />
          <Group>
            <Button variant="default" onClick={() => setLegs((before) => [...before, blankLeg()])}>
              增加一行
            </Button>
            <Button type="submit" disabled={blocked} loading={busy}>
              登记
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
            <Text size="sm" c="dimmed">
              {ready ? '登记后不能修改，只能作废；结余不变' : '填齐后自动核对'}
            </Text>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
