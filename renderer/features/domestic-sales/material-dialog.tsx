import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { countryCodes, currencyCodes } from '../../../shared/codes/tables.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { CodeField } from '../../components/fields/code-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { noMaterial } from './sale-form.ts'
import type { TypedMaterial } from './sale-form.ts'

/** What the handbook does not say of a material: its origin with the proof of it (R-76), or the price of similar goods (R-78). */
export function MaterialDialog({
  about,
  handbookNo,
  itemSeq: given,
  materials,
  onTake,
  onClose,
}: {
  about: 'origin' | 'similar'
  handbookNo: string
  /** Undefined where the material is chosen here. */
  itemSeq: number | undefined
  materials: Readonly<Record<string, TypedMaterial>>
  onTake: (itemSeq: string, material: TypedMaterial) => void
  onClose: () => void
}) {
  useFocusBack()
  const rows = useOperation('handbooks.materials', { handbookNo, limit: 100_000 }).data?.rows
  const codes = useMemo(() => rows?.map(({ seq, name }) => ({ code: String(seq), name })) ?? [], [rows])
  const [itemSeq, setItemSeq] = useState(given === undefined ? '' : String(given))
  const [typed, setTyped] = useState<Partial<TypedMaterial>>({})
  const item = rows?.find(({ seq }) => String(seq) === itemSeq)
  const material = { ...noMaterial, ...materials[itemSeq], ...typed }
  const change = (part: Partial<TypedMaterial>) => setTyped((before) => ({ ...before, ...part }))
  const take = () => {
    if (itemSeq === '') return
    onTake(itemSeq, material)
    onClose()
  }
  useSaveKey(take)
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={about === 'origin' ? `原产地与证明${item ? `：${item.name}` : ''}` : `同期价格${item ? `：${item.name}` : ''}`}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          take()
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {about === 'origin'
              ? '不填的按手册所载原产国、没有原产地证明计：用最惠国或暂定税率。有证明才适用协定税率（R-76）。'
              : '来料加工的料件、成品内销，按申报时同时或大约同时进口的相同或类似保税货物的价格（R-78）。'}
          </Text>
          {given === undefined && <CodeField label="料件" codes={codes} value={itemSeq} onChange={setItemSeq} data-autofocus />}
          <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
            {about === 'origin' ? (
              <>
                <CodeField
                  label="原产国（地区）"
                  codes={countryCodes}
                  value={material.country}
                  onChange={(country) => change({ country })}
                  {...(given !== undefined && { 'data-autofocus': true })}
                />
                <TextInput
                  label="原产地证明编号"
                  maxLength={64}
                  value={material.proofNo}
                  onChange={(event) => change({ proofNo: event.currentTarget.value })}
                />
                <TextInput
                  style={{ gridColumn: 'span 2' }}
                  label="生产厂商（贸易救济税按厂商）"
                  maxLength={255}
                  value={material.producer}
                  onChange={(event) => change({ producer: event.currentTarget.value })}
                />
              </>
            ) : (
              <>
                <QuantityField
                  label="单价（每申报单位）"
                  value={material.similarPrice}
                  onChange={(similarPrice) => change({ similarPrice })}
                  {...(given !== undefined && { 'data-autofocus': true })}
                />
                <CodeField
                  label="币制"
                  codes={currencyCodes}
                  value={material.similarCurrency}
                  onChange={(similarCurrency) => change({ similarCurrency })}
                />
                <TextInput
                  style={{ gridColumn: 'span 2' }}
                  label="价格依据（清单、合同或海关审价文书）"
                  maxLength={200}
                  value={material.similarBasis}
                  onChange={(event) => change({ similarBasis: event.currentTarget.value })}
                />
              </>
            )}
          </SimpleGrid>
          <Group>
            <Button type="submit" disabled={itemSeq === ''}>
              采用
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
