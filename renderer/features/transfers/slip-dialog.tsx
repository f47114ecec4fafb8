import { Button, Group, Input, Modal, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { usePreferences } from '../../state/preferences.ts'
import { dropSlip, keepSlip, keptSlip } from './kept-slip.ts'
import type { TypedSlip } from './kept-slip.ts'
import { blankLine, isBlank, SlipLines } from './slip-lines.tsx'
import type { TypedLine } from './slip-lines.tsx'
import { slipKinds, slipWays } from './transfer-words.ts'

const choices = <T extends string>(names: Record<T, string>) =>
  Object.entries<string>(names).map(([value, label]) => ({ value, label }))

/** A slip typed as it lies on the desk; after saving, the next one of the same partner can follow at once. */
export function SlipDialog({
  handbookNo: given,
  today,
  onClose,
}: {
  handbookNo: string | undefined
  today: string
  onClose: () => void
}) {
  useFocusBack()
  const grid = useRef<HTMLDivElement>(null)
  const slipNoField = useRef<HTMLInputElement>(null)
  const partners = (useOperation('partners.list', {}).data?.partners ?? []).filter(({ active }) => active)
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const last = usePreferences((state) => state.handbookNo)
  const [kept] = useState(() => keptSlip(given))
  const [typed, setTyped] = useState<TypedSlip>(
    kept?.typed ?? { way: 'out', kind: 'delivery', slipNo: '', deliveredOn: today, vehicle: '', signedBy: '', remark: '' },
  )
  const [rows, setRows] = useState<readonly TypedLine[]>(kept?.rows ?? (() => [blankLine()]))
  /** It is no longer what was left there before. */
  const [anew, setAnew] = useState(kept === undefined)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }))

  // What is not chosen is what was worked with last, or the only one.
  const partner = partners.find(
    ({ partnerId }) => partnerId === (typed.partnerId ?? (partners.length === 1 && partners[0]?.partnerId)),
  )
  const handbookNo =
    typed.handbookNo ?? given ?? handbooks.find((book) => book.handbookNo === last)?.handbookNo ?? handbooks[0]?.handbookNo ?? ''
  const partnerHandbookNo = typed.partnerHandbookNo ?? partner?.handbooks[0] ?? ''
  const filled = rows.filter((line) => !isBlank(line))
  const begun = filled.length > 0 || typed.slipNo !== ''
  useEffect(() => {
    if (begun) keepSlip(given, { typed, rows })
    else dropSlip(given)
  }, [begun, given, typed, rows])
  function giveUp() {
    dropSlip(given)
    onClose()
  }
  const lacking =
    partner === undefined
      ? '选择往来企业'
      : typed.slipNo.trim() === ''
        ? '填写单号'
        : parseDay(typed.deliveredOn) === undefined
          ? '填写日期'
          : partnerHandbookNo === ''
            ? '在往来企业里登记对方手册'
            : filled.length === 0
              ? '录入至少一行'
              : filled.some(({ itemSeq, quantity }) => itemSeq === '' || quantity === '')
                ? '补全每行的序号和数量'
                : undefined

  async function save(then: 'close' | 'next') {
    if (lacking !== undefined || busy || !partner) return
    setBusy(true)
    setError(null)
    try {
      const { way, kind, slipNo, deliveredOn, vehicle, signedBy, remark } = typed
      await call('deliveries.save', {
        partnerId: partner.partnerId,
        way,
        kind,
        slipNo,
        deliveredOn,
        vehicle,
        signedBy,
        remark,
        handbookNo,
        partnerHandbookNo,
        lines: filled.map((line) => ({
          itemSeq: Number(line.itemSeq),
          version: line.version,
          quantity: line.quantity,
          unitPrice: readDecimal(line.unitPrice) ?? '',
          currency: line.currency,
          lot: line.lot,
        })),
      })
      say(`已登记${slipWays[way]}单 ${slipNo.trim()}`)
      if (then === 'close') return giveUp()
      setAnew(true)
      change({ slipNo: '', vehicle: '', signedBy: '', remark: '' })
      setRows([blankLine()])
      slipNoField.current?.focus()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  useSaveKey(() => void save('close'))

  return (
    <Modal
      opened
      onClose={onClose}
      size={1000}
      // What has been typed is given up by name, not by a stray Escape or click.
      closeOnEscape={!begun}
      closeOnClickOutside={!begun}
      title="登记收发货单"
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Stack gap="md">
        <form
          noValidate
          onKeyDown={enterMovesOn}
          onSubmit={(event) => {
            event.preventDefault()
            grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
          }}
        >
          {/* Enter submits a form of several fields only where something submits it. */}
          <button type="submit" hidden />
          <SimpleGrid cols={4} spacing="md" verticalSpacing="sm">
            <Input.Wrapper label="收发">
              <SegmentedControl
                fullWidth
                size="sm"
                data={choices(slipWays)}
                value={typed.way}
                onChange={(next) => {
                  change({ way: next === 'in' ? 'in' : 'out' })
                  // An item number means another item on the other side.
                  setRows([blankLine()])
                }}
                aria-label="收发"
              />
            </Input.Wrapper>
            <Input.Wrapper label="类别">
              <SegmentedControl
                fullWidth
                size="sm"
                data={choices(slipKinds)}
                value={typed.kind}
                onChange={(next) => change({ kind: next === 'return' ? 'return' : 'delivery' })}
                aria-label="类别"
              />
            </Input.Wrapper>
            <Select
              label="往来企业"
              placeholder="名称"
              searchable
              // Enter goes on from it; typing and the arrow keys open it.
              openOnFocus={false}
              selectFirstOptionOnChange
              allowDeselect={false}
              nothingFoundMessage="没有这家企业"
              data={partners.map(({ partnerId, name }) => ({ value: partnerId, label: name }))}
              value={partner?.partnerId ?? null}
              onChange={(partnerId) => partnerId !== null && change({ partnerId, partnerHandbookNo: undefined })}
              {...(!partner && { 'data-autofocus': true })}
            />
            <TextInput
              ref={slipNoField}
              label="单号"
              classNames={{ input: 'mono' }}
              maxLength={64}
              value={typed.slipNo}
              onChange={(event) => change({ slipNo: event.currentTarget.value })}
              {...(partner && { 'data-autofocus': true })}
            />
            <DayField label="日期" value={typed.deliveredOn} onChange={(deliveredOn) => change({ deliveredOn })} />
            <Select
              label="我方手册"
              searchable
              openOnFocus={false}
              selectFirstOptionOnChange
              allowDeselect={false}
              classNames={{ input: 'mono' }}
              data={handbooks.map((book) => book.handbookNo)}
              value={handbookNo}
              onChange={(next) => {
                if (next === null || next === handbookNo) return
                change({ handbookNo: next })
                setRows([blankLine()])
              }}
            />
            <Select
              label="对方手册"
              placeholder={partner?.handbooks.length === 0 ? '往来企业里没有登记' : ''}
              searchable
              openOnFocus={false}
              selectFirstOptionOnChange
              allowDeselect={false}
              classNames={{ input: 'mono' }}
              data={partner?.handbooks ?? []}
              value={partnerHandbookNo === '' ? null : partnerHandbookNo}
              onChange={(next) => next !== null && change({ partnerHandbookNo: next })}
            />
            <TextInput
              label="运输工具"
              maxLength={64}
              value={typed.vehicle}
              onChange={(event) => change({ vehicle: event.currentTarget.value })}
            />
            <TextInput
              label="签收人"
              maxLength={64}
              value={typed.signedBy}
              onChange={(event) => change({ signedBy: event.currentTarget.value })}
            />
            <TextInput
              style={{ gridColumn: 'span 3' }}
              label="备注"
              maxLength={400}
              value={typed.remark}
              onChange={(event) => change({ remark: event.currentTarget.value })}
            />
          </SimpleGrid>
        </form>
        <div ref={grid}>
          <SlipLines
            key={`${handbookNo} ${typed.way}`}
            handbookNo={handbookNo}
            way={typed.way}
            rows={rows}
            onChange={(next) => setRows((before) => [...next(before)])}
          />
        </div>
        <ErrorNotice error={error} />
        <Group>
          <Button onClick={() => void save('close')} disabled={lacking !== undefined} loading={busy}>
            保存
          </Button>
          <Button variant="default" onClick={() => void save('next')} disabled={lacking !== undefined || busy}>
            保存，再登一张
          </Button>
          <Button variant="default" onClick={giveUp}>
            {begun ? '取消，不保留' : '取消'}
          </Button>
          <Text size="sm" c="dimmed">
            {!anew && '接着上次没有保存的内容；'}
            {lacking === undefined ? 'Ctrl+S 保存' : `还需${lacking}`}
          </Text>
        </Group>
      </Stack>
    </Modal>
  )
}
