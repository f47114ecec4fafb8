import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { recordField, recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { Panel } from '../../components/page.tsx'
import { isOpen } from './draft-words.ts'
import type { DraftDetail } from './draft-words.ts'
import classes from './draft.module.css'
import { HeadField } from './head-field.tsx'

const sections: readonly (readonly [title: string, fields: readonly string[]])[] = [
  ['手册', ['innerNo', 'kind', 'handbookNo', 'customsDistrict', 'supervisionMode', 'levyNature', 'purpose', 'consumptionStage']],
  [
    '企业',
    [
      'operatorName',
      'operatorCustomsCode',
      'operatorCreditCode',
      'processorName',
      'processorCustomsCode',
      'processorCreditCode',
      'processorDistrict',
    ],
  ],
  ['合同', ['importContractNo', 'exportContractNo', 'approvalNo']],
  ['币制与期限', ['importCurrency', 'exportCurrency', 'validTo', 'establishedOn']],
  [
    '申报与录入',
    [
      'declarantName',
      'declarantCustomsCode',
      'declarantCreditCode',
      'declarantType',
      'declaredOn',
      'inputOn',
      'inputName',
      'inputCustomsCode',
      'inputCreditCode',
    ],
  ],
]
const placed = new Set(sections.flatMap(([, fields]) => fields))
const allSections = [
  ...sections,
  ['其他', recordFields.head.filter(({ id }) => !placed.has(id)).map(({ id }) => id)] as const,
] as const

/** 表头: each field is saved when it is left, a code when it is chosen. A wrong one stays and says why. */
export function DraftHead({ draft }: { draft: DraftDetail }) {
  const [search] = useSearchParams()
  const form = useRef<HTMLFormElement>(null)
  const editable = isOpen(draft)
  useSaveKey(() => {
    // Only the field that has the cursor can be unsaved: leaving it saves it.
    const field = document.activeElement
    if (!(field instanceof HTMLElement) || !form.current?.contains(field)) return
    field.blur()
    field.focus()
  })
  useEffect(() => {
    const column = search.get('cell')?.split('.')[1]
    const asked = column ? `[data-field="${CSS.escape(column)}"]` : '[data-field]'
    const input = form.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`${asked} :is(input, textarea)`)
    input?.focus()
    input?.select()
  }, [search])

  return (
    <form ref={form} className={classes.head} onKeyDown={enterMovesOn} onSubmit={(event) => event.preventDefault()} noValidate>
      {allSections.map(([title, fields]) => (
        <Panel key={title} title={title}>
          <div className={classes.fields}>
            {fields.map((id) => {
              const field = recordField('head', id)
              return field && <HeadField key={id} draft={draft} field={field} editable={editable} />
            })}
          </div>
        </Panel>
      ))}
      {editable && (
        <Text size="sm" c="dimmed">
          Enter 下一项，离开一项即保存；Ctrl+S 立即保存
        </Text>
      )}
    </form>
  )
}
