import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { parseEntered } from '../../../shared/domain/exact.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'

/** A slip of the weighbridge, typed as it lies on the desk; the next one of the same material can follow at once. */
export function WeighDialog({
  handbookNo,
  itemSeq: given,
  today,
  onClose,
}: {
  handbookNo: string
  itemSeq: number | undefined
  today: string
  onClose: () => void
}) {
  useFocusBack()
  const first = useRef<HTMLInputElement>(null)
  const rows = useOperation('handbooks.materials', { handbookNo, limit: 100_000 }).data?.rows
  const codes = useMemo(() => rows?.map(({ seq, name }) => ({ code: String(seq), name })) ?? [], [rows])
  const [typed, setTyped] = useState({
    slipNo: '',
    weighedOn: today,
    itemSeq: given === undefined ? '' : String(given),
    quantity: '',
    buyer: '',
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }))
  const item = rows?.find(({ seq }) => String(seq) === typed.itemSeq)
  const figure = parseEntered('Quantity', typed.quantity)
  const lacking =
    typed.slipNo.trim() === ''
      ? '填写磅单号'
      : parseDay(typed.weighedOn) === undefined
        ? '填写过磅日期'
        : !item
          ? '选择料件'
          : typeof figure !== 'bigint' || figure <= 0n
            ? '填写大于零的数量'
            : undefined
  async function save(then: 'close' | 'next') {
    if (lacking !== undefined || busy) return
    setBusy(true)
    setError(null)
    try {
      await call('scrap.weigh', { ...typed, handbookNo, itemSeq: Number(typed.itemSeq) })
      say(`已登记磅单 ${typed.slipNo.trim()}`)
      if (then === 'close') return onClose()
      change({ slipNo: '', quantity: '' })
      first.current?.focus()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  useSaveKey(() => void save('close'))
  return (
    <Modal opened onClose={onClose} size={560} title="登记磅单" closeButtonProps={{ 'aria-label': '关闭' }}>
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save('close')
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
            <TextInput
              ref={first}
              label="磅单号"
              maxLength={64}
              data-autofocus
              classNames={{ input: 'mono' }}
              value={typed.slipNo}
              onChange={(event) => change({ slipNo: event.currentTarget.value })}
            />
            <DayField label="过磅日期" value={typed.weighedOn} onChange={(weighedOn) => change({ weighedOn })} />
            <CodeField label="来自料件" codes={codes} value={typed.itemSeq} onChange={(itemSeq) => change({ itemSeq })} />
            <QuantityField
              label="数量（料件申报单位）"
              unit={item ? shownUnit(item.unit) : ''}
              value={typed.quantity}
              onChange={(quantity) => change({ quantity })}
            />
            <TextInput
              style={{ gridColumn: 'span 2' }}
              label="购买方"
              maxLength={512}
              value={typed.buyer}
              onChange={(event) => change({ buyer: event.currentTarget.value })}
            />
          </SimpleGrid>
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" disabled={lacking !== undefined} loading={busy}>
              登记
            </Button>
            <Button variant="default" onClick={() => void save('next')} disabled={lacking !== undefined || busy}>
              登记，再来一张
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
            <Text size="sm" c="dimmed">
              {lacking === undefined ? 'Ctrl+S 登记' : `还需${lacking}`}
            </Text>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
