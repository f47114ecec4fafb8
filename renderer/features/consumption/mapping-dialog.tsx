import { Button, Group, Modal, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { FormEvent } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'

type Mapping = Output<'mappings.list'>['rows'][number]
const goodsChoices = [
  { value: 'material', label: '料件' },
  { value: 'product', label: '成品' },
]
const everything = { limit: 100_000 }

/** A mapping for a part: of a new one, or the next one of `earlier`, which it ends and never changes. */
export function MappingDialog({
  handbookNo,
  earlier,
  today,
  onClose,
}: {
  handbookNo: string
  earlier: Mapping | undefined
  today: string
  onClose: () => void
}) {
  useFocusBack()
  const [partNo, setPartNo] = useState(earlier?.partNo ?? '')
  const [partName, setPartName] = useState(earlier?.partName ?? '')
  const [partUnit, setPartUnit] = useState(earlier?.partUnit ?? '')
  const [goods, setGoods] = useState<'material' | 'product'>(earlier?.goods ?? 'material')
  const [itemSeq, setItemSeq] = useState(earlier ? String(earlier.itemSeq) : '')
  const [factor, setFactor] = useState(earlier?.factor ?? '')
  const [from, setFrom] = useState(today)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const materials = useOperation('handbooks.materials', { handbookNo, ...everything }).data?.rows
  const products = useOperation('handbooks.products', { handbookNo, ...everything }).data?.rows
  const items = goods === 'material' ? materials : products
  const codes = useMemo(
    () => (items ?? []).map(({ seq, name, spec }) => ({ code: String(seq), name: `${name} ${spec}`.trim() })),
    [items],
  )
  const item = items?.find(({ seq }) => String(seq) === itemSeq)
  const declaredUnit = item ? shownUnit(item.unit) : ''
  const ready =
    partNo.trim() !== '' && partUnit.trim() !== '' && item !== undefined && factor !== '' && parseDay(from) !== undefined

  async function save() {
    if (!ready || busy || !item) return
    setBusy(true)
    setError(null)
    try {
      await call('mappings.save', { handbookNo, partNo, partName, partUnit, goods, itemSeq: item.seq, factor, from })
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={earlier ? `${earlier.partNo} 的新归并关系` : '登记归并关系'}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form onSubmit={submit} onKeyDown={enterMovesOn} noValidate>
        <Stack gap="md">
          <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
            <TextInput
              label="料号"
              withAsterisk
              maxLength={64}
              classNames={{ input: 'mono' }}
              value={partNo}
              readOnly={earlier !== undefined}
              onChange={(event) => setPartNo(event.currentTarget.value)}
              {...(!earlier && { 'data-autofocus': true })}
            />
            <TextInput
              label="料号名称"
              maxLength={512}
              value={partName}
              onChange={(event) => setPartName(event.currentTarget.value)}
            />
            <Stack gap={4}>
              <Text size="sm" fw={600}>
                归并到
              </Text>
              <SegmentedControl
                size="xs"
                data={goodsChoices}
                value={goods}
                onChange={(next) => {
                  setGoods(next === 'product' ? 'product' : 'material')
                  setItemSeq('')
                }}
                aria-label="料件或成品"
              />
            </Stack>
            <CodeField
              label="备案序号"
              withAsterisk
              placeholder="序号、名称或拼音首字母"
              codes={codes}
              value={itemSeq}
              onChange={setItemSeq}
            />
            <TextInput
              label="企业单位"
              withAsterisk
              maxLength={32}
              placeholder="如 卷、个、千克"
              value={partUnit}
              onChange={(event) => setPartUnit(event.currentTarget.value)}
            />
            <QuantityField
              label={`换算系数：1 ${partUnit || '企业单位'} 合`}
              withAsterisk
              value={factor}
              onChange={setFactor}
              {...(declaredUnit && { unit: declaredUnit })}
            />
            <DayField
              label="生效日期"
              withAsterisk
              value={from}
              onChange={setFrom}
              {...(earlier && { 'data-autofocus': true })}
            />
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {earlier
              ? `原来的（1 ${earlier.partUnit} 合 ${earlier.factor} ${shownUnit(earlier.itemUnit)}，自 ${earlier.from}）到新的生效前一日为止，以往的换算不变（R-45）。`
              : '登记后不能改动；换算有变化时，从变化之日起登记新的一条（R-45）。'}
          </Text>
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" loading={busy} disabled={!ready}>
              登记
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
