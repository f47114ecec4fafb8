import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { blankLine, MovementLine } from './movement-line.tsx'
import type { TypedLine } from './movement-line.tsx'
import { isMade, movementNames } from './outward-words.ts'
import type { ApplicationDetail, OutwardMovement } from './outward-words.ts'

/** One slip out to the contractor or back, as it lies on the desk. */
export function MovementDialog({
  application,
  kind,
  today,
  onClose,
}: {
  application: ApplicationDetail
  kind: OutwardMovement['kind']
  today: string
  onClose: () => void
}) {
  useFocusBack()
  const name = movementNames[kind]
  const [typed, setTyped] = useState({ slipNo: '', movedOn: today, vehicle: '', signedBy: '', remark: '' })
  const [lines, setLines] = useState<readonly TypedLine[]>(() => [blankLine(kind === 'dispatch' ? 'material' : 'product')])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }))
  const out = application.outstandingLines.filter((line) => line.out !== '0')
  const lacking =
    typed.slipNo.trim() === ''
      ? '填写单号'
      : parseDay(typed.movedOn) === undefined
        ? '填写日期'
        : lines.some(({ itemSeq, quantity }) => itemSeq === '' || quantity === '')
          ? '补全每行的备案序号和数量'
          : undefined

  async function save() {
    if (lacking !== undefined || busy) return
    setBusy(true)
    setError(null)
    try {
      await call('outwardProcessing.move', {
        applicationId: application.applicationId,
        kind,
        ...typed,
        lines: lines.map(({ goods, itemSeq, version, quantity, uses }) => ({
          goods,
          itemSeq: Number(itemSeq),
          version,
          quantity,
          uses:
            kind === 'return' && isMade(goods) ? uses.filter((use) => use.quantity !== '' && !/^[0.]+$/.test(use.quantity)) : [],
        })),
      })
      say(`已登记${name}单 ${typed.slipNo.trim()}`)
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())

  const text = (field: 'slipNo' | 'vehicle' | 'signedBy' | 'remark', label: string, most: number) => (
    <TextInput
      label={label}
      maxLength={most}
      {...(field === 'slipNo' && { 'data-autofocus': true, classNames: { input: 'mono' } })}
      value={typed[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={`登记${name}：${application.innerNo}`}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={5} spacing="md">
            {text('slipNo', '单号', 64)}
            <DayField label={`${name}日期`} value={typed.movedOn} onChange={(movedOn) => change({ movedOn })} />
            {text('vehicle', '运输工具', 64)}
            {text('signedBy', '签收人', 64)}
            {text('remark', '备注', 400)}
          </SimpleGrid>
          {lines.map((line) => (
            <MovementLine
              key={line.key}
              handbookNo={application.handbookNo}
              kind={kind}
              line={line}
              out={out}
              onChange={(part) =>
                setLines((before) => before.map((each) => (each.key === line.key ? { ...each, ...part } : each)))
              }
              onRemove={lines.length > 1 ? () => setLines((before) => before.filter(({ key }) => key !== line.key)) : undefined}
            />
          ))}
          <ErrorNotice error={error} />
          <Group>
            <Button
              variant="default"
              onClick={() => setLines((before) => [...before, blankLine(before.at(-1)?.goods ?? 'material')])}
            >
              增加一行
            </Button>
            <Button type="submit" disabled={lacking !== undefined} loading={busy}>
              登记
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
